"""Numbers compared: one quantity, the values given for it, by whom and when. Ranges, never a winner.

In: figures as frames show them. Two values agree if what each allows overlaps: "about 300" allows 270 to 330, "at
least 300" everything from 300, "almost 300" what lies under it. Values for different days are a course, no quarrel.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from westphalia.reconciling.likeness import PLAIN, STEM, words

Row = Mapping[str, Any]

ABOUT = 0.1
"""Share of a value by which "about" and "almost" may be off."""

_SAME = {
    "dead": "killed", "deaths": "killed", "death": "killed", "died": "killed", "die": "killed", "fatalities": "killed",
    "kill": "killed", "injured": "wounded", "hurt": "wounded", "injuries": "wounded", "soldiers": "troops",
    "servicemen": "troops", "inmates": "prisoners", "captives": "hostages",
}  # fmt: skip
_PEOPLE = frozenset("people persons person others individuals".split())
_WHO = _PEOPLE | frozenset("civilians civilian children child women men residents citizens families".split())

SCALE = 30
"""How many times one value may be another of the same quantity: a day's losses are not those of a war."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value as reports give it. `low` and `high` are what the words allow; `rows` the figures."""

    low: float
    high: float
    told: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity with all its values, smallest first.

    Attributes:
        least: smallest value given.
        most: largest value given.
        verdict: "agree", "differ", "over time" (other days, other values) or "one" (one report alone).
    """

    what: str
    unit: str
    least: float
    most: float
    verdict: str
    values: tuple[Value, ...]


def quantities(figures: Iterable[Row]) -> list[Quantity]:
    """Figures by quantity, those of most reports first."""
    groups: dict[tuple[frozenset[str], str], list[Row]] = defaultdict(list)
    for row in figures:
        groups[_key(row["what"]), row["unit"] or ""].append(row)
    found = [_quantity(rows) for rows in groups.values()]
    return sorted(found, key=lambda q: (-len(_reports(q)), q.what, q.unit, q.least))


def _reports(quantity: Quantity) -> set[str]:
    return {row["report"] for value in quantity.values for row in value.rows}


def _key(what: str) -> frozenset[str]:
    terms = [_SAME.get(word, word) for word in words(what) if word not in PLAIN]
    return frozenset(t[:STEM] for t in terms if t not in _PEOPLE) or frozenset(t[:STEM] for t in terms)


def _quantity(rows: Sequence[Row]) -> Quantity:
    by_value: dict[tuple[float, float, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_value[(*allowed(row), told(row))].append(row)
    values = [Value(low, high, words_, tuple(those)) for (low, high, words_), those in by_value.items()]
    values.sort(key=lambda v: (v.rows[0]["value"], v.low, v.high, v.told))
    return Quantity(
        min((r["what"] for r in rows), key=lambda what: (len(what), what)),
        rows[0]["unit"] or "",
        min(r["value"] for r in rows),
        max(r["value"] if r["high"] is None else r["high"] for r in rows),
        _verdict(values),
        tuple(values),
    )


def _verdict(values: Sequence[Value]) -> str:
    if len({row["report"] for value in values for row in value.rows}) < 2:
        return "one"
    apart = [(a, b) for i, a in enumerate(values) for b in values[i + 1 :] if not overlap(a, b)]
    if not apart:
        return "agree"
    return "over time" if all(_other_days(a, b) for a, b in apart) else "differ"


def overlap(one: Value, other: Value) -> bool:
    """Whether some number fits both."""
    return one.low <= other.high and other.low <= one.high


def says_what(what: str) -> bool:
    """Whether a quantity says what is counted of people, and not only that there are some ("two children")."""
    return any(word not in _WHO and word not in PLAIN for word in words(what))


def of_one_scale(one: Value, other: Value) -> bool:
    """Whether two values can be of one quantity at all."""
    low, high = sorted(abs(value.rows[0]["value"]) for value in (one, other))
    return bool(high <= SCALE * low)


def running(one: Value, told_on: str | None, other: Value, told_also_on: str | None) -> bool:
    """Whether two values can be one count as it grows: of two days, the greater told later.

    Args:
        one: a value.
        told_on: the day on which it was told, None if unknown.
        other: another value.
        told_also_on: the day on which that was told.
    """
    if not told_on or not told_also_on or told_on == told_also_on:
        return False
    earlier, later = (one, other) if told_on < told_also_on else (other, one)
    return earlier.high < later.low


def _other_days(one: Value, other: Value) -> bool:
    """Whether both are of known days, none of them shared."""
    first, second = ([(r["date_from"], r["date_to"]) for r in value.rows] for value in (one, other))
    if not all(a and b for a, b in first + second):
        return False
    return all(b < c or d < a for a, b in first for c, d in second)


def allowed(row: Row) -> tuple[float, float]:
    """The least and the greatest number that the words of a figure allow."""
    value = float(row["value"])
    high = value if row["high"] is None else float(row["high"])
    spread = ABOUT * abs(value)
    match row["modifier"] or "":
        case "about":
            return value - spread, high + spread
        case "almost":
            return value - spread, high
        case "at least" | "more than":
            return value, inf
        case "at most" | "less than":
            return -inf, high
    return value, high


def told(row: Row) -> str:
    """A figure as it is told: "about 300", "200–250 tonnes"."""
    value = _number(row["value"]) + (f"–{_number(row['high'])}" if row["high"] is not None else "")
    unit = row["unit"] if row["unit"] and row["unit"] not in ("persons", "count") else ""
    return " ".join(part for part in (row["modifier"], value, unit) if part)


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"
