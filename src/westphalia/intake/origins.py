"""Where a report came from: its outlet, by what it states, its address, its folder or its credit line."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from westphalia.intake.dates import date_line
from westphalia.model import Sourced
from westphalia.reference.outlets import outlet_by_host, outlet_by_name

_BARE_HOST = re.compile(r"^(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/\S*)?$", re.IGNORECASE)
_PREFIX = re.compile(
    r"^(?:www\d?|m|mobile|amp|en|eng|english|edition|news|rss|feeds?)\.(?=[^.]+\.[^.]+)", re.IGNORECASE
)
_FIRST_URL = re.compile(r"\s*(?:(?:url|link|source)\s*:\s*)?((?:https?://|www\.)\S+)\s*(?:\n|$)", re.IGNORECASE)
_AGENCY = re.compile(r"[A-Z][\w.’'&-]*(?: (?:of|and|the|[A-Z][\w.’'&-]*)){0,4}")
_SMALL = frozenset("of the and for de la le el al".split())
_PAPERS = frozenset(
    "agency bulletin chronicle courier daily dispatch echo evening examiner express gazette globe guardian herald "
    "independent journal ledger mail mirror monitor morning news newspaper observer online post press radio record "
    "report reporter review sentinel standard star sun telegraph times today tribune tv voice weekly wire world".split()
)
"""Words in names of papers."""

_CLOSING_CREDIT = re.compile(r"(?:\(\s*([A-Z][\w.’' ]{1,30})\s*\)|[–—-]{1,2}\s*([A-Z][\w.’' ]{1,30}?))\.?\s*$")


def leading_url(text: str) -> str:
    """The address that stands alone in the first line of a text, `""` if none does."""
    match = _FIRST_URL.match(text[:3000])
    return match[1] if match else ""


def host(url: str) -> str:
    """The host of an address without `www.` and the like: `https://en.mercopress.com/x` → `mercopress.com`."""
    try:
        name = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return _PREFIX.sub("", name.lower()) if "." in name else ""


def named(value: str, source: str) -> Sourced | None:
    """The outlet a field or a person names, by the name the reference knows it under; a host is looked up."""
    value = " ".join(value.split()).strip(" |-–—")
    if not value:
        return None
    if _BARE_HOST.match(value):
        return of_url(value, source)
    known = outlet_by_name(value)
    return Sourced(known.name if known else value, source)


def of_url(url: str, source: str = "host") -> Sourced | None:
    """The outlet whose address it is; of an unknown host, the host itself."""
    name = host(url)
    if not name:
        return None
    full = urlsplit(url if "//" in url else f"//{url}").hostname or name
    known = outlet_by_host(full) or outlet_by_host(name)
    return Sourced(known.name if known else name, source)


def of_text(dateline_credit: str, text: str) -> Sourced | None:
    """The outlet the text itself names: above the date, in the dateline, or behind the last sentence.

    A dateline names an agency by convention; elsewhere the name must be known or look like that of a paper.
    """
    if name := masthead(text):
        return named(name, "masthead")
    if _AGENCY.fullmatch(dateline_credit):
        return named(dateline_credit, "dateline")
    for value in _closing(text):
        if known := outlet_by_name(value):
            return Sourced(known.name, "credit")
    return None


def masthead(text: str) -> str:
    """A first line that is the name of a paper over a line with the date, `""` if there is none."""
    first, _, rest = text[:600].partition("\n")
    name, second = first.strip(), rest.strip().split("\n", 1)[0]
    if not 1 <= len(name.split()) <= 5 or not all(word[0].isupper() or word in _SMALL for word in name.split()):
        return ""
    is_paper = bool(_PAPERS & {word.strip(",.").lower() for word in name.split()}) or outlet_by_name(name) is not None
    return name if is_paper and date_line(second.strip()) else ""


def of_folder(path: str, rule: str) -> Mapping[str, str]:
    """What the path says by the user's rule: any of `outlet`, `date`, `country`."""
    if not rule:
        return {}
    if rule in ("outlet", "date"):
        parts = path.replace("\\", "/").split("/")
        return {rule: parts[-2]} if len(parts) > 1 else {}
    match = re.search(rule, path)
    return {key: value for key, value in match.groupdict().items() if value} if match else {}


def _closing(text: str) -> Iterator[str]:
    lines = text.rstrip()[-600:].split("\n")
    if match := _CLOSING_CREDIT.search(lines[-1]):
        yield match[1] or match[2]
