"""The parse where it matters: the words between a predicate and its parties, as a small tree."""

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from westphalia.explaining.explanation import Node
from westphalia.explaining.wording import relation

STEPS = 3
"""Steps of a way through the parse that are told."""
BESIDE = {"conj": "joined with", "appos": "beside", "compound": "before", "nmod": "before", "amod": "before"}
"""Relations that are no "of"."""


def tree(doc: Doc, roles: Mapping[int, tuple[str, ...]], names: Mapping[int, str]) -> Node | None:
    """The smallest part of a parse that holds all the tokens that have roles.

    Args:
        doc: the parse of a sentence.
        roles: token number → what the token is here.
        names: token number → words to show instead of the token, as a whole name.
    """
    wanted = [doc[number] for number in sorted(roles)]
    if not wanted:
        return None
    top = _top(wanted)
    if top is None:
        return None
    kept = {t.i for one in wanted for t in _up(one, top)}
    return _node(top, "", kept, roles, names)


def path(token: Token, top: Token) -> str:
    """How a word hangs below another: `noun after “of” of “talks”`; "" if it does not."""
    steps = _up(token, top)
    if not steps or steps[-1].i != top.i:
        return ""
    said = [hangs(step) for step in steps[:-1] if step.dep_ not in ("prep", "agent")]
    return ", ".join(said[:STEPS] + ["…"] * (len(said) > STEPS))


def _up(token: Token, top: Token) -> list[Token]:
    found = [token]
    while found[-1].i != top.i and found[-1].head.i != found[-1].i:
        found.append(found[-1].head)
    return found


def _top(tokens: list[Token]) -> Token | None:
    """The lowest word that all hang from; the first one's highest where the parse has several trees."""
    first = [tokens[0], *tokens[0].ancestors]
    others = [{one.i, *(a.i for a in one.ancestors)} for one in tokens]
    return next((t for t in first if all(t.i in held for held in others)), first[-1])


def _node(
    token: Token, label: str, kept: set[int], roles: Mapping[int, tuple[str, ...]], names: Mapping[int, str]
) -> Node:
    below = []
    for child in token.children:
        if child.i not in kept:
            continue
        inner = [c for c in child.children if c.i in kept]
        if child.dep_ in ("prep", "agent", "dative") and child.i not in roles and len(inner) == 1:
            below.append(_node(inner[0], f"after “{child.text}”", kept, roles, names))
        else:
            below.append(_node(child, relation(child.dep_), kept, roles, names))
    return Node(names.get(token.i, token.text), label, tuple(roles.get(token.i, ())), tuple(below))


def hangs(token: Token) -> str:
    """How a word hangs from the next that matters: `object of “met”`, `after “over” of “talks”`."""
    if token.dep_ in ("pobj", "pcomp") and token.head.dep_ in ("prep", "agent", "dative"):
        return f"after “{token.head.text}” of “{token.head.head.text}”"
    if token.head.i == token.i:
        return "the head of words apart"
    if token.dep_ in BESIDE:
        return f"{BESIDE[token.dep_]} “{token.head.text}”"
    return f"{relation(token.dep_)} of “{token.head.text}”"
