"""One utterance in several wordings is found; what contradicts is not merged."""

from datetime import date

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
