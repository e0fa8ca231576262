"""Predicates that tell an event, and where in the parse the parties of each stand.

The lexicon is `data/predicates.tsv`. A frame is a word, what must stand with it, the PLOVER type it tells,
and the places where its recipient is looked for. All of this is about tokens; who they are is for `events`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from westphalia import vocabulary

PREPOSITIONS = frozenset(
    "against at about across along around as before behind between by during for from in into near of off on out "
    "outside over through to toward towards under upon with within".split()
)
SUBJECTS = ("nsubj", "csubj")
VERBS = ("VERB", "AUX")
CONTROLLED = frozenset({"xcomp", "conj", "advcl", "pcomp", "acl", "relcl", "ccomp"})
OBJECT_CONTROL = frozenset(
    "ask urge order force compel allow let help tell invite persuade convince press require want prompt push cause "
    "lead encourage enable deter dissuade discourage warn".split()
)


BLAMED = frozenset(
    "accuse suspect stop prevent blame condemn criticize criticise deter dissuade discourage bar arrest detain charge "
    "jail sentence convict punish sanction praise thank commend hail prosecute indict fine reward honour honor".split()
)
"""Verbs whose object does what follows their preposition: "accused Chile of shelling"."""
BETWEEN = frozenset("border tension conflict dispute war row rivalry standoff feud confrontation crisis".split())
"""What is itself with somebody: "drills amid tensions with Chile"."""
COUNTING = frozenset(
    "series round number lot wave package amount kind form hundred dozen thousand million billion score".split()
)
"""Nouns that count what follows their "of"."""
PRESSED = frozenset({"pressure", "call", "demand", "appeal", "request", "plea", "order"})
OTHERS = frozenset({"call", "demand", "appeal", "plea", "order", "proposal", "ultimatum"})
"""Nouns whose infinitive somebody else than their owner should do: "Chile's demand to withdraw"."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the lexicon. `flags`: see the head of the table."""

    head: str
    pos: str
    needs: tuple[str, ...]
    type: str
    mode: str
    recipient: tuple[str, ...]
    flags: str

    @property
    def mutual(self) -> bool:
        """Whether the act is one that all its parties do (a meeting, a treaty)."""
        return "m" in self.flags


@lru_cache(maxsize=1)
def frames() -> dict[tuple[str, str], tuple[Frame, ...]]:
    """(lemma, "V" or "N") → its frames, those with conditions first."""
    found: dict[tuple[str, str], list[Frame]] = {}
    for row in vocabulary.rows("westphalia.reading", "predicates.tsv"):
        needs, recipient = tuple(row["needs"].split()), tuple(row["recipient"].split("|"))
        for head in row["head"].split("|"):
            frame = Frame(head, row["pos"], needs, row["type"], row["mode"], recipient, row["flags"])
            found.setdefault((head, row["pos"]), []).append(frame)
    return {key: tuple(sorted(rows, key=lambda f: not _positive(f.needs))) for key, rows in found.items()}


def _positive(needs: tuple[str, ...]) -> bool:
    return any(not need.startswith("!") for need in needs)


def match(token: Token) -> Frame | None:
    """The frame of a verb or noun, None if the lexicon has none whose conditions hold."""
    pos = "V" if token.pos_ in VERBS else "N" if token.pos_ in ("NOUN", "PROPN") else ""
    for frame in frames().get((token.lemma_.lower(), pos), ()):
        if all(_holds(need, token) for need in frame.needs):
            return frame
    return None


def _holds(need: str, token: Token) -> bool:  # noqa: PLR0911 - one case a kind of condition
    """Whether one condition of a frame holds at a token."""
    if need.startswith("!"):
        if need[1:] in PREPOSITIONS:
            return not any(c.dep_ in ("prep", "prt") and c.lower_ == need[1:] for c in token.children)
        return not any(c.dep_ == need[1:] for c in token.children)
    if need.startswith("@"):
        return any(c.dep_ == need[1:] for c in token.children)
    if need.startswith("+"):
        return any(c.dep_ in ("prt", "advmod") and c.lower_ == need[1:] for c in token.children)
    if need.startswith("~"):
        return bool(slot(token, need[1:]))
    if need.startswith("="):
        wanted = need[1:].split("|")
        return any(c.dep_ in ("acomp", "oprd", "ccomp", "xcomp", "attr") and c.lower_ in wanted for c in token.children)
    if ":" in need:
        preposition, nouns = need.split(":")
        wanted = nouns.split("|")
        return any(c.lemma_.lower() in wanted for c in after(token, preposition))
    wanted = need.split("|")
    if all(word in PREPOSITIONS for word in wanted):
        return any(c.dep_ in ("prep", "prt", "dative") and c.lower_ in wanted and not _dates(c) for c in token.children)
    if token.pos_ in ("NOUN", "PROPN"):
        return bool(_lemmas(token) & set(wanted))
    return any(_lemmas(o) & set(wanted) for o in objects(token))


def _dates(preposition: Token) -> bool:
    """Whether a preposition holds a time: "on Friday"."""
    return any(c.dep_ == "pobj" and c.lower_.endswith("day") for c in preposition.children)


def _lemmas(noun: Token) -> set[str]:
    """Lemmas of a noun, what it is made of ("drone strikes"), and what it counts ("a series of raids")."""
    found = {noun.lemma_.lower(), noun.lower_}
    made_of = [c for c in noun.children if c.dep_ in ("compound", "nmod", "nummod", "conj", "amod")]
    found |= {t.lemma_.lower() for one in made_of for t in (one, *one.children)}
    if noun.lemma_.lower() in COUNTING:
        for inner in after(noun, "of"):
            found.add(inner.lemma_.lower())
    return found


def objects(verb: Token) -> list[Token]:
    """Direct objects, or the subject of a passive."""
    found = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    if not found and verb.dep_ in ("relcl", "acl") and verb.tag_ == "VBN":
        found = [verb.head]
    if not found and verb.dep_ == "conj" and verb.head.pos_ in VERBS and passive(verb.head) and verb.tag_ == "VBN":
        return objects(verb.head)
    return found


def passive(verb: Token) -> bool:
    """Whether the verb is in the passive voice."""
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return True
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return True
    if (
        verb.dep_ == "advcl"
        and verb.tag_ == "VBN"
        and not any(c.dep_ in ("aux", "dobj", *SUBJECTS) for c in verb.children)
    ):
        return True  # "when asked"
    return verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.pos_ in VERBS and passive(verb.head)


def after(token: Token, preposition: str) -> list[Token]:
    """What stands after a preposition of a word: ("talks", "with") → those talked with."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent", "prt") and child.lower_ == preposition:
            if child.i and child.nbor(-1).lemma_ in BETWEEN and preposition == "with" and child.nbor(-1) != token:
                continue  # "drills on the border with Chile" are not held with Chile
            found += [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            found += [g for c in child.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    return found


def agents(verb: Token) -> list[Token]:  # noqa: C901, PLR0911, PLR0912 - one case a construction
    """Who does what the verb says: its subject, the by-phrase of a passive, or the subject that controls it."""
    if passive(verb):
        return after(verb, "by")
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        return [*_listed(own[0], verb), *(antecedent(t, verb) for t in own)]
    head, dep = verb.head, verb.dep_
    if verb.tag_ == "VBG" and dep in ("advcl", "xcomp", "ccomp") and (doer := _beside(verb)) is not None:
        return [doer]
    if dep == "pcomp" or (dep == "xcomp" and head.pos_ not in VERBS):
        head = head.head if dep == "pcomp" else head
        if head.pos_ == "ADJ":
            head = head.head
        if head.pos_ in ("NOUN", "PROPN"):
            return [c for c in head.children if c.dep_ == "poss"] or _through(head)
    if head == verb or dep not in CONTROLLED:
        return []
    if dep in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        if verb.tag_ == "VBG":
            return [head]
        pressed = [t for name in ("on", "to", "for") for t in after(head, name)] if head.lemma_ in PRESSED else []
        if pressed or head.lemma_ in OTHERS:
            return pressed
        owners = [c for c in head.children if c.dep_ == "poss"]
        return owners or _through(head)
    if head.pos_ not in VERBS:
        return []
    if dep == "ccomp" and verb.tag_ not in ("VB", "VBG"):
        return []
    if dep == "xcomp" and head.lemma_ in OBJECT_CONTROL and objects(head):
        return objects(head)
    if dep == "pcomp" and objects(head) and head.lemma_ in BLAMED:
        return objects(head)
    if passive(head) and dep in ("conj", "xcomp"):
        return objects(head) if not passive(verb) else agents(head)
    return agents(head)


def _beside(verb: Token) -> Token | None:
    """Who does what a participle tells right behind the name: "a video of workers criticising Chile"."""
    before = verb.nbor(-1) if verb.i else None
    plural = before is not None and before.tag_ in ("NNS", "NNPS") and before.dep_ in ("pobj", "dobj")
    return before if plural and before is not None and before.head.i != verb.i else None


def _listed(subject: Token, verb: Token) -> list[Token]:
    """A name before the subject's, as headlines list them: "Chile, Kenya agree on a truce"."""
    before = subject.left_edge.i - 2
    after_colon = {0, *(t.i + 1 for t in verb.doc if t.lower_ == ":")}
    listed = (c for c in verb.children if c.dep_ in ("npadvmod", "nsubj", "dep") and c.i == before)
    return [c for c in listed if c.tag_ == "NNP" and c.nbor().lower_ == "," and c.left_edge.i in after_colon]


def _through(noun: Token) -> list[Token]:
    """The agent of the verb a noun is the object of: "made a decision to leave"."""
    return agents(noun.head) if noun.dep_ in ("dobj", "pobj", "attr") and noun.head.pos_ in VERBS else []


def antecedent(token: Token, verb: Token) -> Token:
    """What a relative pronoun stands for; any other word itself."""
    if token.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return _plural(token, verb) or _affirmed(verb.head)
    return token


def _affirmed(noun: Token) -> Token:
    """Who is meant instead of whom "not" puts aside: "it was Rojas, not Soto, who left"."""
    denied = any(c.lower_ == "not" for c in noun.children) or (
        noun.left_edge.i and noun.left_edge.nbor(-1).lower_ == "not"
    )
    beside = noun.dep_ in ("conj", "appos") and noun.head.pos_ in ("NOUN", "PROPN")
    return noun.head if denied and beside else noun


def _plural(pronoun: Token, verb: Token) -> Token | None:
    """The nearer noun where the number of the verb asks for it: "the unity of the democracies, which have"."""
    finite = next((c for c in verb.children if c.dep_ == "aux"), verb)
    if (
        finite.tag_ != "VBP"
        or verb.head.tag_ in ("NNS", "NNPS")
        or any(c.dep_ == "conj" for c in verb.head.children if c.tag_ == "NNP")
    ):
        return None
    before = [t for t in verb.head.subtree if t.i < pronoun.i and not t.is_punct]
    return before[-1] if before and before[-1].tag_ in ("NNS", "NNPS") else None


def slot(token: Token, name: str) -> list[Token]:
    """The tokens in one place of a frame: "obj", "with" (of the word or its object), "obj>", "clause"."""
    if name in ("obj", "obj>"):
        found = objects(token)
        return [antecedent(t, token) for t in found]
    if name == "dative":
        return [c for c in token.children if c.dep_ == "dative" and c.pos_ != "ADP"] or after(token, "to")
    if name.startswith("attr."):
        return [t for c in token.children if c.dep_ == "attr" for t in after(c, name[5:])]
    if name.startswith("obj."):
        return [t for o in objects(token) for t in after(o, name[4:])]
    if name in ("clause", "clause.subj", "ccomp"):
        return _clause(token, name)
    found = after(token, name)
    for held in objects(token):
        found += after(held, name)
    for child in token.children:
        if child.dep_ in ("prep", "prt") and child.lower_ != name:
            held_there = [p for p in child.children if p.dep_ == "pobj" and p.lemma_ not in BETWEEN]
            found += [t for p in held_there for t in after(p, name)]
    return found


def _clause(token: Token, name: str) -> list[Token]:
    """Parties inside the clause a verb holds: its subject, else its objects and what follows its prepositions."""
    found: list[Token] = []
    for verb in below(token):
        own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        if name in ("clause.subj", "ccomp") and own:
            return own
        if name == "clause":
            found += objects(verb)
            found += [c for c in verb.children if c.dep_ == "dative"]
            for preposition in ("with", "to", "against", "on", "from", "for"):
                found += after(verb, preposition) + [t for o in objects(verb) for t in after(o, preposition)]
            for deeper in below(verb):
                found += [c for c in deeper.children if c.dep_ in ("nsubj", "dobj")] + after(deeper, "with")
    return found


def below(verb: Token) -> Iterable[Token]:
    """The verbs of the clauses a verb holds."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp") and child.pos_ in VERBS:
            yield child
        elif child.dep_ == "acomp":
            yield from below(child)
        elif child.dep_ == "prep":
            yield from (c for c in child.children if c.dep_ == "pcomp" and c.pos_ in VERBS)
        elif child.dep_ == "dobj":
            yield from (c for c in child.children if c.dep_ == "acl" and c.pos_ in VERBS)
