"""Repair mends what is certain, marks what it only sees, and keeps the way back to the raw text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.intake import KINDS, repair
from westphalia.model import Span

PIECES = (
    'world.This|,and|&amp;|&amp;lt;|&#8217;|â€™|Ã©|\u00ad|\u200b|\r\n|\n|\n\n|\r| |\u00a0|”|"|«|»|-\n|Read more\n|'
    "Advertisement\n|<p>|</div>|!-- x -->\n|date 2022-03-30 |https://a.example/x\n|ofthe|orderaccording to|. as soon|"
    "The talks ended well\n| — Wire.|countryEuropean|european European country |12.03.22 10:00 - |\ufeff|\x00|\u2028"
)
DIRT = st.sampled_from(PIECES.split("|"))
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(DIRT, st.text(max_size=8)), max_size=25).map("".join))


def clean(text: str) -> str:
    return repair(text)[0]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind, found.span.of(text)) for found in repair(text)[2]]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_what_the_map_calls_copied_is_identical_and_in_order(text: str) -> None:
    mended, offsets, repairs = repair(text)
    end_clean = end_raw = 0
    for clean_start, raw_start, length in offsets.pieces:
        assert length > 0
        assert clean_start >= end_clean
        assert raw_start >= end_raw
        assert mended[clean_start : clean_start + length] == text[raw_start : raw_start + length]
        span = offsets.to_raw(Span(clean_start, clean_start + length))
        assert span.of(text) == mended[clean_start : clean_start + length]
        end_clean, end_raw = clean_start + length, raw_start + length
    assert end_clean <= len(mended)
    assert end_raw <= len(text)
    assert all(found.span.end <= len(text) and found.kind in KINDS for found in repairs)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_repairing_a_repaired_text_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_spans_map_back_monotonously(text: str, data: st.DataObject) -> None:
    mended, offsets, _ = repair(text)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(mended)), max_size=4)))
    spans = [offsets.to_raw(Span(start, end)) for start, end in pairwise(cuts)]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert all(one.start <= other.start and one.end <= other.end for one, other in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60), st.booleans())
def test_nothing_raises(text: str, markdown: bool) -> None:
    repair(text, markdown=markdown)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("It was good for the world.This is new.", "It was good for the world. This is new."),
        ("Talks ended in 2024.The sides parted.", "Talks ended in 2024. The sides parted."),
        ("He spoke of “peace.”The hall rose.", "He spoke of “peace.” The hall rose."),
        ('He said "we agree."Then he left.', 'He said "we agree." Then he left.'),
        ("a new world orderaccording to Mr Vanto", "a new world order according to Mr Vanto"),
        ("the head ofthe army", "the head of the army"),
        ("Vantia,Belmark and others,including us", "Vantia, Belmark and others, including us"),
        ("The country voted. European states cited by The countryEuropean paper.", None),
    ],
)
def test_lost_spaces_come_back(raw: str, expected: str | None) -> None:
    assert clean(raw) == (expected or "The country voted. European states cited by The country European paper.")


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.Army and the U.N.Charter were named.",
        "She holds a Ph.D. and uses an iPhone bought on eBay.",
        "See www.Example.com/News.Html or mail John.Smith@example.Com for more.",
        "It rose 3.5 to 1,200.50 points at 10.30 on Amazon.Com yesterday.",
        "The file Report.Final.v2.docx was leaked by wikileaks.org on YouTube.",
        "Prices rose by 2.5% in Q3.",
        "They bathe there, and lather; the father of Mathew thought so.",
        'He said "yes".',
        "McDonald met DeSantis and MacArthur.",
    ],
)
def test_what_only_looks_glued_is_left_alone(text: str) -> None:
    assert clean(text) == text


def test_debris_and_furniture_go_and_the_report_stays() -> None:
    raw = (
        "!-- Google tag (gtag.js) -->\n\nMinisters meet on the border\n\nADVERTISEMENT\n\nThe ministers met.\n"
        'Share this article\nRead more: Another meeting\n<div class="ad"></div>\nwindow.dataLayer = [];\n'
        "They agreed to share this water.\n\nWe use cookies to improve your visit.\n"
    )
    assert clean(raw) == "Ministers meet on the border\n\nThe ministers met.\nThey agreed to share this water."


def test_words_that_also_stand_in_furniture_stay_in_sentences() -> None:
    text = (
        "Subscribe to the treaty, he told the envoys.\n\nRead more carefully, the text says less.\n\n"
        "Home rule came in 1921.\n\nShare prices fell in Vantia on Monday.\n\nNext week's visit was called off."
    )
    assert clean(text) == text


def test_address_and_date_in_front_are_dropped_and_recorded() -> None:
    raw = "https://wire.example/2022/03/30/talks\n\n date 2022-03-30 The ministers met."
    assert clean(raw) == "The ministers met."
    assert [kind for kind, _ in kinds(raw)] == ["address-line", "leading-date"]


def test_the_second_of_two_headlines_goes() -> None:
    raw = "The Norden-Vantia axis hardens\n\nThe Norden Vantia axis hardens\n\nThe two states moved closer on Monday."
    assert clean(raw) == "The Norden-Vantia axis hardens\n\nThe two states moved closer on Monday."
    assert kinds(raw)[0][0] == "doubled-headline"


def test_a_summary_repeated_as_first_sentence_keeps_its_full_stop() -> None:
    raw = "Vantia will send grain to Belmark in May\n\nVantia will send grain to Belmark in May.\n\nThe rest follows."
    assert clean(raw) == "Vantia will send grain to Belmark in May.\n\nThe rest follows."


def test_wrapped_lines_are_joined_and_paragraphs_kept() -> None:
    raw = (
        "The foreign ministers of the two states met on Monday in the\nborder town to speak about the dam and the "
        "inter-\nnational court, which had asked both for a self-\nset pause in the works they have\nbegun."
        "\n\nA second paragraph."
    )
    assert clean(raw) == (
        "The foreign ministers of the two states met on Monday in the border town to speak about the dam and the "
        "international court, which had asked both for a self-set pause in the works they have begun.\n\n"
        "A second paragraph."
    )


def test_lists_of_headlines_are_not_joined() -> None:
    raw = (
        "Band set for a return to the city in December\nNew campaign aims to reduce soup consumption\n"
        "Minister opens a bridge over the river\nVantia wins the cup again after ten years\nEnd"
    )
    assert clean(raw) == raw


def test_encoding_damage_is_undone() -> None:
    assert (
        clean("The ministerâ€™s visit to the cafÃ© was â€œshortâ€\x9d.")
        == "The minister’s visit to the café was “short”."
    )
    assert clean("Fish &amp; chips &#8212; &ldquo;yes&rdquo;") == "Fish & chips — “yes”"
    assert clean("co\u00adopera\u200btion\u00a0now") == "cooperation now"


def test_good_accents_are_not_touched() -> None:
    text = "São Tomé, Ærø, Ångström, «привет», Ñandú, Şanlıurfa, Đà Nẵng and the naïve façade."
    assert clean(text) == text


def test_unbalanced_quotation_is_marked_not_mended() -> None:
    raw = "They agreed “in hard conditions. Then they left."
    text, _, repairs = repair(raw)
    assert text == raw
    assert [(r.kind, r.span.of(raw), r.mended) for r in repairs] == [("unbalanced-quotation", "“", False)]


def test_a_quotation_that_runs_over_paragraphs_is_no_damage() -> None:
    assert kinds("“We agree on all of this.\n\n“We go on,” he said.") == []


def test_a_lost_opening_is_marked() -> None:
    raw = "He spoke of talks. of peace. Giving way, Vanto left for Johnson Inc. and Belmark."
    assert kinds(raw) == [("lost-opening", "of")]


def test_repairs_point_into_the_raw_text() -> None:
    raw = "date 2022-03-30 A new era.This is “it."
    found = {r.kind: r.span for r in repair(raw)[2]}
    assert found["leading-date"].of(raw) == "date 2022-03-30 "
    assert found["glued-sentences"] == Span(raw.index("This"), raw.index("This"))
    assert found["unbalanced-quotation"].of(raw) == "“"


def test_markdown_signs_go_and_words_stay() -> None:
    raw = "# Talks *resume*\n\nThe **two** [states](http://x.example/a) met.\n\n- one item\n> a quotation\n"
    assert repair(raw, markdown=True)[0] == "Talks resume\n\nThe two states met.\n\none item\na quotation"


def test_a_long_dirty_text_is_repaired_throughout() -> None:
    raw = "".join(
        f"{n} is good for the world.This is “new, Ã© and &amp; orderaccording to him.\r\n" for n in range(1500)
    )
    text, offsets, _ = repair(raw)
    assert text.count("world. This") == 1500
    assert all(text[c : c + n] == raw[r : r + n] for c, r, n in offsets.pieces)
