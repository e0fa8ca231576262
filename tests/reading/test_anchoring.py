"""Everything read from repaired text points at the text as it stood."""

from westphalia.model import Mention, OffsetMap, Party, Position, Report, Span
from westphalia.reading.anchoring import ANCHORING
from westphalia.reading.reading import Reading


def glued() -> Report:
    """`world.This` became `world. This`; `@@` before it was dropped."""
    text, clean = "@@Hello world.This is Oslo.", "Hello world. This is Oslo."
    return Report("r0", "x", text, clean, OffsetMap(((0, 2, 12), (13, 14, 13))), text.encode())


def test_spans_move_to_the_text_and_words_follow() -> None:
    reading = Reading(glued())
    at = Span(reading.clean.index("Oslo"), reading.clean.index("Oslo") + 4)
    reading.mentions = [Mention(at, "wrong", at, ("NOR",), "state")]
    reading.positions = [Position(at, "", Party("NOR", at, ""), "x", "supports")]
    ANCHORING.run(reading)
    (mention,), (position,) = reading.mentions, reading.positions
    assert mention.text == "Oslo" == mention.span.of(reading.report.text)
    assert position.actor.text == "Oslo"
    assert mention.id.startswith("m") and position.id.startswith("p")


def test_ids_do_not_depend_on_order_and_doubles_collapse() -> None:
    def ids(order: int) -> list[str]:
        reading = Reading(glued())
        spans = Span(0, 5), Span(6, 11)
        mentions = [Mention(span, "", span, (who,), "state") for span, who in zip(spans, "AB", strict=True)]
        reading.mentions = [*mentions[::order], mentions[0]]
        ANCHORING.run(reading)
        return sorted(m.id for m in reading.mentions)

    assert ids(1) == ids(-1)
    assert len(ids(1)) == 2


def test_an_inserted_blank_at_the_edge_is_not_part_of_the_evidence() -> None:
    reading = Reading(glued())
    across = Span(6, 13)  # "world. " with the inserted blank
    reading.mentions = [Mention(across, "", across, ("A",), "state")]
    ANCHORING.run(reading)
    assert reading.mentions[0].text == "world."
