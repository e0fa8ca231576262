from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import report
from westphalia.reading import read
from westphalia.reading.speech.turns import turns

BRIEFING = """Ministry holds its weekly briefing

MS BERG: Norway will not recognise the vote. We have told Moscow so.

QUESTION: Will there be sanctions?

MS BERG: I think sanctions are likely. That is for the parliament.

QUESTION: And when?
"""


def said(text: str) -> dict[str, str | None]:
    coded = read(report(text))
    found = (*coded.statements, *coded.held)
    return {" ".join(one.text.split()): one.speaker.text if one.speaker else None for one in found}


def test_a_turn_is_said_by_whom_its_label_names() -> None:
    found = said(BRIEFING)
    assert found["Norway will not recognise the vote. We have told Moscow so."] == "MS BERG"
    assert found["Will there be sanctions?"] == "QUESTION"


def test_paragraphs_behind_a_turn_go_on_with_it_only_in_quotation_marks() -> None:
    text = (
        'The host asked twice.\n\n"BERG: We will stay.\n\n"HAUGE: For how long?\n\n"BERG: As long as needed.\n\n'
        '"The allies agree.\n\n"HAUGE: All of them?\n\nThe talks ended at noon.'
    )
    voices = [(turn.label.of(text), [part.of(text) for part in turn.paragraphs]) for turn in turns(text)]
    assert voices[2] == ("BERG", ["As long as needed.", "The allies agree."])
    assert voices[3] == ("HAUGE", ["All of them?"])


def test_captions_and_datelines_are_no_turns() -> None:
    assert not turns("Writer: Anna Berg\n\nPhotographer: Jon Lie\n\nImage: a bridge\n\nWriter: Per Dal\n")
    assert not turns("OSLO: The bank has opened.\n\nBERGEN: The port has closed.\n")


@given(st.text(alphabet='AB: "\n.a“”', max_size=200))
def test_turns_lie_in_order_within_the_text(text: str) -> None:
    end = 0
    for turn in turns(text):
        for part in (turn.label, *turn.paragraphs):
            assert end <= part.start <= part.end <= len(text)
            end = max(part.end, turn.colon.end)
