"""Two actors: cooperation and conflict month by month, and the happenings behind it."""

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from westphalia.model import ontology
from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.months import back, since
from westphalia.web.refusing import RefusedError
from westphalia.web.views.actor import NOT_DONE, find
from westphalia.world import Store

if TYPE_CHECKING:
    from westphalia.system.commitments import Commitment

Row = dict[str, Any]

MONTHS = 36
"""Months shown at once: what a screen shows as bars one can tell apart."""

SIDES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict", "not done")
LOOKED = 1_000
"""Happenings of two persons counted at most; polities have their counts ready."""

ACTS, EVIDENCE = 200, 6
"""Acts that may make or end a commitment looked through, the latest; passages named for one commitment."""


def view(store: Store, asked: Asked) -> Row:
    """What lies between two actors."""
    if not (asked.text("one") and asked.text("other")):
        return {
            "title": "Two actors",
            "one": asked.text("one"),
            "other": asked.text("other"),
            "busiest": _busiest(store),
        }
    one, other = (find(store, asked.text(name)) for name in ("one", "other"))
    if one[0] == other[0] or one[0].startswith(f"{other[0]}/") or other[0].startswith(f"{one[0]}/"):
        raise RefusedError(f"{one[1]} and {other[1]} are one actor", "name two")
    polities = "/" not in one[0] and "/" not in other[0]
    facets = [("pair", " ".join(sorted((one[0], other[0]))))] if polities else [("actor", one[0]), ("actor", other[0])]
    latest = gathering.listed(store, facets, asked, gathering.PAGE)
    counted = _by_month(store, one[0], other[0]) if polities else _by_hand(store, facets)
    months = with_reports(store, window(counted, asked.month("months_to")))
    return {
        "title": f"{one[1]} – {other[1]}",
        "one": {"actor": one[0], "name": one[1]},
        "other": {"actor": other[0], "name": other[1]},
        "months": months,
        "months_in_all": len([month for month in counted if month]),
        "first": min((month for month in counted if month), default=None),
        "unknown": counted.get("", Counter()).total() - counted.get("", Counter())["undated"],
        "counted_at_most": None if polities else LOOKED,
        "commitments": _commitments(store, one[0], other[0]) if polities else None,
        "acts_at_most": ACTS,
        "rows": latest["rows"],
        "next": latest["next"],
    }


def _commitments(store: Store, one: str, other: str) -> list[Row]:
    """What binds the two or was imposed by one on the other, what still holds first."""
    from westphalia.system.commitments import commitments_between

    found = commitments_between(store, one, other, ACTS)
    called = gathering.names(store, {actor for each in found for actor in (*each.parties, *each.targets)})
    return [_commitment(each, called) for each in sorted(found, key=lambda each: each.stage == "ended")]


def _commitment(found: "Commitment", called: dict[str, str]) -> Row:
    told = [piece for piece in found.evidence if piece.report]
    return {
        **{key: getattr(found, key) for key in ("kind", "name", "stage", "since", "precision", "until", "reports")},
        "parties": [{"actor": actor, "name": called[actor]} for actor in found.parties],
        "targets": [{"actor": actor, "name": called[actor]} for actor in found.targets],
        "source": found.source,
        "passages": len(told),
        "evidence": [{"event": piece.id, "words": piece.words, "outlet": piece.outlet} for piece in told[-EVIDENCE:]],
    }


def _busiest(store: Store) -> list[Row]:
    rows = store.query("busiest pairs", limit=20)
    called = gathering.names(store, {actor for row in rows for actor in (row["one"], row["other"])})
    return [{**row, "one_name": called[row["one"]], "other_name": called[row["other"]]} for row in rows]


def side(event_type: str, status: str) -> str:
    """The quad class of what is done; what is not said to be done is counted apart."""
    return "not done" if status in NOT_DONE else ontology.QUADS[ontology.quad(event_type)]


def _by_month(store: Store, one: str, other: str) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in store.query("months of pair", one=one, other=other):
        found[row["month"]][side(row["type"], row["status"])] += row["happenings"]
        found[row["month"]]["undated"] += row["undated"]
    return found


def _by_hand(store: Store, facets: list[tuple[str, str]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in gathering.entries(store, facets, LOOKED):
        found[row["day"][:7]][side(row["type"], row["status"])] += 1
        found[row["day"][:7]]["undated"] += not row["dated"]
    return found


def with_reports(store: Store, months: list[Row]) -> list[Row]:
    """Months with the number of reports held of each: where there are none, nothing is known."""
    asked = [month["month"] for month in months]
    held = {row["month"]: row["reports"] for row in store.rows("report_months", month=asked)} if asked else {}
    return [{**month, "held": held.get(month["month"], 0)} for month in months]


def window(counted: dict[str, Counter[str]], until: str) -> list[Row]:
    """Months in a row, without gaps, the last `MONTHS` of them up to a given one."""
    known = sorted(month for month in counted if month)
    if not known:
        return []
    last = until if known[0] <= until <= known[-1] else known[-1]
    return [
        {"month": month, **{name: tally[name] for name in SIDES}, "undated": tally["undated"]}
        for month in since(last, max(known[0], back(last, MONTHS)))
        for tally in [counted.get(month, Counter())]
    ]
