"""Step: statements — who said what, how it reached us, and in whose words.

In: sentences with parses, mentions. Out: statements. A tagger marks sources, cues and contents, a linker joins
them, and rules of grammar settle what neither can see: who relays, who is quoted by whom, whom a relative
pronoun stands for, and who goes on speaking. One Statement for each contiguous piece of content, so that its
words can be quoted as they stand; pieces of one utterance share cue and speaker.
"""

import re
from collections.abc import Iterator

from westphalia.model import Party, Span, Statement
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.speech.bounds import (
    according,
    addressed,
    inserted,
    joined,
    parted,
    run_on,
    unbroken,
    whole,
)
from westphalia.reading.speech.completion import completions
from westphalia.reading.speech.confidence import OTHERS
from westphalia.reading.speech.cues import LEVELS, entry
from westphalia.reading.speech.nested import enclosing, headlined, nested
from westphalia.reading.speech.reach import apart
from westphalia.reading.speech.relays import accordings, hearers, quotings, subject_of
from westphalia.reading.speech.script import Script, antecedent, noun_phrase, subject_phrase
from westphalia.reading.speech.speakers import doubted, purposes, remembered, subjects, undergone
from westphalia.reading.speech.topics import untold
from westphalia.reading.speech.turns import taken
from westphalia.reading.speech.utterance import (
    GRAMMAR,
    HELD,
    Utterance,
    drafts_of,
    fills_paragraph,
    in_marks,
    made,
    worth,
)
from westphalia.reading.step import Step

HEARD = frozenset("tell inform notify advise ask brief warn remind urge order assure".split())
"""Verbs whose passive subject hears."""
TOLD = 0.89
"""Confidence from which a statement is told; what lies below is held back.

Of 1,035 judged strictly by others than who wrote the rules, .89 tells 70 %, of which 95 % have the right content and
speaker (.85: 80 %, 93 %); of the last 198, from reports never looked at before, 71 %, of which 91.5 % (.85: 84 %,
89 %; .93: 46 %, 95 %). Each report is left out of the fit that judges it."""

SIGNS = "“”„\"'‘’«»,.;:!?"
_STOP = re.compile(r"[.,!?…]\W*$")

LEAST = 2
"""Words from which what nobody's quotation marks enclose is told: "this" says nothing, "the decision" little."""


def _near(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """Takes from contents the cues that cannot be theirs: of another sentence, unless they are quoted prose."""
    kept = []
    for draft in drafts:
        home = script.sentence_at(draft.content.start)
        if draft.cue is not None and home is not None and home.span.overlaps(draft.cue):
            if _according(script, draft.cue) and draft.cue.end <= draft.content.start:
                _governed(script, draft, home)
        elif draft.cue is not None and home is not None:
            if _governed(script, draft, home):
                kept.append(draft)
                continue
            if not in_marks(script, draft.content):
                continue
            if _scare(script, draft.content):
                draft.cue = draft.cue_words = draft.speaker = None
            if home.part == "headline":
                draft.cue = draft.cue_words = draft.speaker = None
                draft.rules.append("heading")
        kept.append(draft)
    return kept


def _scare(script: Script, content: Span) -> bool:
    """Whether a content is a word or two in marks amid somebody else's sentence: 'the “suspicious” election'."""
    words = content.of(script.reading.clean).split()
    inside = words[-1].strip(SIGNS)
    return len(words) <= LEAST and inside.islower()


def _governed(script: Script, draft: Utterance, home: Sentence) -> bool:
    """Gives a content the verb of saying it is the clause of, where the linker chose a cue beyond that verb."""
    words = home.tokens(draft.content)
    verb = words.root.head if words is not None and words.root.dep_ == "ccomp" else None
    if words is None or verb is None or verb.i >= words.start or draft.cue is None:
        return False
    if home.span.overlaps(draft.cue) and home.locate(verb).start < draft.cue.end:
        return False
    row = entry(verb.doc[verb.i : verb.i + 1])
    if row is None or row.weight < LEVELS[3]:
        return False
    draft.cue, draft.cue_words, draft.sentence = home.locate(verb), verb.doc[verb.i : verb.i + 1], home
    draft.speaker = None
    draft.rules.append("clause of saying")
    return True


def _heard(script: Script, drafts: list[Utterance]) -> None:
    """As in "The court was informed that": the subject is who hears; who speaks is the agent, if there is one."""
    for draft in drafts:
        if draft.speaker is None or draft.cue_words is None or draft.sentence is None:
            continue
        verb = draft.cue_words.root
        hearer = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if verb.lemma_ not in HEARD or hearer is None:
            continue
        if draft.speaker.span.overlaps(draft.sentence.locate(hearer)):
            agent = next((c for a in verb.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"), None)
            draft.speaker = script.party(noun_phrase(agent), draft.sentence) if agent is not None else None
            draft.rules.append("hearer is not speaker")


def _quoted(script: Script, drafts: list[Utterance]) -> None:
    """As in "The ministry quoted Wang as saying": Wang speaks, the ministry relays."""
    for sentence in script.sentences:
        for found in quotings(script.reading, sentence):
            verb, saying = sentence.locate(found.verb), sentence.locate(found.saying)
            for draft in list(drafts):
                if draft.sentence is not sentence or draft.cue is None:
                    continue
                if not (draft.cue.overlaps(verb) or draft.cue.overlaps(saying)):
                    continue
                if draft.content.end <= saying.start:
                    drafts.remove(draft)  # who is quoted was taken for what is quoted
                    continue
                draft.speaker = script.party(found.speaker, sentence)
                draft.cue, draft.cue_words = saying, sentence.tokens(saying)
                draft.rules.append("quoted as saying")
                if draft.content.start < saying.end < draft.content.end:
                    draft.content = _after(script.reading.clean, saying.end, draft.content)
                if found.relay is not None:
                    draft.via.append(script.party(found.relay, sentence))


def _after(text: str, start: int, span: Span) -> Span:
    """The part of a span from `start` on, without leading space and commas."""
    rest = text[start : span.end]
    return Span(start + len(rest) - len(rest.lstrip(" ,:")), span.end)


def _relayed(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """As in "…, Lavrov said, according to Tass" and "told Interfax": the relay goes into the chain."""
    gone = []
    for sentence in script.sentences:
        here = [d for d in drafts if d.sentence is sentence]
        for word, noun in accordings(script.reading, sentence):
            at, relay = sentence.locate(word), sentence.locate(noun)
            others = [
                d
                for d in here
                if d.cue is not None and d.speaker and not d.cue.overlaps(at) and not _according(script, d.cue)
            ]
            own = [d for d in here if d.cue is not None and d.cue.overlaps(at)]
            told = [d for d in others if d.cue and at.start >= d.cue.end and not _apart(d, own, at)]
            for draft in told:
                draft.via.insert(0, script.party(noun, sentence))
                draft.content = _before(script.reading.clean, draft.content, at, relay)
                draft.rules.append("according to")
            gone += [d for d in own if told]
        for draft in here:
            if draft.cue_words is not None:
                for words in hearers(script.reading, sentence, draft.cue_words):
                    hearer = script.party(words, sentence)
                    draft.via.append(hearer)
                    draft.rules.append("told to")
                    to = words[0].nbor(-1) if words.start else words[0]
                    if to.lower_ == "to" and to.head in draft.cue_words:
                        draft.content = _unheard(script.reading.clean, draft.content, sentence.locate(to), hearer.span)
    return [d for d in drafts if d not in gone]


def _according(script: Script, cue: Span) -> bool:
    return cue.of(script.reading.clean).lower().startswith("according")


def _apart(draft: Utterance, own: list[Utterance], at: Span) -> bool:
    """Whether "according to" has a content of its own, between the other cue and itself or behind it."""
    assert draft.cue is not None
    if draft.content.covers(at) or not own:
        return draft.content.start > draft.cue.end and not draft.content.covers(at) and draft.content.end < at.start - 3
    return any(d.content.start >= draft.cue.end for d in own)


def _unheard(text: str, content: Span, to: Span, hearer: Span) -> Span:
    """A content without whom it is told to at its end: "confirmed this to the News Agency (NA)"."""
    if not content.covers(to) or any(sign.islower() for sign in text[hearer.end : content.end]):
        return content
    rest = text[content.start : to.start].rstrip()
    return Span(content.start, content.start + len(rest)) if rest else content


def _before(text: str, content: Span, at: Span, relay: Span) -> Span:
    """A content without the "according to N" at its end."""
    if not (content.covers(at) and relay.end >= content.end - 2):
        return content
    return Span(content.start, content.start + len(text[content.start : at.start].rstrip(" ,")))


def _continued(script: Script, drafts: list[Utterance]) -> None:
    """A quotation without a cue of its own goes on with the speaker of the one before it."""
    text, before = script.reading.clean, None
    for draft in drafts:
        if before is not None and _goes_on(script, before, draft):
            gap = text[min(before.content.end, draft.content.start) : draft.content.start]
            if in_marks(script, before.content) and gap.count("\n") <= 2 and len(gap) < 120:
                draft.speaker, draft.cue, draft.cue_words = before.speaker, before.cue, before.cue_words
                draft.via = list(before.via)
                draft.rules.append("speaker goes on")
        if draft.cue is None or not in_marks(script, draft.cue):
            before = draft  # whom a quotation quotes does not go on behind it


def _goes_on(script: Script, before: Utterance, draft: Utterance) -> bool:
    """Whether a draft is a quotation nobody but the speaker before it is credited with."""
    linked = draft.cue is not None and draft.cue == before.cue
    if before.speaker is None or (draft.cue is not None and not linked) or (draft.speaker is not None and not linked):
        return False
    if not in_marks(script, draft.content) or "heading" in draft.rules:
        return False
    heading = fills_paragraph(script, draft) and not _STOP.search(draft.content.of(script.reading.clean))
    return not heading


def _echoed(script: Script, drafts: list[Utterance]) -> None:
    """As in "Wang echoed Lavrov's view by saying": Wang speaks, not the man in the genitive."""
    for draft in list(drafts):
        if draft.speaker is None or draft.cue_words is None or draft.sentence is None:
            continue
        saying = next((t for t in draft.cue_words if t.tag_ == "VBG" and t.dep_ == "pcomp"), None)
        echo = saying.head.head if saying is not None else None
        for other in list(drafts):
            if other is not draft and echo is not None and other.cue_words is not None and echo in other.cue_words:
                drafts.remove(other)  # what is echoed is not what is said
        words = draft.sentence.tokens(draft.speaker.span)
        subject = subject_of(saying) if saying is not None else None
        if words is not None and words.root.dep_ == "poss" and subject is not None:
            draft.speaker = script.party(noun_phrase(subject), draft.sentence)
            draft.rules.append("echoed by saying")


def _inner(script: Script, drafts: list[Utterance]) -> None:
    """As in "C,” Lavrov told Wang, according to Tass" taken whole for a content of Tass: Lavrov says C, Tass relays."""
    for draft in drafts:
        if draft.cue is None or draft.speaker is None or draft.sentence is None or not _according(script, draft.cue):
            continue
        words = draft.sentence.tokens(draft.content)
        closing = [t for t in words or () if t.text in '”»"']
        if words is None or not closing or closing[-1].i + 1 >= words.end:
            continue
        tail = words.doc[closing[-1].i + 1 : words.end]
        verb = next(
            (t for t in tail if t.pos_ == "VERB" and (row := entry(t.doc[t.i : t.i + 1])) and row.weight > 0.5), None
        )
        subject = next((t for t in tail if t.dep_ == "nsubj" and t.head == verb), None) if verb is not None else None
        if verb is None or subject is None:
            continue
        draft.via = [draft.speaker]
        draft.speaker = script.party(noun_phrase(subject), draft.sentence)
        draft.cue_words = verb.doc[verb.i : verb.i + 1]
        draft.cue = draft.sentence.locate(verb)
        draft.content = Span(draft.content.start, draft.sentence.locate(closing[-1]).end)
        draft.rules.append("according to, behind a speaker")


def _divided(script: Script, drafts: list[Utterance]) -> None:
    """As in "According to A, X and, according to B, Y": two contents, two sources."""
    text = script.reading.clean
    for sentence in script.sentences:
        for word, noun in accordings(script.reading, sentence):
            at, source = sentence.locate(word), sentence.locate(noun)
            whole = next((d for d in drafts if d.content.covers(at) and d.content.end > source.end + 2), None)
            if whole is None and not any(d.cue is not None and d.cue.overlaps(at) for d in drafts):
                whole = next((d for d in drafts if 0 <= at.start - d.content.end <= 2 and d.sentence is sentence), None)
            lead = text[whole.content.start : at.start].rstrip(" ,") if whole else ""
            if whole is None or not lead.endswith((" and", " but", " while")):
                continue
            end = whole.content.end if whole.content.covers(at) else sentence.span.end
            rest = _after(text, source.end, Span(at.start, len(text[:end].rstrip(" ."))))
            whole.content = Span(whole.content.start, whole.content.start + len(lead[: lead.rindex(" ")].rstrip(" ,")))
            speaker, cue = script.party(noun, sentence), word.doc[word.i : word.i + 2]
            drafts.append(Utterance(rest, sentence.locate(cue), cue, speaker, [], ["divided"], sentence))


def _subjects(script: Script, drafts: list[Utterance]) -> None:
    """A cue without a source takes its grammatical subject, also one shared with the verb above it."""
    for draft in drafts:
        if draft.speaker is not None or draft.cue_words is None or draft.sentence is None:
            continue
        verb = draft.cue_words.root
        if verb.tag_ == "VBG" and (teller := _teller(drafts, draft, draft.sentence.locate(verb))) is not None:
            draft.speaker = teller
            draft.rules.append("goes on telling")
            continue
        subject = subject_of(verb)
        if subject is None or subject.lower_ in ("it", "there") or draft.content.covers(draft.sentence.locate(subject)):
            continue
        words = subject_phrase(subject)
        draft.speaker = script.party(antecedent(words) or words, draft.sentence)
        draft.rules.append("subject of the cue")


def _teller(drafts: list[Utterance], draft: Utterance, at: Span) -> Party | None:
    """As in "He said that the talks were hard, referring to the war": who says what stands right before."""
    before = [
        d
        for d in drafts
        if d is not draft and d.sentence is draft.sentence and d.speaker and d.cue and d.cue.end <= d.content.start
    ]
    return next((d.speaker for d in reversed(before) if 0 <= at.start - d.content.end <= 2), None)


def _completed(script: Script, drafts: list[Utterance]) -> list[Utterance]:
    """Adds what grammar is sure of where the tagger marked no content."""
    added: list[Utterance] = []
    for sentence in script.sentences:
        for found in completions(script.reading, sentence):
            content, cue = sentence.locate(found.content), sentence.locate(found.cue)
            if any(_settled(d, content, cue) and worth(script, d) for d in (*drafts, *added)):
                _confirm(found.rule, content, cue, drafts)
                continue
            drafts = [d for d in drafts if not d.content.overlaps(content)]
            words, rules = found.source, [found.rule]
            if (noun := antecedent(words)) is not None:
                words = noun
            speaker = script.party(words, sentence)
            added.append(Utterance(content, cue, found.cue, speaker, [], rules, sentence))
    return sorted((*drafts, *added), key=lambda d: d.content)


def _confirm(rule: str, content: Span, cue: Span, drafts: list[Utterance]) -> None:
    """Notes on what the tagger found that a construction which leaves no doubt says the same."""
    for draft in drafts:
        if rule in GRAMMAR and draft.cue is not None and draft.cue.overlaps(cue) and draft.content.overlaps(content):
            draft.rules.append(rule)


def _settled(draft: Utterance, content: Span, cue: Span) -> bool:
    """Whether the tagger has already said whose words these are, or used the cue."""
    if draft.cue is not None and (draft.cue.overlaps(cue) or content.overlaps(draft.cue)):
        return True
    return draft.content.overlaps(content) and draft.speaker is not None


def _statements(script: Script) -> Iterator[Statement]:
    drafts = _near(script, joined(script, drafts_of(script)))
    drafts = parted(script, addressed(whole(script, drafts)))
    subjects(script, drafts)
    purposes(script, drafts)
    _heard(script, drafts)
    _quoted(script, drafts)
    _echoed(script, drafts)
    _divided(script, drafts)
    drafts = _completed(script, _relayed(script, drafts))
    _divided(script, drafts)
    _inner(script, drafts)
    _subjects(script, drafts)
    unbroken(script, drafts)
    according(script, drafts)
    drafts = inserted(script, drafts)
    _continued(script, drafts)
    drafts = run_on(script, drafts)
    apart(script, drafts)
    drafts = nested(script, enclosing(script, headlined(script, drafts)))
    drafts = taken(script, drafts)
    undergone(script, drafts)
    remembered(script, drafts)
    doubted(script, drafts)
    for draft in drafts:
        draft.rules += filter(None, [untold(script, draft)])
        yield from made(script, draft, not worth(script, draft))


def _run(reading: Reading) -> None:
    script = Script.of(reading)
    for one in sorted(_statements(script), key=lambda s: (s.span, s.cue or s.span)):
        (reading.statements if _told(one) else reading.held).append(one)


def _told(one: Statement) -> bool:
    """Whether a statement is sure enough, whole, and somebody's (or in quotation marks), and no unknown "she"'s."""
    if one.quotation == "indirect" and (one.speaker is None or len(one.text.split()) < LEAST):
        return False
    if one.speaker is not None and one.speaker.text.lower() in OTHERS and not (one.speaker.actor or one.speaker.name):
        return False
    return one.trace is None or (one.trace.confidence >= TOLD and HELD.isdisjoint(one.trace.fired))


STATEMENTS = Step("statements", 5, reads=("sentences", "parses", "mentions"), fills=("statements",), run=_run)
