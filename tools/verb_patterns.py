"""CAMEO verb patterns (Open Event Data Alliance, MIT) as short sentences about two invented countries."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from westphalia.model import ontology

SOURCE, TARGET = "Zembla", "Ruritania"


def past(verb: str, forms: dict[str, list[str]]) -> str:
    """Past tense of a pattern's verb: the form the file gives, else the regular one."""
    given = forms.get(verb) or []
    if "_" in verb and not given:
        first, rest = verb.split("_", 1)
        return f"{past(first, forms)} {rest.lower().replace('_', ' ')}"
    if given:
        endings = [word for word in given if word.endswith("ED")] or given[2:3] or given[:1]
        return endings[0].lower()
    low = verb.lower()
    if low.endswith("e"):
        return low + "d"
    return low[:-1] + "ied" if low.endswith("y") and low[-2:-1] not in "aeiou" else low + "ed"


def plover(code: str) -> str | None:
    """PLOVER root of a pattern's CAMEO code as the records have it; NONE for what is no event, None if unknown."""
    code = code.partition(":")[0]
    if code in ("---", "###") or code.startswith("01"):
        return "NONE"
    if code == "163":
        return "COERCE"
    walk = ontology.crosswalk()
    crossing = walk.get(code) or walk.get(code[:3])
    if crossing is None or not crossing.type:
        return None
    return "YIELD" if crossing.type in ("CONCEDE", "RETREAT") else crossing.type


def pseudo_sentences(file: Path) -> Iterator[tuple[str, str]]:  # noqa: C901 - one case a kind of line
    """Each pattern as a short sentence about two invented countries, with its root."""
    draw = random.Random(0)
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    begin = next(n for n, line in enumerate(lines) if line.startswith("--- "))
    sets = _synonyms(lines[:begin])
    forms: dict[str, list[str]] = {}
    block: list[tuple[str, str]] = []
    code = "---"

    def sentence(words: list[str], code: str, verb: str) -> Iterator[tuple[str, str]]:
        root = plover(code)
        if root is not None and any(word.startswith("*") for word in words):
            yield _spell(words, verb, forms, sets, draw), root

    for line in lines[begin:]:
        body, _, comment = line.partition("#")
        if line.startswith("~"):
            break
        if header := re.match(r"^--- (\S+)\s*\[?([^\]\s]*)\]?", line):
            for verb, own in block:
                yield from sentence(["*", "+"], own, verb)
            block, code = [], header.group(2) or "---"
        elif line.startswith("- "):
            if found := re.match(r"^- (.*?)\s*\[([^\]]+)\]", body):
                named = [w for w in re.findall(r"\b([A-Z][A-Z_]+)\b", comment) if w in forms]
                for verb in list(dict.fromkeys(named))[:3] or [v for v, _ in block[:1]]:
                    yield from sentence(found.group(1).split(), found.group(2), verb)
        elif found := re.match(r"^\+?([A-Z][A-Z_'\-]*)\s*(?:\[([^\]]+)\])?\s*(?:\{([^}]*)\})?", body.strip()):
            forms[found.group(1)] = (found.group(3) or "").split()
            block.append((found.group(1), found.group(2) or code))
    for verb, own in block:
        yield from sentence(["*", "+"], own, verb)


def _synonyms(lines: list[str]) -> dict[str, list[str]]:
    sets: dict[str, list[str]] = {}
    name = ""
    for line in lines:
        word = line.split("#")[0].strip()
        if word.startswith("&"):
            name = word[1:].rstrip("_")
            sets[name] = []
        elif word.startswith("+") and name:
            sets[name].append(word[1:].rstrip("_").replace("_", " ").lower())
    return sets


def _spell(
    words: list[str], verb: str, forms: dict[str, list[str]], sets: dict[str, list[str]], draw: random.Random
) -> str:
    """The pattern in words: $ and % become the parties, + the target, ^ a skipped word, & one of a synonym set."""
    parties = {"$": SOURCE, "%": f"{SOURCE} and {TARGET}", "+": TARGET, "^": "it"}
    spelled: list[str] = []
    for word in words:
        if word.startswith("*"):
            spelled += [past(verb, forms), word[1:].strip("_").replace("_", " ").lower()]
        elif word.startswith("&"):
            spelled.append(draw.choice(sets.get(word[1:].rstrip("_")) or [word[1:].lower()]))
        else:
            spelled.append(parties.get(word) or word.replace("_", " ").strip().lower())
    text = " ".join(word for word in spelled if word)
    if SOURCE not in text:
        text = f"{SOURCE} {text}"
    if TARGET not in text:
        text += f" {TARGET}" if draw.random() < 0.5 else f" in {TARGET}"
    return text + "."
