"""Why a statement is in the world as it is."""

import textwrap
from collections.abc import Iterator

from westphalia import vocabulary
from westphalia.explaining.event import heads, identities, passage
from westphalia.explaining.explanation import (
    Origin,
    Rejected,
    Score,
    StatementExplanation,
    TableRow,
    Weight,
)
from westphalia.explaining.live import Live
from westphalia.explaining.parties import who
from westphalia.explaining.tree import tree
from westphalia.explaining.wording import meaning
from westphalia.explaining.wording import trait as words_of
from westphalia.model import Span, Statement
from westphalia.reading.speech.confidence import weights
from westphalia.reading.speech.cues import entry
from westphalia.reading.speech.weighing import weigh
from westphalia.world import Store
from westphalia.world.rows import Row

CONTENT = 60
"""Characters of another content that are shown."""
TRAIT = "trait: "
"""Begins the words of a trace that name a trait of the confidence."""


def explain_statement(store: Store, row: Row, origin: Origin, statement: Statement, live: Live) -> StatementExplanation:
    """The explanation of a statement; arguments as in `explain_event`."""
    roles = list(_roles(statement))
    around = _sentences(live, [span for _, span in roles])
    trace = statement.trace
    fired = trace.fired if trace is not None else ()
    meant = identities(store)
    speaker = statement.speaker
    home = live.sentence_of(statement.cue or statement.span)
    nodes = None
    if home is not None and home.doc is not None:
        nodes = tree(home.doc, *heads(home, roles))
    wording, wordings = _quotation(store, row["statement"])
    return StatementExplanation(
        kind="statement",
        id=row["statement"],
        origin=origin,
        passage=passage(live, around, roles),
        tree=nodes,
        rejected=(*(Rejected(*pair) for pair in (trace.rejected if trace is not None else ())), *_held(live, around)),
        says=row["kind"],
        says_meaning=meaning("says", row["kind"]),
        quotation=row["quotation"],
        content=row["content"],
        cue=row["cue"],
        cue_row=_cue_row(statement, live),
        found=tuple(_rule(word) for word in fired if not word.startswith(TRAIT)),
        links=tuple(_links(statement, live)),
        speaker=who("speaker", speaker, live, meant) if speaker is not None else None,
        via=tuple(who("via", party, live, meant) for party in statement.via),
        confidence=trace.confidence if trace is not None else None,
        parts=tuple(_parts(fired)),
        wording_of=wording,
        wordings=wordings,
    )


def _roles(statement: Statement) -> Iterator[tuple[str, Span]]:
    if statement.speaker is not None:
        yield "speaker", statement.speaker.span
    if statement.cue is not None:
        yield "cue", statement.cue
    yield "content", statement.span
    yield from (("via", party.span) for party in statement.via)


def _sentences(live: Live, spans: list[Span]) -> Span:
    """The sentences that hold all of these spans."""
    held = [s.span for s in live.reading.sentences if any(s.span.overlaps(span) for span in spans)]
    total = held[0] if held else spans[0]
    for span in (*held, *spans):
        total = total.cover(span)
    return total


def _held(live: Live, around: Span) -> Iterator[Rejected]:
    """Statements of the same sentences that were too unsure to be told."""
    text = live.reading.clean
    for other in getattr(live.reading, "held", ()):
        if other.span.overlaps(around) and other.trace is not None:
            speaker = other.speaker.text if other.speaker is not None else "nobody named"
            words = textwrap.shorten(other.span.of(text), CONTENT, placeholder=" …")
            yield Rejected(f"“{words}” by {speaker}", f"too unsure to be told ({other.trace.confidence:.2f})")


def _rule(word: str) -> str:
    said = meaning("rule", word)
    return f"{word}: {said}" if said else word


def _cue_row(statement: Statement, live: Live) -> TableRow | None:
    """The row of the cue lexicon."""
    sentence = live.sentence_of(statement.cue) if statement.cue is not None else None
    words = sentence.tokens(statement.cue) if sentence is not None and statement.cue is not None else None
    row = entry(words) if words is not None else None
    if row is None:
        return None
    says = f"“{row.lemma.replace('_', ' ')}” ({row.word_class}): {row.kind}; a cue in {row.weight:.0%} of its uses"
    return TableRow("cues", says, *_provenance(row.lemma, row.word_class))


def _provenance(lemma: str, word_class: str) -> tuple[str, str]:
    for row in vocabulary.rows("westphalia.reading", "cues.tsv"):
        if (row["cue"], row["class"]) == (lemma, word_class):
            return row["source"], row["as_of"]
    return "", ""


def _links(statement: Statement, live: Live) -> Iterator[Score]:
    text = live.reading.clean
    for rival in weigh(live.reading, statement.span):
        words = " ".join(rival.span.of(text).split()) if rival.span is not None else "none"
        yield Score(rival.role, words, rival.score, rival.chosen)


def _parts(fired: tuple[str, ...]) -> Iterator[Weight]:
    measured = {row["trait"]: int(row["statements"]) for row in vocabulary.rows("westphalia.reading", "confidence.tsv")}
    table = weights()
    for word in fired:
        if word.startswith(TRAIT):
            trait = word.removeprefix(TRAIT)
            yield Weight(words_of(trait), table.get(trait, 0.0), trait, measured.get(trait, 0))


def _quotation(store: Store, statement: str) -> tuple[str | None, int]:
    """The quotation the statement is a wording of, and how many wordings it has."""
    for row in store.rows("quotation_statements", statement=statement):
        for quotation in store.rows("quotations", quotation=row["quotation"]):
            return quotation["quotation"], quotation["wordings"]
    return None, 0
