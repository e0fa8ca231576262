"""When and where: temporal values with their precision, and places that are points only if they are."""

from dataclasses import dataclass
from datetime import date

from westphalia.model.span import Span

PRECISIONS = ("time", "day", "week", "month", "season", "quarter", "year", "decade", "century", "vague", "unknown")


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed range of days `first..last` a temporal value denotes, with how exact it is.

    `precision` is one of PRECISIONS; "unknown" when no day can be said (then both ends are None).
    """

    first: date | None
    last: date | None
    precision: str


UNKNOWN_TIME = Interval(None, None, "unknown")


@dataclass(frozen=True, slots=True)
class Time:
    """A temporal expression and its value (TIMEX3: `2022-03-30`, `2022-W13`, `P2D`, `PRESENT_REF`).

    `anchor` says what it was reckoned from: "absolute", "published", "text", "none". `mod` is TIMEX3's modifier
    ("START", "MID", "END", "APPROX", "MORE_THAN" …) or empty.
    """

    span: Span
    text: str
    kind: str
    value: str
    interval: Interval
    anchor: str = "absolute"
    mod: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A named place: GeoNames id where there is one, country (alpha-3), and what kind it is.

    `precision` is "point" (town or smaller), "region", "country" or "unknown"; only points have coordinates.
    `within` names what holds it (a district's city, a town's province), nearest first.
    """

    span: Span
    text: str
    name: str
    country: str
    precision: str
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: tuple[str, ...] = ()
    candidates: tuple[int, ...] = ()
