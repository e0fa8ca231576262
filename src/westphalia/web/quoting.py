"""Sentences as templates show them: the clause and the word that carries it marked, the words searched for marked."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from westphalia.web.marking import Mark, Run, runs

PIECE = 420
"""Characters of a long paragraph that have their notes beside them: about as many lines as their notes take."""


def passage(event: Mapping[str, Any]) -> list[Run]:
    """The sentence of an event, with its clause and its predicate marked."""
    marks = [Mark(event["start"], event["end"], "clause", event["event"])]
    if event.get("predicate_end"):
        marks.append(Mark(event["predicate_start"], event["predicate_end"], "word", event["event"]))
    return runs(event["sentence"], marks, event["sentence_start"])


def marked(
    text: str, begin: int, notes: list[Mapping[str, Any]], here: Mapping[str, Any] | None = None
) -> list[tuple[list[Run], list[Mapping[str, Any]], bool]]:
    """A text that stands at `begin`, piece by piece, so that the notes stand beside their words.

    Returns:
        for each piece its runs with marks, the notes that begin in it, and whether a paragraph begins with it.
    """
    marks = [Mark(note["start"], note["end"], note["mark"], note["id"], note["number"]) for note in notes]
    marks += [Mark(here["start"], here["end"], "here", "here")] if here else []
    found = []
    for line in re.finditer(r"[^\n]+", text):
        for first, last in _pieces(line.group(), begin + line.start()):
            begun = [note for note in notes if first <= note["start"] < last]
            words = text[first - begin : last - begin]
            found.append((runs(words, marks, first), begun, first == begin + line.start()))
    return found


def _pieces(line: str, begin: int) -> Iterator[tuple[int, int]]:
    """A paragraph cut at ends of sentences into pieces of about `PIECE` characters."""
    at = 0
    for end in re.finditer(r"[.!?][”\"’)\]]*(?=\s|[A-Z])", line):
        if end.end() - at >= PIECE and len(line) - end.end() >= PIECE // 2:
            yield begin + at, begin + end.end()
            at = end.end()
    yield begin + at, begin + len(line)


def found(text: str) -> list[tuple[str, bool]]:
    """A text in which the words searched for stand between two control characters: pieces, and whether found."""
    pieces = re.split("([\x02\x03])", text)
    inside, result = False, []
    for piece in pieces:
        if piece in ("\x02", "\x03"):
            inside = piece == "\x02"
        elif piece:
            result.append((piece, inside))
    return result
