"""Whether what a predicate tells has happened: negation, modality, condition, tense, denial, refusal, report.

The reading starts at the predicate and climbs to the clauses that hold it; each level may change the status.
Words and what they do to a status are data: `data/status_words.tsv`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from westphalia import vocabulary

NEGATIONS = frozenset({"not", "n't", "never", "no", "nor", "neither", "hardly", "scarcely", "without"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
OPAQUE = frozenset({"possible", "planned", "refused", "denied", "alleged"})
CLAUSAL = frozenset({"ccomp", "xcomp", "pcomp", "acl", "csubj", "csubjpass", "advcl", "oprd"})
VERBS = ("VERB", "AUX")
ARGUMENTS = frozenset("of for to about on ahead before against from with by without".split())
"""Prepositions that tie a noun to its verb; what stands "after" or "despite" an act has a status of its own."""
MAX_CLIMB = 8
OCCURS = frozenset("be take happen occur begin start continue resume proceed come go follow ensue aim focus".split())
"""Verbs that say of a deed whether and when it is done."""
GATHER = frozenset("take gather rally march assemble turn pour convene meet go come use employ fire launch".split())
"""Verbs whose purpose is what is being done: "took to the streets to denounce"."""
PERFORMED = frozenset("thank congratulate express commend condemn praise welcome reiterate apologize apologise".split())
"""What is done by saying that one would like to do it."""
TRAVELS = frozenset("head travel fly go come visit return arrive".split())
"""What is said of a journey that lies ahead: "minister heading to Kenya"."""
PAPERS = frozenset("affidavit indictment lawsuit complaint chargesheet petition suit".split())
"""What alleges when it says something."""
OPPOSED = frozenset("resist oppose stop halt end repel counter withstand confront survive".split())
"""What one does to a deed that is going on: "resist Chile's invasion"."""
FACTIVE = frozenset("apologize apologise forgive atone".split())
"""Verbs whose "for doing it" has been done: "wants her to apologise for Chile dropping the bomb"."""
ORDINALS = frozenset("first second third last latest only next".split())
"""What makes an infinitive a deed: "the first leader to visit"."""


@dataclass(frozen=True, slots=True)
class Status:
    """One of the model's STATUSES, the words that decided it, and who alleges (the word that names him)."""

    name: str
    fired: tuple[str, ...] = ()
    by: Token | None = None


@lru_cache(maxsize=1)
def words() -> dict[tuple[str, str], str]:
    """(kind of word, lemma) → status. Kinds: holds-clause, holds-noun, adjective, adverb, preposition."""
    rows = vocabulary.rows("westphalia.reading", "status_words.tsv")
    return {(row["kind"], lemma): row["status"] for row in rows for lemma in row["words"].split("|")}


def status(predicate: Token) -> Status:
    """The status of what `predicate` (a verb or a noun) tells."""
    *_, (_, last) = climb(predicate)
    return last


def climb(predicate: Token) -> Iterator[tuple[Token, Status]]:
    """The status from the predicate upwards: each word that was looked at, and what the status is after it."""
    now = _own(predicate)
    yield predicate, now
    at = predicate
    for _ in range(MAX_CLIMB):
        step = _above(at)
        if step is None or (step[1] == "advcl" and _of_time(at)):
            break
        holder, how = step
        if how == "acl" and holder.lemma_ == "fact":
            break  # "the fact that he left will not be forgotten": he left, whatever becomes of the fact
        reduced = how == "acl" and at.tag_ == "VBN" and not any(c.dep_ in SUBJECTS for c in at.children)
        if reduced and ("holds-clause", holder.lemma_.lower()) not in words():
            break  # "wants part of the assets seized by Chile": they are seized
        if at.tag_ == "VBG" and how == "prep:for" and holder.lemma_.lower() in FACTIVE:
            break
        if at.pos_ == "NOUN" and taken_for_granted(at) and holder.lemma_.lower() in OPPOSED:
            break
        now = _combine(now, holder, how, at)
        yield holder, now
        poss = how in ("nsubj", "prep:of") and any(c.dep_ == "poss" for c in at.children)
        if at.pos_ == "NOUN" and (poss or taken_for_granted(at)):
            break  # "he believes that her visit has helped", "wants the crimes of Chile's war tried"
        at = holder


def taken_for_granted(noun: Token) -> bool:
    """Whether a deed is named with its doer as one that is known: "Chile's invasion", "the Chilean invasion"."""
    definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "these") for c in noun.children)
    return any(
        (c.dep_ == "poss" and c.pos_ in ("NOUN", "PROPN") and not c.is_lower)
        or (definite and c.dep_ in ("amod", "compound", "nmod") and c.is_title)
        for c in noun.children
    )


def _of_time(verb: Token) -> bool:
    """Whether a clause tells when or why, with a tense of its own: "rules since he overthrew the king"."""
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
    return bool(marks & {"since", "because", "when", "as", "while", "although", "though", "whereas"}) and any(
        c.dep_ in SUBJECTS for c in verb.children
    )


def _negated(token: Token) -> str:
    """The word that negates a verb or noun, "" if none does."""
    for child in token.children:
        low = child.lower_
        if (child.dep_ == "neg" or low in NEGATIONS) and child.dep_ in ("neg", "det", "advmod", "preconj", "cc"):
            if low == "no" and child.dep_ == "advmod":
                continue
            follows = child.nbor() if child.i + 1 < len(child.doc) else child
            if not (low == "not" and follows.lower_ in ("only", "just", "least")):
                return low
        if child.dep_ in SUBJECTS and token.pos_ in ("VERB", "AUX"):
            if low in ("nobody", "none", "nothing", "neither"):
                return low
            bare = next((c.lower_ for c in child.children if c.dep_ == "det" and c.lower_ in ("no", "neither")), "")
            bare = bare or next((c.lower_ for c in child.children if c.lower_ == "not" and c.i < child.i), "")
            if bare:
                return bare
    return ""


def _auxiliaries(verb: Token) -> list[Token]:
    found = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if not found and verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and verb.tag_ == verb.head.tag_:
        return _auxiliaries(verb.head)
    return found


def _own(predicate: Token) -> Status:
    return _own_verb(predicate) if predicate.pos_ in ("VERB", "AUX") else _own_noun(predicate)


def _own_verb(verb: Token) -> Status:  # noqa: C901, PLR0911 - the first word that decides
    """What the verb group itself says: its auxiliaries, negation, aspect, and an `if` before it."""
    helpers = _auxiliaries(verb)
    low = [t.lower_.replace("’", "'") for t in helpers]
    negation = _negated(verb)
    if mark := _condition(verb):
        return Status("possible", (mark,))
    found = next((words()["auxiliary", w] for w in low if ("auxiliary", w) in words()), "")
    if "would" in low and not _reported_past(verb):
        found = "possible"
    if negation:
        return Status("refused" if found == "planned" else "denied", (*low, negation))
    if found:
        return Status(found, tuple(low))
    if ahead := _headline(verb, low):
        return Status(ahead, ("headline",))
    adverb = next((c.lower_ for c in verb.children if c.dep_ == "advmod" and ("adverb", c.lower_) in words()), "")
    if adverb:
        return Status(words()["adverb", adverb], (adverb,))
    if "to" in low and (ahead := _meant(verb)):
        return Status(ahead, ("to",))
    if verb.tag_ == "VBG" and any(t.lemma_ == "be" for t in helpers):
        if any(t.lower_ in ("is", "are", "'s", "'re", "am") for t in helpers) and _soon(verb):
            return Status("planned", ("progressive", "future time"))
        return Status("ongoing", tuple(low))
    if verb.tag_ in ("VBZ", "VBP") and _soon(verb):
        return Status("planned", ("present", "future time"))
    if verb.tag_ in ("VBZ", "VBP") and (verb.lemma_ == "continue" or any(c.lower_ == "still" for c in verb.children)):
        return Status("ongoing", ("present",))
    return Status("happened")


def _headline(verb: Token, helpers: list[str]) -> str:
    """The status of a verb that stands bare in a headline: "Chile to send arms", "Chile sending arms"."""
    top = verb.head if verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ else verb
    if top.dep_ != "ROOT" or not any(c.dep_ in SUBJECTS for c in top.children):
        return ""
    if "to" in helpers:
        return "planned"
    bare = verb.tag_ == "VBG" and not helpers
    return ("planned" if verb.lemma_ in TRAVELS else "ongoing") if bare else ""


def _condition(verb: Token) -> str:
    """The word that makes a clause a condition: "if", "unless", "provided", or the "had" of "had they known"."""
    for child in verb.children:
        if child.lower_ in ("if", "unless", "whether", "provided", "providing") and child.i < verb.i:
            return child.lower_
    first = next(verb.subtree)
    inverted = verb.dep_ == "advcl" and first.lower_ in ("had", "should", "were") and first.head == verb
    return first.lower_ if inverted and any(c.dep_ in SUBJECTS for c in verb.children) else ""


def _meant(verb: Token) -> str:
    """The status of an infinitive that says what for: a purpose is planned, "ways to do it" are possible."""
    head = verb.head
    if verb.dep_ == "advcl" and head.pos_ in ("VERB", "AUX"):
        if held := words().get(("holds-clause", head.lemma_.lower())):
            return held if held != "alleged" else "possible"
        return "" if head.lemma_.lower() in GATHER or verb.i < head.i else "planned"
    if verb.dep_ in ("acl", "relcl") and head.pos_ == "NOUN" and ("holds-clause", head.lemma_.lower()) not in words():
        return "" if any(c.lower_ in ORDINALS for c in head.children) else "possible"
    return ""


def _own_noun(noun: Token) -> Status:
    negation = _negated(noun)
    if negation:
        return Status("denied", (negation,))
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod", "advmod") and ("adjective", child.lower_) in words():
            return Status(words()["adjective", child.lower_], (child.lower_,))
        if child.dep_ in ("poss", "npadvmod", "amod", "nmod", "compound") and _next(child):
            return Status("planned", (child.subtree.__next__().lower_,))
    if _soon(noun):
        return Status("planned", ("future time",))
    return Status("happened")


def _next(token: Token) -> bool:
    return any(t.lower_ in ("next", "tomorrow", "upcoming", "coming") for t in token.subtree) or token.lower_ == "next"


def _soon(word: Token) -> bool:
    """Whether a word is modified by a time that lies ahead: "tomorrow", "next week", "later this month"."""
    for child in word.children:
        low = child.lower_
        if low in ("tomorrow", "soon", "shortly"):
            return True
        if child.dep_ in ("npadvmod", "advmod", "prep", "pobj") and any(
            t.lower_ in ("next", "coming", "upcoming", "tomorrow") for t in child.subtree if t.i - child.i < 5
        ):
            return True
    return False


def _reported_past(verb: Token) -> bool:
    """Whether `would` stands for `will` in past reported speech: "said it would send arms"."""
    if any(c.dep_ == "advcl" and any(m.lower_ == "if" for m in c.children) for c in verb.children):
        return False
    head = verb
    for _ in range(3):
        if head.dep_ in ("ccomp", "acl", "conj"):
            head = head.head
            if head.tag_ in ("VBD", "VBN") or head.pos_ == "NOUN":
                return True
        else:
            break
    return False


def _above(token: Token) -> tuple[Token, str] | None:  # noqa: PLR0911 - one case a relation
    """The word that holds `token` and how: as its clause, as its noun, or after a preposition."""
    dep, head = token.dep_, token.head
    if head == token:
        return None
    if dep == "conj":
        return _above(head) if token.pos_ == head.pos_ else (head, "conj")
    if dep in CLAUSAL:
        if dep == "pcomp" and head.pos_ in ("ADP", "SCONJ"):
            return (head.head, f"prep:{head.lower_}") if head.head != head else None
        return head, dep
    if dep in ("dobj", "nsubjpass", "attr", "oprd", "nsubj", "appos"):
        return head, dep
    if dep == "pobj" and head.dep_ in ("prep", "agent", "dative") and head.lower_ in ARGUMENTS:
        return head.head, f"prep:{head.lower_}"
    return None


def _combine(  # noqa: C901, PLR0911, PLR0912 - a decision list, strongest word first
    now: Status, holder: Token, how: str, at: Token
) -> Status:
    """The status of what is held, given what its holder does to it."""
    lemma = "going" if holder.lower_ == "going" else holder.lemma_.lower()
    if how == "prep:without":
        return Status("denied", ("without",))
    if how in ("ccomp", "csubj", "csubjpass") and lemma == "be":
        lemma = next((c.lemma_.lower() for c in holder.children if c.dep_ == "acomp"), lemma)
        if lemma == "true" and (negation := _negated(holder)):
            return Status("denied", (negation, lemma))
    kind = _kind(holder, how, at)
    if lemma == "call" and how in ("dobj", "nsubjpass") and any(c.lower_ == "off" for c in holder.children):
        return Status("denied", ("call off",))
    if how.startswith("prep:"):
        before = words().get(("preposition", how[5:])) if at.pos_ == "NOUN" else None
        if before and now.name == "happened" and holder.tag_ not in ("VBD", "VBN"):
            return Status(before, (how[5:],))
    effect = words().get((kind, lemma), "") if kind else ""
    if lemma == "call" and how in ("dobj", "nsubj"):
        effect = ""  # "called the talks useful"
    negation = _negated(holder) if effect or kind == "holds-clause" else ""
    if negation and effect in ("denied", "refused"):
        return Status("possible", (negation, lemma))
    if negation and kind == "holds-clause" and how in ("xcomp", "oprd") and now.name in ("happened", "ongoing"):
        modal = _own_verb(holder) if holder.pos_ in ("VERB", "AUX") else Status("denied")
        return Status(modal.name if modal.name in OPAQUE else "denied", (negation, lemma))
    if how == "ccomp" and now.name in ("happened", "ongoing") and _alleges(holder):
        return Status("alleged", (lemma,))
    if how == "ccomp" and effect == "refused" and at.tag_ not in ("VB", "VBG"):
        return now  # "Beijing rejects the claims and Chile blamed Kenya": one refuses to do, not that it is done
    if how == "ccomp" and at.i < holder.i and effect != "alleged":
        return now  # "We defend peace, we reject hegemony": clauses side by side, whatever the parse says
    if effect in ("denied", "refused"):
        open_yet = holder.pos_ in VERBS and _own_verb(holder).name == "possible"
        return Status("possible" if open_yet else effect, (lemma,))
    if how == "ccomp" and now.name == "happened" and _subjunctive(at):
        return Status("possible", (lemma, "subjunctive"))  # "insisted that he resign"
    if how == "xcomp" and lemma == "like" and at.lemma_ in PERFORMED:
        return Status("happened", (*now.fired, "would like to"))
    if how == "xcomp" and lemma == "be" and "to" in (t.lower_ for t in _auxiliaries(at)) and now.name == "happened":
        return Status("planned", ("be to",))
    if effect == "ongoing" and holder.pos_ in VERBS and (own := _own_verb(holder)).name in OPAQUE:
        effect = own.name
    if now.name in ("denied", "refused"):
        return now
    if effect == "alleged" and now.name in ("happened", "ongoing"):
        return Status("alleged", (lemma,), _speaker(holder))
    if effect and effect != "alleged":
        return Status(effect, (lemma,)) if now.name in ("happened", "ongoing", "planned") else now
    return _passed_on(now, holder, how, at)


def _passed_on(now: Status, holder: Token, how: str, at: Token) -> Status:  # noqa: PLR0911 - one case a relation
    """The status of what is held by a word that says nothing of it itself: its own tense and mood may pass on."""
    if how in ("xcomp", "oprd") and now.name == "happened" and holder.pos_ in ("VERB", "AUX", "ADJ"):
        own = _own_verb(holder)
        return own if own.name != "happened" else now
    if how == "dobj" and at.pos_ == "NOUN" and now.name == "happened" and holder.pos_ == "VERB":
        own = now if taken_for_granted(at) else _own_verb(holder)
        return own if own.name in OPAQUE else now
    if how == "nsubj" and now.name == "happened" and (said := _predicated(holder)):
        return Status(words()["adjective", said], (said,))
    if how == "nsubj" and not _occurs(holder):
        if any(c.lower_ == "would" for c in _auxiliaries(holder)) and not any(
            c.dep_ in ("det", "poss") for c in at.children
        ):
            return Status("possible", ("would",))  # "new attacks would kill the treaty"
        return now  # "the talks may change much": they are held
    if how in ("nsubjpass", "nsubj", "attr") and at.pos_ == "NOUN" and now.name == "happened":
        own = _own_verb(holder) if holder.pos_ in ("VERB", "AUX") else now
        return own if own.name in OPAQUE else now
    return now


def _alleges(verb: Token) -> bool:
    """Whether what a verb holds is an allegation: "has allegedly said that", "the affidavit states that"."""
    if any(c.dep_ == "advmod" and words().get(("adverb", c.lower_)) == "alleged" for c in verb.children):
        return True
    return any(c.dep_ == "nsubj" and c.lemma_.lower() in PAPERS for c in verb.children)


def _occurs(verb: Token) -> bool:
    """Whether a verb says of its subject whether it takes place: "the visit will be on Monday", not "is groundless"."""
    return verb.lemma_ in OCCURS and not (verb.lemma_ == "be" and any(c.dep_ == "acomp" for c in verb.children))


def _predicated(verb: Token) -> str:
    """The adjective that says of a subject what its status is: "the meeting is possible"."""
    found = (c.lower_ for c in verb.children if c.dep_ == "acomp")
    return next((low for low in found if verb.lemma_ == "be" and ("adjective", low) in words()), "")


def _subjunctive(verb: Token) -> bool:
    """Whether a verb has no ending where its subject asks for one: "insisted that the governor resign"."""
    if verb.tag_ not in ("VB", "VBP") or _auxiliaries(verb):
        return False
    singular = any(c.dep_ in SUBJECTS and c.tag_ in ("NN", "NNP") for c in verb.children)
    together = any(c.dep_ in SUBJECTS and any(True for _ in c.conjuncts) for c in verb.children)
    return singular and not together


def _speaker(holder: Token) -> Token | None:
    """Who claims or accuses: the subject, or the by-phrase of a passive."""
    by = (p for c in holder.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj")
    return next(by, next((c for c in holder.children if c.dep_ in ("nsubj", "csubj")), None))


def _kind(holder: Token, how: str, at: Token) -> str:
    """Under which heading of the word table the holder is looked up."""
    if how in ("ccomp", "xcomp", "oprd", "csubj", "csubjpass"):
        return "holds-clause"
    if how == "acl" and holder.pos_ in ("NOUN", "ADJ", "PROPN"):
        return "holds-clause" if at.tag_ in ("VB", "VBZ", "VBP", "VBD", "MD", "VBN") or _negated(at) else ""
    if how.startswith("prep:") and at.pos_ in ("VERB", "AUX"):
        return "holds-clause"
    if how in ("dobj", "nsubjpass", "nsubj") or how.startswith("prep:"):
        return "holds-noun"
    return ""
