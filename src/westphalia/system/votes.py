"""Roll calls of the United Nations General Assembly, from the two public layouts.

`unvotes` (Voeten's data as the R package has them): `un_votes.csv` with rcid, country, country_code, vote; the roll
calls in `un_roll_calls.csv` beside it, their subjects in `un_roll_call_issues.csv` if that is there too. And the
voting data of the UN Digital Library: one file with undl_id, ms_code, ms_name, ms_vote (Y, N, A, X), date, session,
resolution, title, subjects.

Whoever was absent or did not vote has no row. States are ids of the reference table: a dissolved state (USSR,
Yugoslavia, German Democratic Republic) stays itself where the file tells it apart; `unvotes` calls the USSR Russia.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from westphalia.errors import IntakeError, UsageError
from westphalia.reference.states import state, states
from westphalia.system.countries import actor_named
from westphalia.system.csv_files import csv_frame, one_file
from westphalia.system.table import Broken

CHOICES = ("no", "abstain", "yes")
"""What a state can say, in order."""

CHOICE = pl.Enum(CHOICES)
_WRITTEN = {"yes": "yes", "y": "yes", "abstain": "abstain", "a": "abstain", "no": "no", "n": "no"}
_SILENT = ("x", "absent", "not a member", "")
"""How the files say that a state did not vote."""

_FORMER_ALPHA2 = {"CS": "CSK", "DD": "DDR", "SU": "SUN", "YD": "YMD", "YU": "YUG"}
"""Alpha-2 codes of ISO 3166-3, which the reference table leaves out because they are no longer keys of CLDR."""

_UNVOTES = ("rcid", "country", "country_code", "vote")
_ROLL_CALLS = ("rcid", "session", "date", "unres", "short", "descr")
_LIBRARY = ("undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "title")


@dataclass(frozen=True, slots=True)
class Votes:
    """Roll calls and who voted how.

    Attributes:
        frame: one row a vote: `roll` (id of the roll call), `session`, `date`, `state`, `vote` (one of CHOICES).
        rolls: one row a roll call: `roll`, `session`, `date`, `resolution`, `title`, `subjects` (list).
        names: state → what the file calls it.
        origin: the file.
        broken: rows that could not be used, by line.
    """

    frame: pl.DataFrame
    rolls: pl.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    broken: tuple[Broken, ...] = ()

    def select(
        self,
        session: int | None = None,
        year: int | None = None,
        subject: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> "Votes":
        """Only the roll calls of a session, calendar year, subject (any part of its name) or period, ends included."""
        kept = self.rolls
        if session is not None:
            kept = kept.filter(pl.col("session") == session)
        if year is not None:
            kept = kept.filter(pl.col("date").dt.year() == year)
        if since is not None:
            kept = kept.filter(pl.col("date") >= since)
        if until is not None:
            kept = kept.filter(pl.col("date") <= until)
        if subject is not None:
            wanted = pl.element().str.to_lowercase().str.contains(subject.lower(), literal=True)
            kept = kept.filter(pl.col("subjects").list.eval(wanted).list.any())
        return replace(self, frame=self.frame.filter(pl.col("roll").is_in(kept["roll"].implode())), rolls=kept)

    def states(self) -> tuple[str, ...]:
        """All that voted, in order of id."""
        return tuple(self.frame["state"].unique().sort().to_list())

    def state_of(self, word: str) -> str:
        """The state meant by an id, an alpha-2 code, or a name of the file or the reference table.

        Raises UsageError if it means none.
        """
        plain = word.strip()
        named = {name.casefold(): who for who, name in self.names.items()}
        found = plain if plain in self.names else named.get(plain.casefold())
        found = found or state_of_code(plain.upper(), plain)
        if found is None:
            raise UsageError(f"no state is called {word!r}", "write its ISO 3166-1 code (FRA) or English name")
        return found


def read(path: str | Path) -> Votes:
    """Reads a file of votes, or the folder it lies in; plain or gzip. The layout is found from the header.

    Raises:
        IntakeError: it cannot be read, is neither of the two layouts, or no row can be used.
    """
    path = Path(path)
    if path.is_dir():
        path = one_file(path, "un_votes") or one_file(path, "") or path
    if path.is_dir():
        raise IntakeError(f"{path} holds no file of votes", "name the file itself")
    raw = csv_frame(path)
    if set(_UNVOTES) <= set(raw.columns):
        return _of_unvotes(raw, path)
    if set(_LIBRARY) <= set(raw.columns):
        return _of_library(raw, path)
    lacking = {name: [c for c in need if c not in raw.columns] for name, need in _LAYOUTS.items()}
    nearest = min(lacking, key=lambda name: len(lacking[name]))
    raise IntakeError(
        f"{path} is no file of votes known here: for the layout of {nearest} it lacks {', '.join(lacking[nearest])}",
        "what can be read: un_votes.csv of unvotes, or the voting data of the UN Digital Library",
    )


_LAYOUTS = {"unvotes": _UNVOTES, "the UN Digital Library": _LIBRARY}


def state_of_code(code: str, name: str = "") -> str | None:
    """The id of a state by the code and name a file gives it; None if neither is known.

    A name of a dissolved state goes before its code, which may be that of its successor. The code `NA` is Namibia
    only with that name or none: in `unvotes` it is also what states without a code have.
    """
    named = _named(name)
    former = state(named) if named else None
    if former and former.status == "former":
        return named
    if code == "NA" and name.upper() not in ("", "NA"):
        return named
    return _alpha2().get(code) or (code if state(code) else None) or named


def _named(name: str) -> str | None:
    found = actor_named(name) if name else None
    return found if found and state(found) else None


@lru_cache(maxsize=1)
def _alpha2() -> dict[str, str]:
    return _FORMER_ALPHA2 | {each.alpha2: each.code for each in states() if each.alpha2}


def _of_unvotes(raw: pl.DataFrame, path: Path) -> Votes:
    beside = one_file(path.parent, "un_roll_calls")
    if beside is None:
        raise IntakeError(f"{path} has no un_roll_calls.csv beside it", "put the file of roll calls into its folder")
    calls = csv_frame(beside, _ROLL_CALLS)
    issues = one_file(path.parent, "un_roll_call_issues")
    rolls = calls.select(
        pl.col("rcid").alias("roll"),
        pl.col("session").cast(pl.Int32, strict=False),
        pl.col("date").str.to_date(strict=False),
        pl.col("unres").alias("resolution"),
        pl.when(pl.col("short").fill_null("") != "").then(pl.col("short")).otherwise(pl.col("descr")).alias("title"),
    )
    subjects = csv_frame(issues, ("rcid", "issue")) if issues else pl.DataFrame(schema={"rcid": str, "issue": str})
    listed = subjects.group_by("rcid").agg(pl.col("issue").sort().alias("subjects"))
    rolls = rolls.join(listed, left_on="roll", right_on="rcid", how="left", maintain_order="left")
    own = raw.select("line", roll="rcid", code="country_code", name="country", vote="vote")
    return _made(own, rolls, path)


def _of_library(raw: pl.DataFrame, path: Path) -> Votes:
    """The Digital Library numbers special sessions ES-10, S-7: they count to the regular session of their date."""
    raw = raw.with_columns(pl.col("date").str.slice(0, 10).str.to_date(strict=False))
    regular = pl.col("date").dt.year() - pl.when(pl.col("date").dt.month() >= 9).then(1945).otherwise(1946)
    subjects = pl.col("subjects") if "subjects" in raw.columns else pl.lit("")
    rolls = raw.unique("undl_id", keep="first", maintain_order=True).select(
        pl.col("undl_id").alias("roll"),
        pl.coalesce(pl.col("session").cast(pl.Int32, strict=False), regular.clip(1)).cast(pl.Int32).alias("session"),
        "date",
        "resolution",
        "title",
        subjects.fill_null("").str.split("|").list.eval(pl.element().filter(pl.element() != "")).alias("subjects"),
    )
    return _made(raw.select("line", roll="undl_id", code="ms_code", name="ms_name", vote="ms_vote"), rolls, path)


def _made(own: pl.DataFrame, rolls: pl.DataFrame, path: Path) -> Votes:
    """Votes of rows with line, roll, code, name, vote."""
    rolls = rolls.unique("roll", keep="first", maintain_order=True).with_columns(pl.col("subjects").fill_null([]))
    own = own.join(_identified(own), on=("code", "name"), how="left", nulls_equal=True, maintain_order="left")
    own = own.join(rolls.select("roll", "session", "date"), on="roll", how="left", maintain_order="left")
    written = pl.col("vote").fill_null("").str.strip_chars().str.to_lowercase()
    own = own.filter(~written.is_in(_SILENT)).with_columns(
        written.replace_strict(_WRITTEN, default=None, return_dtype=CHOICE).alias("choice"),
        pl.struct("roll", "state").is_first_distinct().alias("once"),
    )
    why = (
        pl.when(pl.col("choice").is_null())
        .then(pl.format("no vote is written {}", pl.col("vote").fill_null("''")))
        .when(pl.col("state").is_null())
        .then(pl.lit("it names no state"))
        .when(pl.col("session").is_null())
        .then(pl.format("roll call {} has no session", pl.col("roll").fill_null("''")))
        .when(~pl.col("once"))
        .then(pl.format("{} votes a second time in roll call {}", "state", "roll"))
    )
    own = own.with_columns(why.alias("why"))
    broken = tuple(
        Broken(line, said) for line, said in own.filter(pl.col("why").is_not_null()).select("line", "why").iter_rows()
    )
    good = own.filter(pl.col("why").is_null())
    if not good.height:
        first = f"; line {broken[0].line}: {broken[0].why}" if broken else ""
        raise IntakeError(f"{path}: no row can be used{first}", "check the file")
    frame = good.select("roll", "session", "date", "state", vote="choice").sort("session", "roll", "state")
    rolls = rolls.filter(pl.col("roll").is_in(frame["roll"].unique().implode())).sort("session", "roll")
    named = good.unique("state", keep="last", maintain_order=True)
    names = dict(zip(named["state"].to_list(), named["name"].fill_null("").to_list(), strict=True))
    return Votes(frame, rolls, names, path.name, broken)


def _identified(own: pl.DataFrame) -> pl.DataFrame:
    """The state of each code and name; one that is not in the reference table has the file's name as its id."""
    pairs = own.select("code", "name").unique(maintain_order=True)
    found = [_identity(code or "", name or "") for code, name in pairs.iter_rows()]
    return pairs.with_columns(pl.Series("state", found, dtype=pl.String))


def _identity(code: str, name: str) -> str | None:
    plain = re.sub(r"\s+", " ", name).strip()
    return state_of_code(code.strip().upper(), plain) or plain or None
