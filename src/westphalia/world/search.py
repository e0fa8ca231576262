"""Full-text search over sentences and statements. What the user types is words, never query syntax."""

import re
from typing import TYPE_CHECKING

from westphalia.errors import UsageError
from westphalia.world.rows import Row

if TYPE_CHECKING:
    from westphalia.world.store import Store

_PHRASE = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]|(\S+)')
_WORD = re.compile(r"\w+", re.UNICODE)


def match_expression(words: str) -> str:
    """The FTS5 expression for what was typed: all words, those in quotation marks next to each other, `x*` as prefix.

    Every word is quoted, so that nothing in it is taken for syntax. Empty if there is no word in it.
    """
    parts = []
    for phrase, single in _PHRASE.findall(words):
        inside = _WORD.findall(phrase or single)
        if inside:
            star = "*" if single.endswith("*") else ""
            parts.append('"' + " ".join(inside) + '"' + star)
    return " ".join(parts)


def search(store: "Store", words: str, limit: int) -> list[Row]:
    """Sentences and statements that hold all the words, best first, each with its evidence.

    Returns:
        rows with report, name, outlet, published, kind ("sentence" or "statement"), speaker, start, end, text.

    Raises:
        UsageError: if there is no word to search for.
    """
    expression = match_expression(words)
    if not expression:
        raise UsageError("nothing to search for", "give at least one word")
    limit = max(limit, 0)
    statements = store.query("search statements", words=expression, limit=limit)
    sentences = store.query("search sentences", words=expression, limit=limit)
    # A statement found says more than the sentence it fills: the sentence is left out.
    inside = {(s["report"], s["start"], s["end"]) for s in statements}
    found = statements + [s for s in sentences if (s["report"], s["start"], s["end"]) not in inside]
    found.sort(key=lambda row: (row["rank"], row["report"], row["start"], row["end"]))
    return [{k: v for k, v in row.items() if k != "rank"} for row in found[:limit]]
