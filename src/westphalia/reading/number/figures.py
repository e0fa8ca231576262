"""Figures: numbers a report asserts of the world, what they count, when and where, and according to whom.

Vague counts ("dozens", "hundreds of thousands") are kept with the least number they can mean and the
modifier "at least". Dates, ages, ordinals, scores, names with numbers and small counts that only introduce
("the two countries") are no figures.
"""

import re

from spacy.tokens import Doc, Token

from westphalia.model import UNKNOWN_TIME, Figure, Interval, Party, Span
from westphalia.reading.number.figure_grammar import Numeral, lexicon, numerals
from westphalia.reading.place.gazetteer import gazetteer
from westphalia.reading.reading import Reading, Sentence
from westphalia.reading.step import Step

SMALL = 12
"""Numbers up to this, written in words, are figures only of things that are counted ("three soldiers")."""
ROLES = {
    "kill": "killed", "die": "dead", "injure": "injured", "wound": "wounded", "displace": "displaced", "flee": "fled",
    "arrest": "arrested", "detain": "detained", "capture": "captured", "destroy": "destroyed", "damage": "damaged",
    "evacuate": "evacuated", "release": "released", "free": "freed", "rescue": "rescued", "deport": "deported",
    "miss": "missing", "abduct": "abducted", "kidnap": "kidnapped", "execute": "executed", "perish": "dead",
    "deploy": "deployed", "down": "downed", "intercept": "intercepted", "sanction": "sanctioned", "infect": "infected",
    "lose": "lost", "hospitalise": "hospitalised", "hospitalize": "hospitalised", "shoot": "shot", "expel": "expelled",
    "eliminate": "eliminated", "affect": "affected", "bury": "buried", "attack": "attacked", "exhume": "exhumed",
    "resettle": "resettled", "repatriate": "repatriated", "swap": "exchanged", "jail": "jailed",
    "sentence": "sentenced",
    "launch": "launched", "fire": "fired", "exchange": "exchanged", "return": "returned", "trap": "trapped",
}  # fmt: skip
HARM = frozenset("kill die injure wound displace arrest detain hospitalise hospitalize abduct kidnap evacuate".split())
"""What befalls persons: a bare number at such a verb counts people ("the blast killed 12")."""
DESCRIBES = frozenset({"amod", "compound", "nmod", "poss"})
LINKS = frozenset({"of", "in", "from", "for", "with", "to", "at", "on", "against", "between", "by"})
ACCORDING = re.compile(
    r"\baccording to\s+|\bas reported by\s+|\b(?:data|figures|estimates) (?:from|by|of)\s+", re.IGNORECASE
)
BEFALLEN = frozenset(
    "killed injured wounded dead missing displaced arrested detained hurt hospitalised hospitalized".split()
)
"""Participles that stand for those counted ("12 dead, 30 injured")."""
COUNTED_TOKENS = 6
_EMPTY = frozenset("other such many more least additional extra further total own".split())
MULTIPLIERS = frozenset("times time fold things ways points pm am page pages".split())


def find_figures(reading: Reading) -> None:
    """Fills `reading.figures`."""
    for sentence in reading.sentences:
        text = sentence.span.of(reading.clean)
        for numeral in numerals(text):
            span = Span(sentence.span.start + numeral.start, sentence.span.start + numeral.end)
            figure = None if _is_time(span, reading) else _figure(numeral, span, sentence, reading)
            if figure is not None:
                reading.figures.append(figure)


def _is_time(span: Span, reading: Reading) -> bool:
    """Whether a temporal expression takes up the number; sets such as "a year" beside it do not."""
    return any(t.span.overlaps(span) for t in reading.times)


def _figure(numeral: Numeral, span: Span, sentence: Sentence, reading: Reading) -> Figure | None:
    head = _head(numeral, span, sentence)
    noun = head.lower_ if head is not None else _noun_after(numeral, sentence, reading)
    if head is not None and (head.like_num or noun in BEFALLEN):
        noun = "people"
    if not noun or (noun in MULTIPLIERS and not numeral.unit):
        return None
    unit = numeral.unit or lexicon()["noun"].get(noun, "")
    if not unit and head is not None and head.text.endswith("s") and head.text in gazetteer().adjectives:
        unit = "persons"  # "5,000 Hondurans"
    role = head is not None and bool(_role(head))
    if numeral.written and numeral.value <= SMALL and not numeral.unit and not (role or noun in lexicon()["small"]):
        return None
    if not unit and _introduces(numeral, head):
        return None
    what = _what(head, numeral) if head is not None else noun
    if not what:
        return None
    whole = span
    if head is not None and not numeral.unit and abs(head.idx - numeral.end) < 60:
        whole = span.cover(sentence.locate(head))
    return Figure(
        span=whole,
        text=whole.of(reading.clean),
        what=what,
        value=numeral.value,
        unit=unit or "count",
        high=numeral.high,
        modifier=numeral.modifier,
        according_to=_according_to(span, sentence, reading),
        when=_when(span, head, sentence, reading),
        place=_place(head, sentence, reading),
    )


def _introduces(numeral: Numeral, head: Token | None) -> bool:
    """Whether it only introduces known things ("the two countries", "these 27 member states")."""
    if head is None:
        return False
    definite = any(t.dep_ in ("det", "poss") and t.lower_ not in ("a", "an", "some") for t in head.lefts)
    return (definite and numeral.value < 1000) or (head.pos_ == "PROPN" and numeral.value < 100)


# --- what is counted -----------------------------------------------------------------------------------------------


def _head(numeral: Numeral, span: Span, sentence: Sentence) -> Token | None:
    """The noun a number counts, or for sums and shares the word they hang on."""
    tokens = sentence.tokens(span)
    if sentence.doc is None or tokens is None:
        return None
    if numeral.modifier == "at least" and numeral.noun_at > numeral.end:
        return _first_noun(sentence.doc, numeral.noun_at)
    root = tokens.root
    while numeral.start <= root.idx < numeral.end and root.pos_ in ("NOUN", "PROPN") and root.dep_ == "compound":
        root = root.head  # the "M" of "1.2M people"
    if numeral.unit:
        return _measured(root, numeral)
    after = next((t for t in sentence.doc if t.idx >= numeral.end), None)
    if after is not None and after.lower_ in BEFALLEN:
        return after
    if root.like_num and numeral.value > 1 and _victims(root):
        return root
    return _counted(root, numeral, sentence.doc)


def _counted(root: Token, numeral: Numeral, doc: Doc) -> Token | None:
    """The noun above a number, behind "of", or right after it."""
    while root.dep_ in ("nummod", "quantmod", "compound", "npadvmod") and root.head != root and root.pos_ != "NOUN":
        root = root.head
    if root.idx >= numeral.end and root.pos_ in ("NOUN", "PROPN", "ADJ", "VERB"):
        return root if root.pos_ in ("NOUN", "PROPN") or root.lower_ in lexicon()["noun"] else None
    of = next((t for t in root.children if t.lower_ == "of" and t.i > root.i), None)
    if of is not None:
        return next((t for t in of.children if t.dep_ == "pobj" and t.pos_ in ("NOUN", "PROPN")), None)
    after = _first_noun(doc, numeral.end, adjacent=True)
    return after if after is not None and after.pos_ == "NOUN" else None


def _victims(root: Token) -> bool:
    """Whether a bare number is what a verb of harm befell."""
    while root.dep_ == "conj" and root.head.like_num and root.head != root:
        root = root.head
    return root.dep_ in ("dobj", "nsubj", "nsubjpass") and root.head.lemma_ in HARM


def _first_noun(doc: Doc, at: int, adjacent: bool = False) -> Token | None:
    """The head of the first noun phrase at or after an offset, with nothing but adjectives before it."""
    previous = None
    for token in doc:
        if token.idx < at:
            continue
        if token.pos_ in ("NOUN", "PROPN"):
            previous = token
            continue
        if (
            previous is not None
            or token.pos_ not in ("ADJ", "DET", "ADV", "PUNCT", "VERB")
            or (token.is_punct and adjacent)
        ):
            break
        if token.i > 0 and token.idx - at > 40:
            break
    return previous


def _measured(root: Token, numeral: Numeral) -> Token | None:
    """What a sum or share is of: "in aid", "of GDP", "a … package", else the subject or verb it belongs to."""
    above = root
    while above.head != above and above.dep_ in ("nummod", "quantmod", "compound", "nmod", "amod", "npadvmod"):
        above = above.head
        if above.i < root.i:
            break
        if above.pos_ == "NOUN" and above.idx >= numeral.end and above.lower_ not in _units():
            return above
        root = above
    for link in root.rights:
        if link.dep_ == "prep" and link.lower_ in ("of", "in", "for", "worth"):
            noun = next((t for t in link.children if t.dep_ == "pobj" and t.pos_ in ("NOUN", "PROPN")), None)
            if noun is not None and not noun.like_num:
                return noun
    above = root.head
    if root.dep_ == "pobj" and above.head.pos_ == "NOUN":
        return above.head
    while (above.pos_ not in ("VERB", "AUX", "NOUN") or above.lower_ == "cent") and above.head != above:
        above = above.head
    inside = numeral.start <= above.idx < numeral.end
    return None if inside or above.lower_ in _units() else above


def _noun_after(numeral: Numeral, sentence: Sentence, reading: Reading) -> str:
    """Without a parse: a word of the list of counted things soon after the number."""
    if sentence.doc is not None:
        return ""
    text = sentence.span.of(reading.clean)[numeral.noun_at :]
    words = re.findall(r"[A-Za-z-]+|[,.;:()]", text)[:COUNTED_TOKENS]
    for word in map(str, words):
        if word in ",.;:()":
            break
        if word.lower() in lexicon()["noun"]:
            return word.lower()
    return "amount" if numeral.unit else ""


def _what(head: Token, numeral: Numeral) -> str:
    """Normalised noun phrase with its role: "civilians killed", "refugees from Ukraine", "trade reached"."""
    if head.like_num:
        return f"people {_role(head)}".strip()
    if head.lower_ in BEFALLEN:
        return f"people {head.lower_}"
    if head.pos_ in ("VERB", "AUX"):
        return _what_of_verb(head, numeral)
    phrase, role, tail = _phrase(head, numeral), _role(head), ""
    link = next((t for t in head.rights if t.dep_ == "prep" and t.lower_ in LINKS), None)
    if link is not None and link.i == head.i + 1:
        noun = next((t for t in link.children if t.dep_ == "pobj"), None)
        if noun is not None and noun.pos_ in ("NOUN", "PROPN") and not noun.like_num and noun.lower_ not in _units():
            tail = f"{link.lower_} {_phrase(noun, numeral)}"
    # "bodies of civilians exhumed", but "civilians killed in Ukraine"
    parts = (phrase, tail, role) if tail.startswith("of ") else (phrase, role, tail)
    return " ".join(part for part in parts if part)


def _what_of_verb(verb: Token, numeral: Numeral) -> str:
    """What a sum or share at a verb is of: its object ("cut wages to"), what it is, or its subject with the verb."""
    units = _units()

    def noun(*relations: str) -> Token | None:
        near = (
            t
            for t in verb.children
            if t.dep_ in relations and t.pos_ in ("NOUN", "PROPN") and not numeral.start <= t.idx < numeral.end
        )
        return next((t for t in near if t.lower_ not in units and not t.like_num), None)

    if found := noun("dobj", "attr"):
        return _phrase(found, numeral)
    subject = noun("nsubj", "nsubjpass")
    if subject is not None:
        return f"{_phrase(subject, numeral)} {verb.lower_}" if verb.pos_ == "VERB" else _phrase(subject, numeral)
    for link in verb.rights:
        of = next((t for t in link.children if t.dep_ == "pobj" and t.pos_ in ("NOUN", "PROPN")), None)
        if link.dep_ == "prep" and of is not None and of.lower_ not in units:
            return f"{verb.lower_} {link.lower_} {_phrase(of, numeral)}"
    return verb.lower_ if verb.pos_ == "VERB" else ""


def _units() -> dict[str, str]:
    return lexicon()["measure"] | lexicon()["money"]


def _phrase(head: Token, numeral: Numeral) -> str:
    """A noun with its adjectives and compounds, names in their own case."""
    parts = [
        t
        for t in head.lefts
        if (t.idx >= numeral.end or t.idx < numeral.start)
        and t.dep_ in DESCRIBES
        and not t.like_num
        and t.pos_ in ("NOUN", "PROPN", "ADJ")
        and t.lower_ not in _EMPTY
        and t.lower_ not in lexicon()["measure"]
        and t.lower_ not in lexicon()["money"]
    ]
    return " ".join(t.text if t.pos_ == "PROPN" or (t.text[0].isupper() and t.i) else t.lower_ for t in (*parts, head))


def _role(head: Token) -> str:
    """What befell those counted: from the verb they are subject or object of, or the participle behind them."""
    for child in head.rights:
        if child.dep_ in ("acl", "relcl") and child.lemma_ in ROLES:
            return ROLES[child.lemma_]
    while head.dep_ == "conj" or (head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head != head.head):
        head = head.head if head.dep_ == "conj" else head.head.head
    verb = head.head
    if (
        verb.lemma_ in ROLES
        and head.dep_ in ("nsubjpass", "dobj", "nsubj")
        and not any(t.dep_ == "neg" for t in verb.children)
    ):
        passive = any(t.dep_ == "auxpass" for t in verb.children)
        intransitive = verb.lemma_ in ("die", "flee", "perish", "return")
        if (
            head.dep_ == "nsubjpass"
            or (head.dep_ == "dobj" and not passive)
            or (head.dep_ == "nsubj" and (intransitive or passive))
        ):
            return ROLES[verb.lemma_]
    return ""


# --- who says so, when and where -----------------------------------------------------------------------------------


def _according_to(span: Span, sentence: Sentence, reading: Reading) -> Party | None:
    """The nearest "according to" of the sentence, else the speaker of the statement that covers the figure."""
    text = sentence.span.of(reading.clean)
    offset = span.start - sentence.span.start
    cited = list(ACCORDING.finditer(text))
    before = [m for m in cited if m.end() <= offset]
    after = [m for m in cited if m.start() > offset]
    for match in before[-1:] or after[:1]:
        party = _cited(match.end(), sentence, reading)
        if party is not None:
            return party
    covering = [s for s in reading.statements if s.sure and s.span.covers(span)]
    return min(covering, key=lambda s: len(s.span)).speaker if covering else None


def _cited(at: int, sentence: Sentence, reading: Reading) -> Party | None:
    start = sentence.span.start + at
    near = reading.mentions_near(Span(start, start + 5))
    mention = next((m for m in near if m.span.start <= start + 4 and m.span.end > start), None)
    if mention is not None:
        return Party(mention.actor, mention.span, mention.text, mention.name)
    if sentence.doc is None:
        return None
    token = next((t for t in sentence.doc if t.idx >= at), None)
    while (
        token is not None
        and token.dep_ in ("det", "compound", "amod", "poss", "nmod", "nummod")
        and token.head.i > token.i
    ):
        token = token.head
    if token is None or token.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    named = [t for t in token.subtree if t.i >= token.i]
    stop = next((n for n, t in enumerate(named) if t.is_punct or t.dep_ in ("relcl", "acl")), len(named))
    last = named[max(stop - 1, 0)]
    end = sentence.span.start + last.idx + len(last.text)
    return Party(None, Span(start, end), reading.clean[start:end])


def _clause(token: Token) -> Token:
    """The verb whose clause holds a token."""
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token


def _when(span: Span, head: Token | None, sentence: Sentence, reading: Reading) -> Interval:
    """The one date of the figure's own clause; none if the clause has several."""
    if head is None:
        return UNKNOWN_TIME
    clause = _clause(head)
    dates = []
    for time in reading.times:
        if not sentence.span.covers(time.span) or time.interval.first is None or time.kind not in ("DATE", "TIME"):
            continue
        tokens = sentence.tokens(time.span)
        if tokens is not None and _clause(tokens.root) == clause:
            dates.append(time.interval)
    return dates[0] if len(set(dates)) == 1 else UNKNOWN_TIME


def _place(head: Token | None, sentence: Sentence, reading: Reading) -> str:
    """The most exact place that hangs on the figure's noun or clause."""
    if head is None:
        return ""
    clause = _clause(head)
    order = {"point": 0, "region": 1, "country": 2, "unknown": 3}
    near = []
    for place in reading.places:
        if sentence.span.covers(place.span):
            tokens = sentence.tokens(place.span)
            if tokens is not None and (head in tokens.root.ancestors or _clause(tokens.root) == clause):
                near.append(place)
    best = min(near, key=lambda p: order[p.precision], default=None)
    return best.name if best else ""


FIGURES = Step(
    "figures",
    1,
    reads=("report", "sentences", "mentions", "times", "places", "statements"),
    fills=("figures",),
    run=find_figures,
)
