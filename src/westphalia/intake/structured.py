"""Records out of JSON, JSONL and tables: which field holds what, by the user's mapping or common names."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any

from westphalia.intake.markup import looks_like_markup, plain
from westphalia.intake.options import FIELDS, Options
from westphalia.intake.record import Record, Stated, Where
from westphalia.intake.rejecting import rejected
from westphalia.model import Rejected

CONTAINERS = (
    "articles items results entries documents docs records reports news data hits hits.hits response.docs "
    "response.results rows posts stories feed value"
).split()
"""Where the list of records lies in a JSON document that is an object."""


_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""What may be half a character: JSON writes one sign beyond the first 65,536 as two halves."""


def from_object(found: Any, raw: bytes, where: Where, options: Options, how: str = "json") -> Record | Rejected:
    """The record an object of named fields holds; rejected with the fields it has if none holds text."""
    if isinstance(found, Mapping) and isinstance(found.get("_source"), Mapping):
        found = found["_source"]
    if not isinstance(found, Mapping):
        return rejected(
            "fields", f"not an object of named fields but {type(found).__name__}", where.name, where.container
        )
    fields = {str(key): value for key, value in found.items()}
    titles, bodies = _facts(fields, "title", options, how), _facts(fields, "text", options, how)
    leads = _facts(fields, "lead", options, how)
    if not (titles or bodies or leads):
        known = ", ".join(sorted(fields)[:12])
        return rejected("fields", f"no field with text among: {known or 'none'}"[:300], where.name, where.container)
    title = _plain(titles[0].value) if titles else ""
    return Record(
        where.name,
        joined(title, _plain(leads[0].value) if leads else "", _plain(bodies[0].value) if bodies else ""),
        raw,
        where.container,
        where.path,
        how=(bodies or leads or titles)[0].source,
        titles=tuple(Stated(_plain(fact.value), fact.source) for fact in titles[:1]),
        outlets=tuple(_facts(fields, "outlet", options, how)),
        dates=tuple(_facts(fields, "date", options, how)),
        url=next((fact.value for fact in _facts(fields, "url", options, how) if "." in fact.value), ""),
        language=next((fact.value for fact in _facts(fields, "language", options, how)), ""),
    )


def joined(title: str, lead: str, body: str) -> str:
    """Headline, lead and body with blank lines between; what the next part begins with is not said twice."""
    parts = [part.strip() for part in (title, lead, body)]
    title, lead, body = parts
    if lead and _begins(body, lead):
        lead = ""
    if title and _begins(lead or body, title):
        title = ""
    return "\n\n".join(part for part in (title, lead, body) if part)


def _begins(text: str, start: str) -> bool:
    """Whether `text` begins with the line `start` and then breaks off, or goes on after a full stop."""
    return text.startswith(start) and (text[len(start) :][:1] in ("", "\n", "\r") or start[-1:] in ".!?")


def _facts(fields: Mapping[str, Any], what: str, options: Options, how: str) -> list[Stated]:
    """The values that say `what`, from the user's field alone or from the common names, best first."""
    names = (options.fields[what],) if options.fields.get(what) else FIELDS[what]
    lower = {key.lower(): key for key in reversed(list(fields))}
    found = []
    for name in names:
        value = _at(fields, name, lower)
        if text := _text(value):
            found.append(Stated(text, f"{how}:{name}"))
    return found


def _at(fields: Mapping[str, Any], name: str, lower: Mapping[str, str]) -> Any:
    if name in fields:
        return fields[name]
    if name.lower() in lower:
        return fields[lower[name.lower()]]
    value: Any = fields
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(item.strip() for item in value)
    if isinstance(value, Mapping):
        return next((_text(value[key]) for key in ("name", "title", "main", "rendered", "value") if key in value), "")
    return ""


def _plain(text: str) -> str:
    return plain(text) if looks_like_markup(text) else text


def parse(data: str) -> Any:
    """The value of a JSON text. Half characters, as an escape alone of a pair, become question marks.

    Raises:
        ValueError: it is no JSON, or nested deeper than the parser goes, or holds a number out of all proportion.
    """
    try:
        value = json.loads(data)
        return json.loads(written(value)) if _HALF.search(data) else value
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except ValueError as error:
        if "integer string conversion" in str(error):  # it would advise on a setting of Python
            raise ValueError("a number of thousands of digits") from error
        raise


def elements(document: Any, options: Options) -> list[Any]:
    """The records of a JSON document: of a list its items, of an object the list it holds, else itself."""
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping):
        lower = {str(key).lower(): str(key) for key in document}
        if not any(_facts(document, what, options, "") for what in ("text", "title")):
            for name in CONTAINERS:
                held = _at(document, name, lower)
                if isinstance(held, list):
                    return held
                if isinstance(held, Mapping) and held and all(isinstance(item, Mapping) for item in held.values()):
                    return list(held.values())
    return [document]


_DELIMITERS = ",\t;|"


def dialect(head: str) -> tuple[str, list[str]]:
    """The delimiter of a table and its header, told by the first line; `("", [])` if it is no table of records."""
    first = next((line for line in head.splitlines() if line.strip()), "")
    best = max(_DELIMITERS, key=first.count)
    if not first.count(best) or len(first) > 5000:
        return "", []
    header = [cell.strip() for cell in next(csv.reader([first], delimiter=best), [])]
    return best, header


def is_table(head: str, options: Options) -> bool:
    """Whether the first line is a header that names a field we know or the user named."""
    _, header = dialect(head)
    cells = {cell.lower() for cell in header}
    named = {name.lower() for name in options.fields.values()}
    if cells & named:
        return True
    if len(cells) < 2 or any(len(cell) > 40 or not re.fullmatch(r"[\w .:-]*", cell) for cell in cells):
        return False
    return any(name.lower() in cells for what in ("text", "title", "lead") for name in FIELDS[what])


def rows(lines: Iterator[str], delimiter: str, largest: int) -> Iterator[tuple[dict[str, str], str] | str]:
    """Rows of a table as fields and as they stood; a damaged row is its complaint."""
    csv.field_size_limit(largest)
    taken: list[str] = []

    def tee() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line.replace("\0", "")

    reader = csv.reader(tee(), delimiter=delimiter)
    header = [cell.strip() for cell in next(reader, [])]
    taken.clear()
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            taken.clear()
            yield str(error)
            continue
        raw = "".join(taken)
        taken.clear()
        if any(cell.strip() for cell in row):
            yield dict(zip(header, row, strict=False)), raw


def written(element: Any) -> bytes:
    """An element of a JSON list written by itself."""
    return json.dumps(element, ensure_ascii=False).encode("utf-8", "replace")
