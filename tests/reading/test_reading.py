"""What steps ask of a reading."""

from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import report
from westphalia.model import Mention, Span
from westphalia.reading.reading import Reading

SPANS = st.tuples(st.integers(0, 900), st.integers(1, 300)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def mention(number: int, span: Span, cut: int) -> Mention:
    head = Span(span.start + min(cut, len(span) - 1), span.end)
    return Mention(id=str(number), span=span, text="", head=head, kind="state", actors=())


@given(st.lists(st.tuples(SPANS, st.integers(0, 299)), max_size=12), SPANS)
def test_mentions_are_found_as_if_all_were_looked_through(drawn, span):
    reading = Reading(report("x" * 1300))
    reading.mentions.extend(mention(number, where, cut) for number, (where, cut) in enumerate(drawn))
    touching = [m for m in reading.mentions if m.head.overlaps(span)]
    covering = [m for m in reading.mentions if m.span.covers(span)]
    expected = min(touching or covering, key=lambda m: len(m.span), default=None)
    assert reading.mention_at(span) is expected
    assert reading.mentions_in(span) == [m for m in reading.mentions if span.covers(m.head)]
