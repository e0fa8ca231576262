"""Reports as references: BibTeX, and CSL-JSON for Zotero, pandoc and their like.

What is not known is left out: no outlet is made up, and a day of publication that is known to the month is given to
the month. The note names the file and the hash by which the very text can be found again.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from westphalia.world import Store

Row = Mapping[str, Any]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_PARTS = {"year": 1, "month": 2}


def cited(store: Store, reports: Iterable[str] | None = None) -> Iterator[Row]:
    """The reports to cite, all if none are named, in order of publication."""
    wanted = None if reports is None else sorted(set(reports))
    found = store.frame_rows("reports") if wanted is None else store.frame_rows("reports", report=wanted)
    yield from sorted(found, key=lambda r: (r["published"] or "9999", r["name"], r["report"]))


def bibtex(reports: Iterable[Row]) -> str:
    """The references in BibTeX."""
    return "\n".join(_entry(report) for report in reports)


def csl(reports: Iterable[Row]) -> str:
    """The references in CSL-JSON (version 1.0.2)."""
    return json.dumps([_item(report) for report in reports], ensure_ascii=False, indent=1) + "\n"


def key(report: Row) -> str:
    """The citation key: outlet or file, year, and the beginning of the id; letters, digits and hyphens alone."""
    name = re.sub(r"[^a-z0-9]+", "-", (report["outlet"] or report["name"]).casefold()).strip("-")[:24].strip("-")
    year = (report["published"] or "")[:4]
    return "-".join(filter(None, (name, year, report["report"][:8])))


def _day(report: Row) -> list[int]:
    """Year, month and day as far as they are known."""
    if not report["published"]:
        return []
    parts = [int(part) for part in report["published"].split("-")]
    return parts[: _PARTS.get(report["published_precision"] or "day", 3)]


def _note(report: Row) -> str:
    return f"{report['name']}, {report['report']}"


def _entry(report: Row) -> str:
    day = _day(report)
    fields: list[tuple[str, str]] = []
    if report["title"]:
        fields.append(("title", f"{{{{{_tex(report['title'])}}}}}"))
    if report["outlet"]:
        fields.append(("journal", f"{{{_tex(report['outlet'])}}}"))
    if day:
        fields.append(("year", f"{{{day[0]}}}"))
    if len(day) > 1:
        fields.append(("month", _MONTHS[day[1] - 1]))
    if len(day) > 2:
        fields.append(("day", f"{{{day[2]}}}"))
    if address := _address(report):
        fields.append(("url", f"{{{address}}}"))
    fields.append(("note", f"{{{_tex(_note(report))}}}"))
    kind = "article" if report["outlet"] else "misc"
    return f"@{kind}{{{key(report)},\n" + "".join(f"  {name} = {value},\n" for name, value in fields) + "}\n"


def _tex(text: str) -> str:
    """A text as BibTeX takes it, on one line."""
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def _address(report: Row) -> str:
    """The address, if it is one of the web and cannot break out of its braces."""
    address = report["url"] or ""
    return address if re.fullmatch(r"https?://[^\s{}\\]+", address) else ""


def _item(report: Row) -> dict[str, Any]:
    item: dict[str, Any] = {"id": key(report), "type": "article-newspaper"}
    if report["title"]:
        item["title"] = " ".join(report["title"].split())
    if report["outlet"]:
        item["container-title"] = report["outlet"]
    if day := _day(report):
        item["issued"] = {"date-parts": [day]}
    if report["language"]:
        item["language"] = report["language"]
    if address := _address(report):
        item["URL"] = address
    return item | {"note": _note(report)}


RENDERED: dict[str, Callable[[Iterable[Row]], str]] = {"bibtex": bibtex, "csl": csl}
"""Format → the references of some reports in it."""


def _writing(form: str) -> Callable[[Store, str, IO[bytes]], int]:
    def write(store: Store, table: str, out: IO[bytes]) -> int:
        reports: Sequence[Row] = list(cited(store))
        out.write(RENDERED[form](reports).encode())
        return len(reports)

    return write


FORMATS: dict[str, Callable[[Store, str, IO[bytes]], int]] = {form: _writing(form) for form in RENDERED}
"""Format → what writes all reports of a world in it."""
