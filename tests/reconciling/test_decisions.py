"""What people decided stands: events that are one are merged, those that are not are parted, actors are identified."""

from westphalia.reconciling.decisions import Decisions
from westphalia.reconciling.told import Source, Told

A, B, C = ("e" + letter * 16 for letter in "abc")


def told(event: str) -> Told:
    return Told(event, Source("r", None, None), 0, "CONSULT", "", "happened", ("NOR",), ("PER",))


def row(action: str, subject: str, object_: str | None = None) -> dict[str, str | None]:
    return {"action": action, "subject": subject, "object": object_}


def groups(decided: Decisions, *those: tuple[str, ...]) -> set[frozenset[str]]:
    return {frozenset(t.event for t in g) for g in decided.apply([[told(e) for e in group] for group in those])}


def test_two_happenings_decided_to_be_one() -> None:
    assert groups(Decisions.of([row("same", A, B)]), (A,), (B, C)) == {frozenset({A, B, C})}


def test_one_happening_decided_to_be_two() -> None:
    assert groups(Decisions.of([row("different", A, B)]), (A, B, C)) == {frozenset({A, C}), frozenset({B})}


def test_without_decisions_nothing_changes() -> None:
    assert groups(Decisions.of([]), (A, B), (C,)) == {frozenset({A, B}), frozenset({C})}


def test_the_other_decisions_are_read_by_what_they_are_about() -> None:
    decided = Decisions.of([row("withdraw", "r1"), row("wrong", A), row("same", "?/UNK/soto", "PER/GOV/luis-soto")])
    assert decided.withdrawn == {"r1"}
    assert decided.wrong == {A}
    assert decided.same_actors == {"?/UNK/soto": "PER/GOV/luis-soto"}
    assert not decided.same_events
