"""Parts of speech, morphology and lemmas, looked up instead of worked out anew for every word.

What a pipeline's attribute ruler and rule lemmatizer say of a word follows, but for a handful of patterns over two
words ("gon na"), from its form, its tag and its relation alone. So they are asked once for each of these and the answer
is kept; a document in which one of the patterns could begin goes to them whole. The two cost a sixth of a parse.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched, chain
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

NAME = "word_forms"
KEPT_FORMS = 100_000
"""Forms kept, at some 300 bytes each; when they are full all are forgotten."""

_TOLD: list[int | str] = ["POS", "MORPH", "LEMMA"]
_BY: list[int | str] = ["ORTH", "TAG", "DEP"]
_ALONE = frozenset({"TAG", "LOWER", "DEP"})
"""What patterns may ask of a word for the answer to hold wherever the same form, tag and relation come again."""


Form = tuple[int, int, int]
"""What a word is known by: its form, its tag, and its relation where a pattern asks for that one."""


def speed_up(nlp: Language) -> bool:
    """Puts one component in the place of ruler and lemmatizer, if they are of the kind that we know."""
    names = nlp.pipe_names
    if names[-2:] != ["attribute_ruler", "lemmatizer"] or "parser" not in names or "tagger" not in names:
        return False
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    if getattr(lemmatizer, "mode", "") != "rule" or lemmatizer.overwrite:
        return False
    nlp.remove_pipe("lemmatizer")
    nlp.remove_pipe("attribute_ruler")
    nlp.add_pipe(NAME, config={"ruler": None, "lemmatizer": None})
    component: Any = nlp.get_pipe(NAME)
    component.learn_from(ruler, lemmatizer)
    return True


@Language.factory(NAME, assigns=["token.pos", "token.morph", "token.lemma"], requires=["token.tag", "token.dep"])
def _make(nlp: Language, name: str, ruler: object, lemmatizer: object) -> "WordForms":
    return WordForms(nlp)


class WordForms:
    """A component that answers for an attribute ruler and a lemmatizer."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._steps: list[Callable[[Doc], Doc]] = []
        self._in_context = Matcher(nlp.vocab)
        self._relations: frozenset[int] = frozenset()
        self._other_relation = nlp.vocab.strings.add("another relation")
        self._known: dict[Form, tuple[int, ...] | None] = {}

    def learn_from(self, ruler: Any, lemmatizer: Any) -> None:
        """Takes the two whose answers are kept."""
        self._steps = [ruler, lemmatizer]
        index = lemmatizer.lookups.get_table("lemma_index", {})
        for part, words in index.items():
            index[part] = frozenset(words)  # they come as lists of up to 50,000, which are looked through
        patterns = [(pattern, set(rule["attrs"])) for rule in ruler.patterns for pattern in rule["patterns"]]
        begins = [p[:1] for p, sets in patterns if len(p) > 1 or not (_ALONE.issuperset(p[0]) and sets <= set(_TOLD))]
        if begins:
            self._in_context.add("begins", begins)
        self._relations = frozenset(self._vocab.strings[name] for p, _ in patterns for name in _relations(p))

    def __call__(self, doc: Doc) -> Doc:
        """Fills in one document."""
        return self._fill([doc])[0]

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Fills in many documents, in order."""
        for batch in batched(docs, batch_size):
            yield from self._fill(batch)

    def _fill(self, docs: Sequence[Doc]) -> list[Doc]:
        if len(self._known) > KEPT_FORMS:
            self._known.clear()
        known, relations, other = self._known, self._relations, self._other_relation
        forms = [
            [(orth, tag, dep if dep in relations else other) for orth, tag, dep in doc.to_array(_BY).tolist()]
            for doc in docs
        ]
        if new := [form for form in dict.fromkeys(chain.from_iterable(forms)) if form not in known]:
            self._ask(new)
        return [self._told(doc, [known[form] for form in those]) for doc, those in zip(docs, forms, strict=True)]

    def _told(self, doc: Doc, told: list[tuple[int, ...] | None]) -> Doc:
        if None in told:
            return self._work_out(doc)
        if told:
            doc.from_array(_TOLD, _array(told))
        return doc

    def _work_out(self, doc: Doc) -> Doc:
        for step in self._steps:
            doc = step(doc)
        return doc

    def _ask(self, forms: list[Form]) -> None:
        """Has the answers for new forms worked out; none for those that depend on what stands beside them."""
        in_context = {start for _, start, _ in self._in_context(self._listed(forms))}
        self._known.update((forms[number], None) for number in in_context)
        if alone := [form for number, form in enumerate(forms) if number not in in_context]:
            answers = self._work_out(self._listed(alone)).to_array(_TOLD)
            self._known.update(zip(alone, map(tuple, answers.tolist()), strict=True))

    def _listed(self, forms: list[Form]) -> Doc:
        strings = self._vocab.strings
        doc = Doc(self._vocab, words=[strings[orth] for orth, _, _ in forms])
        doc.from_array(["TAG", "DEP"], _array([(tag, dep) for _, tag, dep in forms]))
        return doc


def _array(numbers: object) -> Any:
    return np.array(numbers, dtype=np.uint64)


def _relations(pattern: list[dict[str, Any]]) -> Iterator[str]:
    """Names of the relations that a pattern tells from others."""
    for asked in pattern:
        wanted = asked.get("DEP", [])
        for names in wanted.values() if isinstance(wanted, dict) else [wanted]:
            yield from [names] if isinstance(names, str) else names
