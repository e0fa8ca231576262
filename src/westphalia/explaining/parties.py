"""Who takes part: how each was resolved, and who else is named in the sentence and why he does not."""

from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Token

from westphalia.explaining.evidence import rows_behind
from westphalia.explaining.explanation import Link, Rejected, TableRow, Who
from westphalia.explaining.live import Live
from westphalia.explaining.pairing import Chances, chances
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
        by_place, rows = _by_place(party, live)
        return Who(role, party.text, party.actor, party.name, by_place, meaning("how", by_place), "", (), rows, ())
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


def _by_place(party: Party, live: Live) -> tuple[str, tuple[TableRow, ...]]:
    """The place whose country a party is, where its words name no actor: how, and the row of the gazetteer."""
    place = next((p for p in live.reading.places if p.span.overlaps(party.span) and p.country), None)
    if place is None or (party.actor or "").split("/")[0] != place.country:
        return "", ()
    number = f" (GeoNames {place.geonames})" if place.geonames else ""
    return "place", (TableRow("gazetteer", f"{place.name}{number}: in {place.country}", "GeoNames, CC BY 4.0", ""),)


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
    held, pairs = list(taken), chances(live.reading, sentence)
    ids = {party.actor for party in held if party.actor}
    seen: set[tuple[str, str]] = set()
    for mention in live.reading.mentions_in(sentence.span):
        if any(mention.span.overlaps(party.span) for party in held):
            continue
        words = " ".join(mention.span.of(live.reading.clean).split())
        why = _why(mention, sentence, predicate, ids) + _as_pair(mention, held, pairs, live)
        if (words, why) not in seen:
            seen.add((words, why))
            yield Rejected(words, why)


def _as_pair(mention: Mention, held: list[Party], pairs: Chances, live: Live) -> str:
    """How likely an event between this mention and a party was held to be, the likeliest."""
    tied = [
        (chance, source if target == mention.span else target)
        for (source, target), chance in pairs.items()
        if mention.span in (source, target) and any(p.span in (source, target) for p in held)
    ]
    if not tied:
        return ""
    chance, other = max(tied, key=lambda pair: (pair[0], -pair[1].start))
    return f"; an event with “{' '.join(other.of(live.reading.clean).split())}”: {chance:.2f}"


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
