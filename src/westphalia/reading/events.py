"""Events: who did what to whom, as one sentence asserts it, with status, time, place, and the trace that coded it.

A frame of the lexicon says that there is an event and where its parties stand; parties are actor mentions that
act. Precision first: no source, no event; an act that needs a recipient and has none is left out.
"""

from dataclasses import dataclass

from spacy.tokens import Token

from westphalia.model import Event, Interval, Mention, Party, Place, Span, Trace, ontology
from westphalia.model.when_where import UNKNOWN_TIME
from westphalia.reading.coding import contexts_of, mode_of
from westphalia.reading.frames import Frame, after, agents, match, objects, slot
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.status import Status, status
from westphalia.reading.step import Step

PRONOUNS_REL = frozenset({"who", "which", "that", "whom"})
PARTITIVE = frozenset(
    "number group member dozen hundred thousand million some many most two three leader representative official team "
    "series part majority each both one all several delegation".split()
)
FORCES = frozenset(
    "government force troop army military official authority police minister ministry court parliament president "
    "spokesman spokeswoman spokesperson leader leadership delegation diplomat envoy ambassador soldier rebel militant "
    "jet aircraft warplane warship ship navy fighter regime side party lawmaker senator administration embassy statement "
    "decision move agency team company firm group coalition prosecutor judge council troops forces ally attack invasion "
    "missile drone strike artillery".split()
)
"""Nouns whose owner acts when they do: "Russia's forces", "a Russian missile"."""
LIMIT = 6
"""Words an event's clause may skip on either side of the tokens it was built from."""


@dataclass(slots=True)
class Parties:
    """Finds the actors of one sentence by their tokens."""

    sentence: Sentence
    mentions: dict[int, Mention]

    @classmethod
    def of(cls, reading: Reading, sentence: Sentence) -> "Parties":
        """The parties a sentence names: mentions that act, by every token of their heads."""
        held: dict[int, Mention] = {}
        for mention in reading.mentions_in(sentence.span):
            tokens = sentence.tokens(mention.head)
            for token in tokens if tokens is not None else ():
                if token.i not in held or len(mention.span) < len(held[token.i].span):
                    held[token.i] = mention
        return cls(sentence, held)

    def at(self, tokens: list[Token], *, inside: bool = False) -> list[Mention]:
        """The mentions at tokens, their conjuncts and appositions; `inside` also looks within the noun phrase."""
        found: list[Mention] = []
        for token in tokens:
            for one in (token, *token.conjuncts):
                mention = self._one(one, inside)
                if mention is not None and mention not in found:
                    found.append(mention)
        return found

    def _one(self, token: Token, inside: bool) -> Mention | None:
        mention = self.mentions.get(token.i)
        if mention is not None and mention.acts:
            return mention
        for child in token.children:
            if child.dep_ == "appos" and (m := self._acting(child)):
                return m
        lemma = token.lemma_.lower()
        if inside or lemma in FORCES:
            for child in token.children:
                if child.dep_ in ("poss", "compound", "amod", "nmod") and (m := self._acting(child)):
                    return m
        if lemma in PARTITIVE or inside or lemma in FORCES:
            for preposition in ("of", "by", "from") if inside else ("of",):
                for inner in after(token, preposition):
                    if m := self._one(inner, inside):
                        return m
        return None

    def _acting(self, token: Token) -> Mention | None:
        mention = self.mentions.get(token.i)
        return mention if mention is not None and (mention.acts or token.dep_ in ("poss", "amod", "compound")) else None


@dataclass(slots=True)
class Act:
    """A predicate with its frame and its parties, not yet coded."""

    predicate: Token
    frame: Frame
    sources: list[Mention]
    recipients: list[Mention]
    mutual: bool = False


def acts(sentence: Sentence, parties: Parties) -> list[Act]:
    """Every act of a sentence that has the parties its frame asks for."""
    if sentence.doc is None or not parties.mentions:
        return []
    found = []
    taken: set[int] = set()
    for token in sentence.doc:
        if token.i in taken or token.pos_ not in ("VERB", "NOUN"):
            continue
        frame = match(token)
        if frame is None or not frame.type:
            continue
        act = _nominal(token, frame, parties) if frame.pos == "N" else _verbal(token, frame, parties)
        if act is not None and _complete(act):
            found.append(act)
            taken |= {o.i for o in objects(token)} if frame.pos == "V" else set()
    return found


def _verbal(verb: Token, frame: Frame, parties: Parties) -> Act | None:
    sources = parties.at(agents(verb))
    recipients: list[Mention] = []
    for name in frame.recipient:
        if not name:
            continue
        held = parties.at(slot(verb, name), inside=name not in ("in", "at"))
        recipients = [m for m in held if m not in sources]
        if recipients:
            break
    return Act(verb, frame, sources, recipients, frame.mutual)


def _nominal(noun: Token, frame: Frame, parties: Parties) -> Act | None:
    """A noun that tells an act: "talks between A and B", "A's visit to B", "sanctions on B by A"."""
    if noun.dep_ == "compound":
        return None
    owners = [c for c in noun.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
    sources = parties.at(owners, inside=False) or parties.at(after(noun, "by"))
    sources = sources or [m for c in owners if (m := parties.mentions.get(c.i)) is not None][:2]
    recipients: list[Mention] = []
    for name in frame.recipient:
        held = [m for m in parties.at(after(noun, name), inside=False) if m not in sources]
        if held and frame.mutual and (name == "between" or (name == "of" and len(held) > 1)):
            sources = [*sources, *held]
            break
        if held:
            recipients = held
            break
    return Act(noun, frame, sources, recipients, frame.mutual)


def _ids(mentions: list[Mention]) -> set[str]:
    return {a for m in mentions for a in (m.actors or (f"?{m.head.start}",))}


def _complete(act: Act) -> bool:
    """Whether an act has the parties it cannot be without."""
    if not act.sources or not any(m.actors for m in act.sources + act.recipients):
        return False
    act.recipients = [m for m in act.recipients if not (set(m.actors) and set(m.actors) <= _ids(act.sources))]
    if act.recipients:
        return True
    if act.frame.mutual:
        return len(_ids(act.sources)) > 1
    if act.frame.pos == "N" or "p" in act.frame.flags or "P" in act.frame.flags or "r" in act.frame.flags:
        return False
    return act.frame.type in ("PROTEST", "MOBILIZE", "AGREE", "REJECT", "RETREAT") or status(act.predicate).name in (
        "refused",
        "denied",
    )


def _party(mention: Mention) -> list[Party]:
    if not mention.actors:
        return [Party(None, mention.span, mention.text, mention.name)]
    return [Party(actor, mention.span, mention.text, mention.name) for actor in mention.actors]


def _all(mentions: list[Mention]) -> tuple[Party, ...]:
    found: dict[tuple[str | None, int], Party] = {}
    for mention in mentions:
        for party in _party(mention):
            found.setdefault((party.actor, -1 if party.actor else mention.head.start), party)
    return tuple(found.values())


def _clause(act: Act, sentence: Sentence) -> Span:
    """The words from the first to the last part of the act: its parties, predicate and objects."""
    spans = [sentence.locate(act.predicate)] + [m.span for m in act.sources + act.recipients]
    spans += [sentence.locate(o) for o in objects(act.predicate)]
    spans = [s for s in spans if sentence.span.covers(s)]
    total = spans[0]
    for span in spans[1:]:
        total = total.cover(span)
    return total


def _when(act: Act, reading: Reading, sentence: Sentence) -> tuple[Interval, str]:
    """The time that modifies the predicate: in its clause, else the only one of its sentence."""
    held = [t for t in reading.times if sentence.span.covers(t.span) and t.interval.first is not None]
    if not held:
        return UNKNOWN_TIME, ""
    doc = sentence.doc
    assert doc is not None
    verb = act.predicate
    best = None
    for time in held:
        tokens = sentence.tokens(time.span)
        if tokens is None:
            continue
        head = tokens.root
        distance = next((n for n, a in enumerate((head, *head.ancestors)) if a.i == verb.i), None)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, time)
    if best is None and len(held) == 1:
        best = (9, held[0])
    return (best[1].interval, best[1].text) if best else (UNKNOWN_TIME, "")


def _where(act: Act, reading: Reading, sentence: Sentence) -> Place | None:
    """The place that stands "in", "at", "near" the predicate or its object."""
    held = [p for p in reading.places if sentence.span.covers(p.span)]
    parties = [m.span for m in act.sources + act.recipients]
    for place in held:
        tokens = sentence.tokens(place.span)
        if tokens is None or any(span.overlaps(place.span) for span in parties):
            continue
        head = tokens.root
        if head.dep_ == "pobj" and head.head.lower_ in ("in", "at", "near", "outside", "inside", "off"):
            above = [a.i for a in head.head.ancestors][:4]
            if act.predicate.i in above:
                return place
    return None


def _event(act: Act, reading: Reading, sentence: Sentence) -> Event:
    truth = status(act.predicate)
    event_type, mode = act.frame.type, mode_of(act.predicate, act.frame)
    event_type, mode = _refused(event_type, mode, truth)
    when, when_text = _when(act, reading, sentence)
    truth = _ahead(truth, when, reading)
    sources, recipients = _all(act.sources), _all(act.recipients)
    if act.mutual:
        sources = recipients = _all(act.sources + act.recipients)
    span = _clause(act, sentence)
    return Event(
        span=span,
        text=span.of(reading.clean),
        predicate=sentence.locate(act.predicate),
        sentence=sentence.span,
        type=event_type,
        status=truth.name,
        sources=sources,
        recipients=recipients,
        mode=mode,
        context=contexts_of(act.predicate),
        mutual=act.mutual,
        when=when,
        when_text=when_text,
        place=_where(act, reading, sentence),
        alleged_by=_accuser(truth, reading, sentence),
        intensity=ontology.intensity(event_type, mode),
        trace=Trace(
            "events",
            f"lexicon:{act.frame.head}/{act.frame.pos}",
            (act.predicate.text, *truth.fired),
        ),
    )


def _refused(event_type: str, mode: str, truth: Status) -> tuple[str, str]:
    """Refusing to cooperate is REJECT; refusing a conflict (to condemn) keeps its type and is `refused`."""
    if truth.name == "refused" and ontology.quad(event_type) <= 2:
        return "REJECT", {"CONSULT": "meet", "RETREAT": "yield", "CONCEDE": "yield"}.get(event_type, "assist")
    return event_type, mode


def _ahead(truth: Status, when: Interval, reading: Reading) -> Status:
    """An act dated after the report is planned, whatever the tense."""
    if truth.name in ("happened", "ongoing") and reading.day and when.first and when.first > reading.day:
        return Status("planned", ("dated after the report",))
    return truth


def _accuser(truth: Status, reading: Reading, sentence: Sentence) -> Party | None:
    if truth.by is None:
        return None
    mention = reading.mention_at(sentence.locate(truth.by))
    return _party(mention)[0] if mention is not None else None


def find_events(reading: Reading) -> None:
    """Fills `reading.events` in order of the text."""
    for sentence, _ in reading.parsed():
        if sentence.part == "aside":
            continue
        parties = Parties.of(reading, sentence)
        reading.events.extend(_event(act, reading, sentence) for act in acts(sentence, parties))


EVENTS = Step("events", 1, ("sentences", "mentions", "times", "places", "statements"), ("events",), find_events)
