"""Turns of a transcript: "MINISTER: We have agreed." is said by the minister, as far as the next name.

In: the clean text and its mentions. Out: who speaks from where to where. Interviews and briefings are printed so,
whole or within an article, each paragraph perhaps with a quotation mark before it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from westphalia.model import Mention, Party, Span
from westphalia.reading.speech.script import Script
from westphalia.reading.speech.utterance import Utterance

LABELLED = re.compile(
    r"^[ \t]*[\"“]?(?P<label>(?:[QA]|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4})(?: \([^()\n]{2,40}\))?)"
    r"(?P<colon>:)[ \t]+(?=\S)",
    re.MULTILINE,
)
VOICES, AGAIN = 2, 2
"""Different labels, and paragraphs of each, from which a text holds a transcript: captions name nobody twice."""
WHOLE = 0.3
"""Share of labelled paragraphs from which all of a report is a transcript: what bears no label goes on.

Within an article the paragraphs of a turn open with quotation marks, and only such go on."""
_NOBODY = frozenset(("q", "a", "question", "answer", "reporter", "moderator", "interviewer", "journalist"))
_SELF = frozenset(("i", "we"))
MARKS = '"“'
_SIGNS = ' \t"“”'


@dataclass(frozen=True, slots=True)
class Turn:
    """Paragraphs that one voice speaks, and what names it."""

    label: Span
    colon: Span
    paragraphs: tuple[Span, ...]


def turns(text: str) -> list[Turn]:
    """The turns of a text; none where too few paragraphs, or too few voices, are labelled."""
    labels = [hit for hit in LABELLED.finditer(text) if _is_label(hit["label"])]
    often = Counter(hit["label"] for hit in labels)
    if sum(times >= AGAIN for times in often.values()) < VOICES:
        return []
    written = [line for line in re.finditer(r"[^\n]+", text) if line[0].strip()]
    marked = any(hit[0].lstrip()[0] in MARKS for hit in labels)
    whole = not marked and len(labels) >= WHOLE * len(written)
    starts = {hit.start(): hit for hit in labels}
    found: list[Turn] = []
    for line in written:
        hit = starts.get(line.start())
        if hit is not None:
            said = _paragraph(text, hit.end(), line.end())
            found.append(Turn(Span(*hit.span("label")), Span(*hit.span("colon")), (said,)))
        elif found and (whole or line[0].lstrip()[0] in MARKS) and _follows(text, found[-1], line.start()):
            last = found[-1]
            said = _paragraph(text, line.start(), line.end())
            found[-1] = Turn(last.label, last.colon, (*last.paragraphs, said))
    return found


def _is_label(label: str) -> bool:
    name = label.partition(" (")[0]
    return name.isupper() or len(name.split()) <= 3


def _paragraph(text: str, start: int, end: int) -> Span:
    said = text[start:end]
    return Span(start + len(said) - len(said.lstrip(_SIGNS)), start + len(said.rstrip(_SIGNS)))


def _follows(text: str, turn: Turn, start: int) -> bool:
    return not text[turn.paragraphs[-1].end : start].strip(_SIGNS + "\n")


def taken(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """The drafts with every turn of a transcript said by whom its label names, and its "I" understood."""
    found = turns(script.reading.clean)
    for turn in found:
        speaker = _voice(script, turn.label)
        for paragraph in turn.paragraphs:
            drafts = [draft for draft in drafts if not _much(draft.content, paragraph)]
            for draft in drafts:
                him = draft.speaker
                if him is not None and him.text.lower() in _SELF and paragraph.covers(him.span):
                    draft.speaker = Party(speaker.actor, him.span, him.text, speaker.name)
            if said := _utterance(script, turn, paragraph, speaker):
                drafts.append(said)
    return sorted(drafts, key=lambda draft: draft.content) if found else drafts


def _much(content: Span, paragraph: Span) -> bool:
    """Whether a content is about what a paragraph holds."""
    shared = min(content.end, paragraph.end) - max(content.start, paragraph.start)
    return 2 * shared >= max(len(content), len(paragraph))


def _utterance(script: Script, turn: Turn, paragraph: Span, speaker: Party) -> Utterance | None:
    home = script.sentence_at(paragraph.start)
    if home is None or not len(paragraph):
        return None
    cue = home.tokens(turn.colon) if home.span.covers(turn.colon) else None
    return Utterance(paragraph, turn.colon, cue, speaker, [], ["turn"], home)


def _voice(script: Script, label: Span) -> Party:
    """Who is meant by a label: a mention there, or the one person of the report of that surname."""
    reading, words = script.reading, label.of(script.reading.clean)
    mention = reading.mention_at(label)
    if mention is None or mention.kind not in ("person", "organ", "state", "body"):
        mention = next(_namesakes(script, words), None)
    if mention is not None:
        return Party(mention.actor, label, words, mention.name)
    return Party(None, label, words, "" if words.lower() in _NOBODY else words)


def _namesakes(script: Script, words: str) -> Iterator[Mention]:
    """Persons of the report whose name ends as a label does."""
    surname = words.partition(" (")[0].split()[-1].casefold()
    for mention in script.reading.mentions:
        if mention.kind == "person" and mention.name.casefold().split()[-1:] == [surname]:
            yield mention
