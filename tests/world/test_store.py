import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from westphalia.errors import WorldError
from westphalia.model import OffsetMap, Rejected, Span
from westphalia.world import EXPORTED, Store, UnfitError
from westphalia.world.rows import pack_sketch, unpack_sketch


def test_everything_comes_back_as_it_went_in(store, reading):
    store.add(reading(), "v1")
    (event,) = store.frame_rows("events")
    assert (event["type"], event["mode"], event["status"], event["mutual"]) == ("CONSULT", "visit", "happened", True)
    assert (event["sources"], event["recipients"]) == (["CHN", "RUS"], ["RUS", "CHN"])
    assert event["context"] == ["diplomatic"]
    assert (event["date_from"], event["date_precision"], event["place"]) == ("2022-03-30", "day", "Tunxi")
    assert (event["alleged_by"], event["alleged_by_name"]) == (None, "Li")
    assert event["trace"]["rule"] == "meet"
    assert event["sentence"] == "China met Russia in Tunxi."
    (said,) = store.frame_rows("statements")
    assert (said["content"], said["speaker"], said["speaker_text"], said["cue"], said["via"]) == (
        "We oppose sanctions", "CHN/GOV/li", "Envoy Li", "said", ["China"],
    )  # fmt: skip
    (figure,) = store.frame_rows("figures")
    assert (figure["value"], figure["unit"], figure["according_to"]) == (40.0, None, "CHN/GOV/li")


@pytest.mark.parametrize("table", EXPORTED)
def test_offsets_give_the_words_of_every_exported_row(store, reading, table):
    store.add(reading(), "v1")
    for row in store.frame_rows(table):
        if "start" in row:
            words = row["content" if table == "statements" else "text"]
            assert store.text(row["report"])[row["start"] : row["end"]] == words
            assert words
            assert row["name"] == "a.txt"


def test_adding_the_same_report_again_changes_nothing(store, reading):
    store.add(reading(), "v1")
    digest, counts = store.digest(), store.counts()
    assert store.add(reading(), "v1")
    assert (store.digest(), store.counts()) == (digest, counts)


def test_a_new_reading_takes_the_place_of_the_old_one(store, reading):
    store.add(reading(), "v1")
    poorer = reading()
    poorer.events.clear()
    store.add(poorer, "v2")
    counts = store.counts()
    assert (counts["reports"], counts["events"], counts["event_parties"], counts["statements"]) == (1, 0, 0, 1)
    assert not store.has(poorer.report.id, "v1")
    assert store.has(poorer.report.id, "v2")


def test_the_digest_sees_content_and_not_order(tmp_path, reading):
    texts = [f"China met Russia in Tunxi {n}. We oppose sanctions said Envoy Li 40 cases operation" for n in range(8)]
    digests = set()
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        with Store(tmp_path / f"{seed}.db", create=True) as store:
            for text in texts:
                store.add(reading(text, name=text[-40:], container=f"folder {seed}"), "v1")
            digests.add(store.digest())
            store.reject(Rejected("x", "", "empty", "nothing in it"))
            assert store.digest() not in digests
    assert len(digests) == 1


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_of_two_places_the_first_name_stands(store, reading, order):
    for name in order:
        store.add(reading(name=name), "v1")
    assert [row["name"] for row in store.rows("reports")] == ["a"]
    assert store.wants(reading(name="0").report, "v1")
    assert not store.wants(reading(name="b").report, "v1")


def test_nothing_of_a_report_is_there_if_one_row_is_wrong(store, reading):
    bad = reading()
    bad.figures[0] = replace(bad.figures[0], what=None)
    with pytest.raises(WorldError):
        store.add(bad, "v1")
    assert not any(number for table, number in store.counts().items() if table != "meta")


def test_a_place_outside_the_text_is_refused(store, reading):
    bad = reading()
    bad.namings[0] = replace(bad.namings[0], span=Span(5, 5000))
    with pytest.raises(WorldError, match="outside the text"):
        store.add(bad, "v1")


def test_ids_must_be_there_and_differ(store, reading):
    bad = reading()
    bad.events.append(bad.events[0])
    with pytest.raises(WorldError, match="same id"):
        store.add(bad, "v1")
    bad.events[:] = [replace(bad.events[0], id="")]
    with pytest.raises(WorldError, match="no id"):
        store.add(bad, "v1")


def test_half_a_character_is_unfit(store, reading):
    bad = reading()
    bad.report = replace(bad.report, text=bad.report.text + "\ud800")
    with pytest.raises(UnfitError):
        store.add(bad, "v1")
    assert store.counts()["reports"] == 0


def test_a_repaired_text_keeps_its_map(store, reading):
    mended = reading()
    text = mended.report.text
    mended.report = replace(mended.report, clean=text[6:], offsets=OffsetMap(((0, 6, len(text) - 6),)))
    store.add(mended, "v1")
    (row,) = store.rows("reports")
    assert (row["clean"], row["offsets"]) == (text[6:], [[0, 6, len(text) - 6]])


def test_a_rejected_input_that_is_mended_is_no_longer_rejected(store, reading):
    store.reject(Rejected("a.txt", "box.zip", "damaged", "cut off"))
    store.reject(Rejected("a.txt", "box.zip", "damaged", "cut off"))
    assert store.counts()["rejected"] == 1
    store.add(reading(container="box.zip"), "v1")
    assert store.counts()["rejected"] == 0


HAPPENING = {"happening": "h1", "type": "CONSULT", "status": "happened", "participants": ["CHN", "RUS"],
             "date_from": date(2022, 3, 30), "reports": 1, "independent_reports": 1, "summary": "Met."}  # fmt: skip


def test_derived_tables_are_replaced_whole(store, reading):
    one = reading()
    store.add(one, "v1")
    event = one.events[0].id
    for _ in range(2):
        store.replace_derived({"happening_events": [{"event": event, "happening": "h1"}], "happenings": [HAPPENING]})
    (row,) = store.frame_rows("happenings")
    assert (row["events"], row["participants"], row["date_from"]) == ([event], ["CHN", "RUS"], "2022-03-30")
    assert next(store.frame_rows("events"))["happening"] == "h1"
    store.replace_derived({"happenings": [], "happening_events": []})
    assert next(store.frame_rows("events"))["happening"] is None


def test_derived_rows_that_do_not_fit_leave_the_old_ones(store, reading):
    store.replace_derived({"happenings": [HAPPENING]})
    with pytest.raises(WorldError):
        store.replace_derived({"happenings": [], "happening_events": [{"event": "none", "happening": "h1"}]})
    with pytest.raises(WorldError, match="no column"):
        store.replace_derived({"happenings": [{**HAPPENING, "colour": "red"}]})
    assert store.counts()["happenings"] == 1
    with pytest.raises(WorldError, match="not a derived table"):
        store.replace_derived({"events": []})


def test_frames_show_who_is_meant_and_rows_what_was_asserted(store, reading):
    store.add(reading(), "v1")
    store.replace_derived({"identities": [{"asserted": "CHN/GOV/li", "actor": "CHN/GOV/li-ming", "how": "office"}]})
    assert next(store.frame_rows("statements"))["speaker"] == "CHN/GOV/li-ming"
    assert next(store.frame_rows("mentions"))["actors"] == ["CHN/GOV/li-ming"]
    assert next(store.rows("statements"))["speaker"] == "CHN/GOV/li"


def test_frames_have_days_lists_and_nulls(store, reading):
    assert store.frame("events").height == 0
    store.add(reading(), "v1")
    frame = store.frame("events")
    assert frame["date_from"][0] == date(2022, 3, 30)
    assert frame["sources"][0].to_list() == ["CHN", "RUS"]
    assert frame["alleged_by"][0] is None
    assert store.frame("events", type=["AGREE", "CONSULT"]).height == 1
    assert store.frame("events", type="AGREE").height == 0
    with pytest.raises(WorldError, match="no column"):
        store.frame("events", colour="red")


def test_filters_are_values_never_sql(store, reading):
    store.add(reading(), "v1")
    assert list(store.rows("events", type="x' OR 1=1 --")) == []


@given(st.lists(st.integers(0, 2**64 - 1)))
def test_sketches_come_back(sketch):
    assert unpack_sketch(pack_sketch(sketch)) == tuple(sketch)


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80), st.data())
def test_any_text_and_place_come_back(tmp_path_factory, text, data):
    from tests.world.conftest import Reading, Sentence, made

    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    report = replace(made().report, text=text, clean=text, raw=text.encode())
    path = tmp_path_factory.mktemp("any") / "w.db"
    with Store(path, create=True) as store:
        store.add(Reading(report, [Sentence(Span(start, end))]), "v1")
        (row,) = store.rows("sentences")
        assert store.text(report.id) == text
        assert row["text"] == text[start:end]
