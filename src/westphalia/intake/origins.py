"""Where a report came from: its outlet, by what it states, its address, its folder or its credit line."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from westphalia.model import Sourced
from westphalia.reference.outlets import outlet_by_host, outlet_by_name

_BARE_HOST = re.compile(r"^(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/\S*)?$", re.IGNORECASE)
_PREFIX = re.compile(
    r"^(?:www\d?|m|mobile|amp|en|eng|english|edition|news|rss|feeds?)\.(?=[^.]+\.[^.]+)", re.IGNORECASE
)
_FIRST_URL = re.compile(r"\s*(?:(?:url|link|source)\s*:\s*)?((?:https?://|www\.)\S+)\s*(?:\n|$)", re.IGNORECASE)
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


def of_credit(dateline_credit: str, text: str) -> Sourced | None:
    """The agency named in the dateline or behind the last sentence, if the reference knows it as one."""
    for value, source in ((dateline_credit, "dateline"), *((found, "credit") for found in _closing(text))):
        if value and (known := outlet_by_name(value)):
            return Sourced(known.name, source)
    return None


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
