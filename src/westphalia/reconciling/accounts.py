"""First form of accounts: on which attributes of one happening the reports differ, and who says what.

In: the events of a happening, as frames show them. A report silent on an attribute neither agrees nor differs. A
more general statement agrees with a more exact one: a district with its city, a week with its day.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What reports say of one attribute: value → the events that say it. `agrees` if all values are compatible."""

    attribute: str
    values: dict[str, tuple[Row, ...]]
    agrees: bool


def differences(events: Sequence[Row]) -> list[Difference]:
    """Attributes on which those that say anything do not all say the same."""
    found = []
    for attribute, value_of, compatible in _ATTRIBUTES:
        values: dict[str, list[Row]] = defaultdict(list)
        for event in events:
            if value := value_of(event):
                values[value].append(event)
        if len(values) > 1:
            firsts = [rows[0] for rows in values.values()]
            agrees = all(compatible(a, b) for i, a in enumerate(firsts) for b in firsts[i + 1 :])
            found.append(Difference(attribute, {v: tuple(rows) for v, rows in values.items()}, agrees))
    return found


def _date(event: Row) -> str:
    first, last = event["date_from"], event["date_to"]
    return "" if not first else first if first == last else f"{first}/{last}"


def _overlap(a: Row, b: Row) -> bool:
    return bool(a["date_from"] <= b["date_to"] and b["date_from"] <= a["date_to"])


def _nested(a: Row, b: Row) -> bool:
    return a["place"] in (b["place_within"] or ()) or b["place"] in (a["place_within"] or ())


def _differ(_a: Row, _b: Row) -> bool:
    return False


def _of(column: str) -> Callable[[Row], str]:
    return lambda event: event[column] or ""


_ATTRIBUTES: tuple[tuple[str, Callable[[Row], str], Callable[[Row, Row], bool]], ...] = (
    ("where", _of("place"), _nested),
    ("when", _date, _overlap),
    ("how", _of("mode"), _differ),
    ("status", _of("status"), _differ),
)
