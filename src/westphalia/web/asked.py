"""What a request asks for, checked: words, choices, days, places in a list. What makes no sense is refused."""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from westphalia.web.refusing import RefusedError
from westphalia.world.pages import END

LONGEST = 500
"""Characters of one value: a longer one is no name and no search."""

_CURSOR = re.compile(r"([^~]{0,60})~([\w/.\-? ]{0,200})\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: parts of its path, and its query as pairs in order."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Sequence[tuple[str, str]] = ()

    def __post_init__(self) -> None:
        for name, value in (*self.path.items(), *self.query):
            if len(value) > LONGEST or "\0" in value:
                raise RefusedError(f"{name[:40]} is too long or no text", f"at most {LONGEST} characters")

    def text(self, name: str, default: str = "") -> str:
        """The last value of a parameter, without space around it."""
        return next((value.strip() for key, value in reversed(self.query) if key == name), default)

    def several(self, name: str, most: int) -> list[str]:
        """All values of a parameter, each once, at most so many."""
        return list(dict.fromkeys(value for key, value in self.query if key == name and value))[:most]

    def one_of(self, name: str, known: Collection[str], default: str = "") -> str:
        """A value out of a known set."""
        value = self.text(name) or default
        if value and value not in known:
            raise RefusedError(f"no {name} {value!r}", f"one of: {', '.join(sorted(known))}")
        return value

    def day(self, name: str, *, last: bool = False) -> str:
        """A day in ISO form from `2022-03-30`, `2022-03` or `2022`; of a month or year the first, or the last."""
        value = self.text(name)
        found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value)
        if not value:
            return ""
        try:
            date(*(int(part or 1) for part in found.groups())) if found else date.fromisoformat(value)
        except ValueError as error:
            raise RefusedError(f"{name}: {value!r} is no date", "write it as 2022-03-30, 2022-03 or 2022") from error
        return (value + ("-12-31" if last else "-01-01")[len(value) - 4 :])[:10]

    def date_of(self, name: str, *, last: bool = False) -> date | None:
        """The same as a date; of a month or year the first, or the last."""
        value = self.day(name, last=last)
        if not value:
            return None
        year, month, day_ = (int(part) for part in value.split("-"))
        return date(year, month, min(day_, monthrange(year, month)[1]))

    def period(self) -> tuple[str, str]:
        """First and last day of the period, each "" where it is open. Refuses one that ends before it begins."""
        since, until = self.day("from"), self.day("to", last=True)
        if since and until and until < since:
            raise RefusedError(f"the period ends ({until}) before it begins ({since})", "swap from and to")
        return since, until

    def month(self, name: str) -> str:
        """A month as `2022-03`, "" if none is asked for."""
        return self.day(name)[:7]

    def number(self, name: str, default: int, most: int, least: int = 1) -> int:
        """A whole number from `least` to `most`."""
        value = self.text(name)
        if not value:
            return default
        if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
            raise RefusedError(f"{name}: {value!r} is no number from {least} to {most}", "follow the links of the page")
        return int(value)

    def after(self, name: str = "after") -> tuple[str, str]:
        """The last row shown, from which a list goes on: (what it is sorted by, id)."""
        value = self.text(name)
        if not value:
            return END, END
        found = _CURSOR.match(value)
        if not found:
            raise RefusedError(f"{name}: {value!r} is no place in the list", "begin at the first page")
        return found[1], found[2]

    def again(self, **changed: str) -> str:
        """The query of this request with some values changed; empty ones are left out."""
        kept = [(key, value) for key, value in self.query if key not in changed and value]
        return urlencode(kept + [(key, value) for key, value in changed.items() if value])
