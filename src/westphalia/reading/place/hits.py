"""Names of the gazetteer as they stand in a text, the longest at each word, whatever they turn out to be."""

import re
from dataclasses import dataclass

from westphalia.model import Span
from westphalia.reading.place.candidates import DIVISIONS, candidates
from westphalia.reading.place.gazetteer import Entry, Gazetteer, gazetteer
from westphalia.reading.place.names import key
from westphalia.reading.reading import Reading, Sentence

TOKEN = re.compile(r"[^\W_]+(?:(?:\.|['’](?!s\b))[^\W_]+)*\.?")
GAP = re.compile(r"[ \n]|-|,? (?=D\.?C\b)")
"""What may stand between the words of one name."""
DESIGNATION = re.compile(r" (?:" + "|".join(sorted(word.title() for word in DIVISIONS)) + r")\b")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the gazetteer in the text, with the weightiest thing it can stand for.

    Attributes:
        people: whether it is only an adjective or the name of a people.
    """

    span: Span
    name: str
    sentence: Sentence
    entry: Entry
    people: bool = False


def hits(reading: Reading) -> list[Hit]:
    """All names of the gazetteer in a report, in order."""
    names = gazetteer()
    return [hit for sentence in reading.sentences for hit in _in_sentence(sentence, reading.clean, names)]


def _in_sentence(sentence: Sentence, clean: str, names: Gazetteer) -> list[Hit]:
    tokens = list(TOKEN.finditer(clean, sentence.span.start, sentence.span.end))
    found: list[Hit] = []
    at = 0
    while at < len(tokens):
        step = 1
        if clean[tokens[at].start()].isupper():
            hit, step = _longest(sentence, clean, tokens, at, names)
            if hit:
                found.append(hit)
        at += step
    return found


def _longest(
    sentence: Sentence, clean: str, tokens: list[re.Match[str]], at: int, names: Gazetteer
) -> tuple[Hit | None, int]:
    """The longest name that begins at a token, and how many tokens it has."""
    best: tuple[Hit | None, int] = (None, 1)
    start, count = tokens[at].start(), 1
    while at + count <= len(tokens):
        end = tokens[at + count - 1].end()
        if count > 1 and not GAP.fullmatch(clean, tokens[at + count - 2].end(), tokens[at + count - 1].start()):
            break
        hit = _hit(sentence, clean, start, end, names)
        if hit:
            best = (hit, count)
        bare = clean[start:end].rstrip(".")
        if not names.begins(key(bare)) and not (count == 1 and (hit or bare in names.first_words)):
            break
        count += 1
    return best


def _hit(sentence: Sentence, clean: str, start: int, end: int, names: Gazetteer) -> Hit | None:
    text = clean[start:end]
    name = text if text[-1] != "." or names.shortened(text) else text[:-1]
    if len(name) < 3 and not names.shortened(name):
        return None
    if len(name) == 3 and name.isupper() and not names.shortened(name):
        return None
    last = re.split(r"[\s-]", name)[-1]
    if not (last[0].isupper() or last[0].isdigit()) and " " in name:
        return None
    senses = names.senses(name)
    people = [] if senses and senses[0].weight > 1e5 else [c for c in candidates(name) if c.people]
    if people:
        return Hit(Span(start, start + len(name)), name, sentence, people[0].entry, True)
    if not senses:
        return None
    further = DESIGNATION.match(clean, start + len(name))
    if further and any(c.entry.kind in ("first", "second", "region") for c in candidates(name + further.group())):
        name += further.group()
    return Hit(Span(start, start + len(name)), name, sentence, senses[0])
