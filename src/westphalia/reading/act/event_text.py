"""The words in which an event is told, as the encoder reads them: parties marked and masked, the rest cropped.

"Norway's foreign minister, who …, condemned Chile's navy over the raid" becomes
"@ foreign minister @ condemned # navy # over the raid": what parties are stays, who they are goes,
so that the encoder learns acts and not countries.
"""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from westphalia.reading.act.event_features import path, turn

SOURCE, TARGET = "@", "#"
WITHIN = frozenset({"det", "amod", "compound", "nmod", "nummod"})
NAME = "name"
"""What stands for a party named by proper nouns only."""
PARTY_WORDS = 5
"""Words kept of a party: "decision on the immigration ban". Longer ones hold clauses of their own."""
AROUND = 6
"""Words kept on both sides of the parties and of the way between them."""
LONGEST = 44


def marked(doc: Doc, source: TokenSpan, target: TokenSpan | None) -> str:
    """The part of a sentence that tells what `source` does to `target`, for the encoder.

    Returns:
        Words with one space between; the source between "@" marks, the target, if any, between "#" marks.
    """
    spans = _parties(source, target)
    way, _ = path(source.root, target.root) if target is not None else ([], source.root)
    anchors = {i for start, end, _ in spans for i in (start, end - 1)} | {t.i for t in way}
    anchors.add(turn(source, target).i)
    words: list[str] = []
    at = 0
    near = _near(doc, anchors, spans)
    while at < len(doc):
        party = next((span for span in spans if span[0] == at), None)
        if party is not None:
            start, at, mark = party
            words += [mark, *_masked(doc[start:at]), mark]
        else:
            if at in near and doc[at].text not in (SOURCE, TARGET) and not doc[at].is_space:
                words.append(doc[at].text)
            at += 1
    return " ".join(words)


def _parties(source: TokenSpan, target: TokenSpan | None) -> list[tuple[int, int, str]]:
    """Where the parties begin and end, with their marks; a target that overlaps the source is left out."""
    if target is None or (source.start < target.end and target.start < source.end):
        return [(_begin(source, 0), source.end, SOURCE)]
    first = target.end if target.end <= source.start else 0
    last = source.end if source.end <= target.start else 0
    return [(_begin(source, first), source.end, SOURCE), (_begin(target, last), target.end, TARGET)]


def _begin(span: TokenSpan, least: int) -> int:
    """Where the noun phrase of a party begins, not before the token `least`: "the former [minister]"."""
    start = span.start
    while start > least and span.doc[start - 1].dep_ in WITHIN and span.start <= span.doc[start - 1].head.i < span.end:
        start -= 1
    return start


def _near(doc: Doc, anchors: set[int], spans: list[tuple[int, int, str]]) -> set[int]:
    """The tokens outside the parties that lie nearest to the anchors."""
    inside = {i for start, end, _ in spans for i in range(start, end)}
    far = {t.i: min(abs(t.i - a) for a in anchors) for t in doc if t.i not in inside}
    ranked = sorted((d, i) for i, d in far.items() if d <= AROUND)
    return {i for _, i in ranked[:LONGEST]}


def _masked(span: TokenSpan) -> list[str]:
    """What a party is: its common words, or NAME."""
    kept = [t.lower_ for t in span if t.pos_ in ("NOUN", "ADJ", "VERB", "NUM", "PRON") and not _proper(t)]
    return kept[:PARTY_WORDS] or [NAME]


def _proper(token: Token) -> bool:
    return token.text[0].isupper() and not token.is_sent_start and token.pos_ != "PRON"
