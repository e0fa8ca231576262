"""Addresses of pages. Only these make links: no address out of a report is ever followed or linked."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode


def happening(ident: str) -> str:
    """The page of a happening."""
    return f"/happenings/{quote(ident, safe='')}"


def report(ident: str, at: str = "", part: int = 1) -> str:
    """The page of a report, at one of its assertions."""
    query = f"?part={part}" if part > 1 else ""
    return f"/reports/{quote(ident, safe='')}{query}" + (f"#{quote(at, safe='')}" if at else "")


def passage(report: str, start: int) -> str:
    """The sentence of a report that holds an offset."""
    return f"/reports/{quote(report, safe='')}?at={start}#here"


def event(ident: str) -> str:
    """Where the words of an event stand."""
    return f"/events/{quote(ident, safe='')}"


def statement(ident: str) -> str:
    """Where the words of a statement stand."""
    return f"/statements/{quote(ident, safe='')}"


def actor(ident: str) -> str:
    """The page of an actor."""
    return f"/actors/{quote(ident, safe='/')}"


def pair(one: str, other: str) -> str:
    """The page of two actors."""
    return f"/pair?{urlencode({'one': one, 'other': other})}"


def relation(one: str, other: str) -> str:
    """How two actors are to each other over time."""
    return f"/relation?{urlencode({'one': one, 'other': other})}"


def triad(actors: Sequence[str], on: str = "") -> str:
    """Three actors on a day."""
    named = dict(zip(("one", "other", "third"), actors, strict=True))
    return f"/triad?{urlencode(named | ({'on': on} if on else {}))}"


def quotation(ident: str) -> str:
    """The page of a quotation."""
    return f"/quotations/{quote(ident, safe='')}"


def naming(referent: str, **chosen: str) -> str:
    """The page of what a thing is called, with the passages of a name, an outlet or a voice."""
    query = urlencode({key: value for key, value in chosen.items() if value})
    return f"/namings/{quote(referent, safe='/')}" + (f"?{query}#passages" if query else "")


def search(**facets: str) -> str:
    """A search by facets."""
    return f"/search?{urlencode({key: value for key, value in facets.items() if value})}"


def reports(outlet: str) -> str:
    """The list of an outlet's reports."""
    return f"/reports?{urlencode({'outlet': outlet})}"


def part(text: str) -> str:
    """A value as a part of a path; slashes of actor ids stay."""
    return quote(text, safe="/")
