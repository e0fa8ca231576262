"""A happening in one line.

In: the events of one happening. Out: a sentence in plain words built from type, mode, status and names.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from westphalia import vocabulary
from westphalia.model import ActorId
from westphalia.reconciling.told import Told

SURENESS = ("happened", "ongoing", "alleged", "refused", "denied", "planned", "possible")
"""Statuses, the one that a happening takes first: what one report knows done, another may have expected."""


NO_ORGAN = ("", "UNK")
"""Sectors that name no part of a state."""

_FIRST = {
    "alleged": "alleged",
    "planned": "planned",
    "possible": "possible",
    "refused": "refused",
    "denied": "denied or not done",
}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """How a happening of one type is worded: between parties, from one to another, alone."""

    type: str
    mode: str
    predicates: tuple[str, ...]
    together: str
    to: str
    alone: str


_PLAIN = _Phrase("", "", (), "{a}, {b}", "{a}: {b}", "{a}")


@lru_cache(maxsize=1)
def _phrases() -> list[_Phrase]:
    return [
        _Phrase(row["type"], row["mode"], tuple(row["predicate"].split()), row["together"], row["to"], row["alone"])
        for row in vocabulary.rows("westphalia.reconciling", "phrases.tsv")
    ]


def commonest(members: Sequence[Told], of: Callable[[Told], str]) -> str:
    """The value most independent reports give, empty values aside; ties go to the first in order of the text."""
    tally: dict[str, set[str]] = defaultdict(set)
    for told in members:
        if value := of(told):
            tally[value].add(told.source.independent)
    order = list(tally)
    return max(order, key=lambda v: (len(tally[v]), -order.index(v)), default="")


def status(members: Sequence[Told]) -> str:
    """The surest status any report gives."""
    given = {told.status for told in members}
    return next((s for s in SURENESS if s in given), "happened")


def place(members: Sequence[Told]) -> tuple[str | None, str | None]:
    """Name and country of the most exact place any report gives, the commonest among equals."""
    given = [told for told in members if told.place]
    if not given:
        return None, None
    tally = Counter(told.place for told in given)
    best = min(given, key=lambda t: (-len(t.within), -tally[t.place], str(t.place)))
    return best.place, best.country


def cast(members: Sequence[Told]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sources and recipients: persons where any report names one, else organs, else polities."""
    sources = Counter(a for told in members for a in told.sources)
    recipients = Counter(a for told in members for a in told.recipients)
    return _finest(sources), _finest(recipients)


def _finest(actors: Counter[str]) -> tuple[str, ...]:
    """Drops actors that a more exact one of the same polity stands for ("China" beside "Wang Yi")."""
    ids = {actor: ActorId.parse(actor) for actor in actors}
    named = {i.polity for i in ids.values() if i.slug}
    organs = {i.polity for i in ids.values() if i.sector not in NO_ORGAN}
    whole = {i.polity for i in ids.values() if not i.sector}
    keep = [
        actor
        for actor, i in ids.items()
        if i.slug
        or (i.sector not in NO_ORGAN and i.polity not in named)
        or (not i.sector and i.polity not in named | organs)
        or (i.sector == "UNK" and i.polity not in named | organs | whole)
        or (i.sector == "UNK" and not i.known)
    ]
    return tuple(sorted(keep, key=lambda a: (-actors[a], a)))


def sentence(members: Sequence[Told], names: Mapping[str, str]) -> str:
    """`Wang Yi and Sergey Lavrov meet`; anything not plainly done is said first ("planned: …")."""
    sources, recipients = cast(members)
    kind, mode = commonest(members, lambda t: t.type), commonest(members, lambda t: t.mode)
    phrase = _phrase(kind, mode, commonest(members, lambda t: t.predicate))
    mutual = set(sources) == set(recipients) and len(sources) > 1
    if mutual:
        line = phrase.together.format(a=", ".join(_name(s, names) for s in sources[:-1]), b=_name(sources[-1], names))
    elif others := [r for r in recipients if r not in sources]:
        line = _agree(phrase.to, sources).format(a=_list(sources, names), b=_list(others, names))
    else:
        line = _agree(phrase.alone, sources).format(a=_list(sources, names))
    state = status(members)
    return f"{_FIRST[state]}: {line}" if state in _FIRST else line


def _phrase(kind: str, mode: str, predicate: str) -> _Phrase:
    """The wording for a type: the one for its mode, else for its predicate, else the general one."""
    of_type = [phrase for phrase in _phrases() if phrase.type == kind]
    by_mode = [phrase for phrase in of_type if mode and phrase.mode == mode]
    by_word = [phrase for phrase in of_type if phrase.predicates and predicate.startswith(phrase.predicates)]
    return next(iter([*by_mode, *by_word, *(p for p in of_type if not p.mode and not p.predicates)]), _PLAIN)


def _agree(phrase: str, subjects: Sequence[str]) -> str:
    """Takes the verb form for one subject or for several."""
    return re.sub(r"\{(\w+)\|(\w+)\}", r"\2" if len(subjects) > 1 else r"\1", phrase)


def _list(actors: Sequence[str], names: Mapping[str, str], most: int = 4) -> str:
    shown = [_name(a, names) for a in actors[:most]]
    if len(actors) > most:
        shown.append(f"{len(actors) - most} others")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1] if shown else "someone"


def _name(actor: str, names: Mapping[str, str]) -> str:
    return names.get(actor) or actor
