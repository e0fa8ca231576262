"""One utterance in several wordings is found; what contradicts is not merged."""

from datetime import date, timedelta

from westphalia.reconciling import quotations
from westphalia.reconciling.quotations import group
from westphalia.reconciling.told import Said, Source

DAY = date(2024, 5, 6)


def said(ident: str, content: str, speaker: str | None = "PER/GOV/luis-soto", day: date | None = DAY) -> Said:
    return Said(ident, Source(ident, None, day), 0, content, speaker, "Soto", "direct")


def groups(*statements: Said) -> set[frozenset[str]]:
    return {frozenset(s.statement for s in members) for members in group(statements)}


def test_two_translations_are_one() -> None:
    assert groups(
        said("a", "our friendship with the island has no limits"),
        said("b", "there are no limits to our friendship with the island"),
        said("c", "the price of copper will rise next year"),
    ) == {frozenset("ab")}


def test_a_negation_keeps_wordings_apart() -> None:
    assert not groups(
        said("a", "there are limits to our friendship"), said("b", "there are no limits to our friendship")
    )


def test_other_numbers_keep_wordings_apart() -> None:
    assert not groups(said("a", "we will send 300 tonnes of wheat"), said("b", "we will send 900 tonnes of wheat"))


def test_other_speakers_keep_wordings_apart() -> None:
    assert not groups(
        said("a", "we want lasting peace for all"), said("b", "we wish for lasting peace", "KEN/GOV/a-mwangi")
    )


def test_a_phrase_repeated_a_year_later_is_a_new_utterance() -> None:
    assert not groups(said("a", "we want lasting peace"), said("b", "we want lasting peace", day=date(2025, 6, 1)))


def test_an_organ_needs_more_likeness_than_the_speaker_himself() -> None:
    one = "the embargo on grain is an unlawful act by the western allies"
    other = "the embargo that was put on us is not just"
    assert not groups(said("a", one), said("b", other, "PER/GOV"))


def test_of_like_things_in_one_speech_each_finds_its_own() -> None:
    first = [said("a", "we will build roads in the north"), said("a2", "we will build schools in the north")]
    report = Source("r", None, DAY)
    first = [Said(s.statement, report, n * 500, s.content, s.speaker, "Soto", "direct") for n, s in enumerate(first)]
    other = said("b", "new schools are going to be built in the north")
    assert groups(*first, other) == {frozenset({"a2", "b"})}


def test_an_utterance_cut_in_two_by_the_words_of_saying_is_one() -> None:
    whole = said("w", "our door is open to every neighbour and our ports are open to every ship")
    report = Source("r", None, DAY)
    one = Said("x", report, 0, "our door is open to all of the neighbours", "PER/GOV/luis-soto", "Soto", "direct")
    two = Said("y", report, 60, "and our ports are open to all ships", "PER/GOV/luis-soto", "Soto", "direct")
    far = Said("z", report, 900, "our ports and doors are open", "PER/GOV/luis-soto", "Soto", "direct")
    found = groups(whole, one, two, far)
    assert frozenset("wxy") in found


def test_what_two_say_together_is_told_once() -> None:
    report = Source("r", None, DAY)
    one, two = (Said(i, report, 7, "we want lasting peace for all", who, "both", "direct") for i, who in
                (("a", "PER/GOV/luis-soto"), ("b", "PER/GOV/ana-rey")))  # fmt: skip
    other = said("c", "the price of copper will rise next year")
    assert not groups(one, two, other)


def test_the_more_days_between_two_reports_the_more_alike_their_wordings_must_be() -> None:
    def least(days: int | None, speaker: str = "NOR/GOV/ada-berg") -> float:
        first = Said("a", Source("1", None, date(2024, 5, 6)), 0, "x", speaker, "x", "direct")
        later = None if days is None else date(2024, 5, 6) + timedelta(days)
        return quotations._least(first, Said("b", Source("2", None, later), 0, "y", speaker, "x", "direct"))

    needed = [least(days) for days in (0, 1, 2, 3, 7, 8, 40)]
    assert needed == sorted(needed)
    assert needed[0] == quotations.ALIKE < needed[1] < needed[3] < needed[5] == quotations.CERTAIN
    assert least(0, "NOR/GOV") == quotations.LIKELY
    assert least(None) == quotations.UNDATED
