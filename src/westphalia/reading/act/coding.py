"""Mode and context of an event from the words around its predicate: `data/coding_words.tsv`."""

from functools import lru_cache

from spacy.tokens import Token

from westphalia import vocabulary

MAX_CONTEXTS = 3


@lru_cache(maxsize=1)
def _words() -> tuple[dict[tuple[str, str], str], dict[str, tuple[str, ...]]]:
    """((type, lemma) → mode, lemma → contexts)."""
    modes: dict[tuple[str, str], str] = {}
    contexts: dict[str, tuple[str, ...]] = {}
    for row in vocabulary.rows("westphalia.reading", "coding_words.tsv"):
        for word in row["words"].split("|"):
            if row["kind"] == "mode":
                for one in row["type"].split("|"):
                    modes.setdefault((one, word), row["value"])
            else:
                contexts[word] = (*contexts.get(word, ()), row["value"])
    return modes, contexts


def mode_by_words(predicate: Token, event_type: str) -> str:
    """The mode of an act by the words of its clause, what it governs first ("fired rockets"); "" if none."""
    modes, _ = _words()
    # "missiles struck the port": a weapon may stand as subject
    armed = [c for c in predicate.children if c.dep_ == "nsubj" and c.pos_ == "NOUN"] if event_type == "ASSAULT" else []
    for token in (*armed, *_nearby(predicate), predicate):
        for word in (token.lemma_.lower(), token.lower_):
            if (event_type, word) in modes:
                return modes[event_type, word]
    return ""


def contexts_of(predicate: Token) -> tuple[str, ...]:
    """What matters the words around a predicate speak of, at most three, in order of the text."""
    _, contexts = _words()
    found: list[str] = []
    for token in sorted({predicate.i: predicate, **{t.i: t for t in _nearby(predicate)}}.values(), key=lambda t: t.i):
        for context in contexts.get(token.lemma_.lower(), ()):
            if context not in found:
                found.append(context)
    return tuple(found[:MAX_CONTEXTS])


def _nearby(predicate: Token) -> list[Token]:
    """The words a predicate governs, nearest first, to a depth of three; not its subject, not other clauses."""
    found: list[Token] = []
    level = [predicate]
    for _ in range(3):
        level = [
            c
            for t in level
            for c in t.children
            if c.dep_ not in ("nsubj", "advcl", "relcl", "conj", "parataxis", "punct")
        ]
        found += level
    return [t for t in found if t.pos_ in ("NOUN", "VERB", "ADJ", "PROPN", "ADV")]
