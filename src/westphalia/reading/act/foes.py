"""Foes: who "the enemy" and "the occupiers" are, told by whom they fight and whom the report names.

In: an act and the fighting states of its report. Out: its unnamed foes named, where one state alone can be meant.
"""

from collections.abc import Iterable
from dataclasses import replace

from westphalia.model import Mention
from westphalia.reading.act.act import Act, polities, sectors

ENEMY = frozenset({"enemy", "hostile"})
"""Words beside or instead of a name of those one fights: "enemy positions"."""
FOES = ENEMY | {"occupier", "occupant", "invader", "aggressor"}
UNNAMED = frozenset({"UNK", "MIL", "CVL"})
"""Sectors under which foes stand as long as nobody knows whose they are."""
_STATES = frozenset({"state", "organ", "group", "person", "region"})
_CODE = 3
"""Letters of a state's id; bodies and blocs have others."""


def foe(text: str) -> bool:
    """Whether words call somebody a foe: "the occupiers", "enemy troops"."""
    return any(word.strip("s’'") in FOES or word.removesuffix("ies") + "y" in FOES for word in text.lower().split())


def fighting(mentions: Iterable[Mention]) -> tuple[frozenset[str], ...]:
    """The states of a report that may be a foe, the likeliest first: called so, with forces, named at all."""
    called, armed, named = set(), set(), set()
    for mention in mentions:
        for actor in mention.actors:
            polity, _, rest = actor.partition("/")
            if len(polity) != _CODE or mention.kind not in _STATES:
                continue
            named.add(polity)
            if rest.startswith("MIL"):
                armed.add(polity)
            if foe(mention.text):
                called.add(polity)
    return frozenset(called), frozenset(armed), frozenset(named)


def name_foes(act: Act, states: tuple[frozenset[str], ...]) -> None:
    """Names the foes among the parties of an act; nobody's forces strike their own, and nobody is his own enemy."""
    if act.mutual or act.type == "MOBILIZE":  # one deploys troops at home
        return
    own = polities(act.sources) - {"?"}
    if act.type == "ASSAULT" and own and sectors(act.sources) == sectors(act.recipients) == {"MIL"}:
        act.recipients = [replace(m, actors=("?/MIL",), how="enemy") if polities([m]) <= own else m
                          for m in act.recipients]  # fmt: skip
    sources, recipients = polities(act.sources), polities(act.recipients)
    act.sources = [_named(m, recipients, states) for m in act.sources]
    act.recipients = [_named(m, sources, states) for m in act.recipients]


def _named(mention: Mention, against: set[str], states: tuple[frozenset[str], ...]) -> Mention:
    """A foe of `against` with the one state that can be meant."""
    unnamed = all(actor.startswith("?/") and actor[2:] in UNNAMED for actor in mention.actors)
    if not (unnamed and mention.actors and (mention.how == "enemy" or foe(mention.text))) or not against & states[-1]:
        return mention
    against &= states[-1]
    left = next((those - against for those in states if those - against), frozenset[str]())
    return replace(mention, actors=(f"{min(left)}/MIL",)) if len(left) == 1 else mention
