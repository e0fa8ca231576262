"""Copies point at the earliest report of their group."""

from datetime import date

from westphalia.reconciling.copies import copies


def sketch(*changed: int) -> tuple[int, ...]:
    return tuple(-1 - i if i in changed else i for i in range(128))


def test_the_earliest_is_the_original() -> None:
    sketches = {"b": sketch(), "a": sketch(*range(20)), "c": tuple(range(1000, 1128))}
    assert copies(sketches, {"a": date(2024, 1, 2), "b": date(2024, 1, 1), "c": None}) == {"a": "b"}


def test_distant_reports_are_not_copies() -> None:
    assert copies({"a": sketch(), "b": sketch(*range(100))}, {}) == {}


def test_reports_too_short_for_a_sketch_copy_nothing() -> None:
    assert copies({"a": (), "b": ()}, {}) == {}
