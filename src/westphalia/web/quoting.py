"""Sentences as templates show them: the clause and the word that carries it marked, the words searched for marked."""

import re
from collections.abc import Mapping
from typing import Any

from westphalia.web.marking import Mark, Run, runs


def passage(event: Mapping[str, Any]) -> list[Run]:
    """The sentence of an event, with its clause and its predicate marked."""
    marks = [Mark(event["start"], event["end"], "clause", event["event"])]
    if event.get("predicate_end"):
        marks.append(Mark(event["predicate_start"], event["predicate_end"], "word", event["event"]))
    return runs(event["sentence"], marks, event["sentence_start"])


def marked(
    text: str, begin: int, notes: list[Mapping[str, Any]], here: Mapping[str, Any] | None = None
) -> list[tuple[list[Run], list[Mapping[str, Any]]]]:
    """The paragraphs of a text that stands at `begin`, each as runs with marks and the notes that begin in it."""
    marks = [Mark(note["start"], note["end"], note["mark"], note["id"], note["number"]) for note in notes]
    marks += [Mark(here["start"], here["end"], "here", "here")] if here else []
    found = []
    for line in re.finditer(r"[^\n]+", text):
        first, last = begin + line.start(), begin + line.end()
        begun = [note for note in notes if first <= note["start"] < last]
        found.append((runs(line.group(), marks, first), begun))
    return found


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
