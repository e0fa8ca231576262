"""Benchmark `stories`: which articles of a pile tell of the same event. One setting for all piles.

A pile is a file `*.jsonl` of `--data`, or one split of it; each line has `id`, `group` (the gold, never read by the
grouping), `title`, `text`, perhaps `full_text` and `date`. Where articles have a `full_text`, `text` is a few annotated
sentences of it and by itself the setting of the published figures: that is the figure of the pile, and the
one over title and whole article is beside it as `full`. No dates are used: in one of the sets only one half has them.

B-cubed precision, recall and F1 over all articles of a pile.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.clusters import b_cubed
from westphalia.reconciling import stories
from westphalia.reconciling.stories import Article

Doc = Mapping[str, Any]


def piles(data: Path) -> dict[str, list[Doc]]:
    """Articles by pile: the name of the file, with the split where a file has several."""
    found: dict[str, list[Doc]] = {}
    for path in sorted(data.glob("*.jsonl")):
        by_split: dict[str, list[Doc]] = defaultdict(list)
        for line in path.read_text(encoding="utf-8").splitlines():
            doc = json.loads(line)
            by_split[doc.get("split") or ""].append(doc)
        for split, docs in by_split.items():
            found[f"{path.stem}_{split}" if len(by_split) > 1 else path.stem] = docs
    if not found:
        raise FileNotFoundError(2, "no piles", str(data / "*.jsonl"))
    return found


def settings(doc: Doc) -> dict[str, str]:
    """The texts of an article: `""` is that of the published figures, `full` is title and whole article."""
    whole = f"{doc.get('title') or ''}\n{doc.get('full_text') or doc.get('text') or ''}"
    return {"": doc["text"], "full": whole} if doc.get("full_text") and doc.get("text") else {"": whole}


def grouped(texts: Mapping[str, str]) -> dict[str, str]:
    """Article → the first of its group."""
    groups = stories.group([Article.of(ident, text) for ident, text in texts.items()])
    return {article.report: members[0].report for members in groups for article in members}


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Figures by pile and setting, and the group of each article."""
    figures: dict[str, Any] = {}
    predictions: list[dict[str, Any]] = []
    for name, docs in piles(data).items():
        figures[name] = {"n": len(docs), "groups": len({doc["group"] for doc in docs})}
        for setting in dict.fromkeys(s for doc in docs for s in settings(doc)):
            # ids of one set hold the gold: only the place in the file goes in
            texts = {f"{i:06}": settings(doc).get(setting) or settings(doc)[""] for i, doc in enumerate(docs)}
            group_of = grouped(texts)
            found = [docs[int(group_of[f"{i:06}"])]["id"] for i in range(len(docs))]
            scores = b_cubed([doc["group"] for doc in docs], found)
            judged = dict(zip(("b3_precision", "b3_recall", "b3_f1"), (round(s, 4) for s in scores), strict=True))
            figures[name].update({setting: judged} if setting else judged)
            predictions += [
                {"pile": name, "setting": setting, "id": doc["id"], "group": doc["group"], "found": group}
                for doc, group in zip(docs, found, strict=True)
            ]
    return {"n": sum(f["n"] for f in figures.values()), **figures}, predictions
