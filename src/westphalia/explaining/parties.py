"""Who takes part: how each was resolved, and who else is named in the sentence and why he does not."""

from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Token

from westphalia.explaining.evidence import rows_behind
from westphalia.explaining.explanation import Link, Rejected, Who
from westphalia.explaining.live import Live
from westphalia.explaining.tree import hangs, path
from westphalia.explaining.wording import meaning
from westphalia.model import Mention, Party
from westphalia.reading import Sentence

COREFERENCE = "coreference"
CHAIN = 4
"""Links of a chain that are shown."""


def who(role: str, party: Party, live: Live, meant: Mapping[str, tuple[str, str]]) -> Who:
    """How a party was resolved.

    Args:
        role: what it is here.
        party: the party, its span in the clean text.
        live: the reading it comes from.
        meant: actor id as asserted → (who is meant, what tells so), from other reports.
    """
    mention = _mention(party, live)
    told, how = meant.get(party.actor or "", ("", ""))
    if mention is None:
        return Who(role, party.text, party.actor, party.name, "", "", "", (), (), (), told, how)
    chain = tuple(_chain(mention, live))
    named = _named(mention, live)
    rows = rows_behind(named, named.span.of(live.reading.clean), live.reading.day)
    return Who(
        role,
        " ".join(party.span.of(live.reading.clean).split()),
        party.actor,
        party.name or mention.name,
        mention.how,
        meaning("how", mention.how) or mention.how,
        mention.post,
        chain,
        rows,
        mention.candidates,
        told,
        how,
    )


def _mention(party: Party, live: Live) -> Mention | None:
    """The mention a party was made of: the one with its very words before any that lies in them."""
    same = (m for m in live.reading.mentions_near(party.span) if m.span == party.span)
    return next(same, None) or live.reading.mention_at(party.span)


def _before(mention: Mention, live: Live) -> Mention | None:
    """The nearest mention of the same actors before this one."""
    earlier = [m for m in live.reading.mentions if m.span.end <= mention.span.start and m.actors == mention.actors]
    return max(earlier, key=lambda m: m.span, default=None) if mention.actors else None


def _chain(mention: Mention, live: Live) -> Iterator[Link]:
    """From a pronoun back to the words that name who it stands for."""
    at: Mention | None = mention
    for _ in range(CHAIN):
        if at is None or at.how != COREFERENCE:
            return
        at = _before(at, live)
        if at is not None:
            sentence = live.sentence_of(at.span)
            words = " ".join(at.span.of(live.reading.clean).split())
            yield Link(words, sentence.index + 1 if sentence else 0, meaning("how", at.how) or at.how)


def _named(mention: Mention, live: Live) -> Mention:
    """The mention at the end of the chain, whose words a table may know."""
    at = mention
    for _ in range(len(live.reading.mentions)):
        if at.how != COREFERENCE or (before := _before(at, live)) is None:
            return at
        at = before
    return at


def not_taken(sentence: Sentence, predicate: Token, taken: Iterable[Party], live: Live) -> Iterator[Rejected]:
    """Every other actor named in the sentence, and why it is no party."""
    held = list(taken)
    ids = {party.actor for party in held if party.actor}
    seen: set[tuple[str, str]] = set()
    for mention in live.reading.mentions_in(sentence.span):
        if any(mention.span.overlaps(party.span) for party in held):
            continue
        words = " ".join(mention.span.of(live.reading.clean).split())
        why = _why(mention, sentence, predicate, ids)
        if (words, why) not in seen:
            seen.add((words, why))
            yield Rejected(words, why)


def _why(mention: Mention, sentence: Sentence, predicate: Token, ids: set[str]) -> str:
    if mention.actors and ids.issuperset(mention.actors):
        return "the same actor as a party"
    tokens = sentence.tokens(mention.head)
    stands = _stands(tokens.root, predicate) if tokens is not None else "not in the parse"
    if not mention.actors:
        return f"not resolved to an actor; {stands}"
    if not mention.acts:
        return f"named, but not as one who acts; {stands}"
    return stands


def _stands(head: Token, predicate: Token) -> str:
    if below := path(head, predicate):
        return f"stands as {below}"
    return f"in another clause, as {hangs(head)}"
