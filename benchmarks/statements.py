r"""Benchmark `statements`: who said what, on articles in PolNeAR's layout (`text/*.txt`, `attributions/*.ann`).

Judged is what a user gets: the Statement objects of the reading step (content, cue, span of the speaker), not the
tags behind them. `--data` may hold `test/`, else `dev/`, else the two folders themselves; of several annotators
the first in alphabetical order counts.

- Tokens are `\w+|[^\w\s]`. A token carries a label or not, whichever attribution gave it, so nested and
  overlapping attributions count once for each label; the pieces of a discontinuous span all count.
  `token_f1` is micro over source, cue and content; `source_f1`, `cue_f1`, `content_f1` are its parts.
- Contents: statements with the same cue are one predicted content (the reading gives one statement for each
  contiguous piece), a statement without a cue is one by itself. A gold content is found, and a predicted one is
  right, if some pair of the two shares at least half of the tokens of each: `content_recall`, `content_precision`.
- `speaker_accuracy`: of the contents found, the share whose source is right: the syntactic head of the gold source
  lies in the span of the speaker. Where gold has no source, no speaker is right; where the gold source is a
  relative pronoun, so is the noun it stands for.
- `token_f1_no_quotes`, `content_recall_no_quotes`: the same with all double quotation marks taken out of the articles.
- `told_precision`, `told_recall`: contents again, of the statements the world keeps and shows (confidence of TOLD and
  more). All other figures are over all statements found, also those held back.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from westphalia.model import OffsetMap, Report, Span, Statement
from westphalia.reading.parse import PARSE
from westphalia.reading.reading import Reading
from westphalia.reading.sentences import SENTENCES
from westphalia.reading.speech.script import antecedent
from westphalia.reading.speech.statements import STATEMENTS, TOLD
from westphalia.reading.step import Step

Pieces = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Gold attribution: source, cue and content, each a list of `(start, end)` pieces, empty where absent."""

    source: Pieces
    cue: Pieces
    content: Pieces


def part(data: Path) -> Path:
    """The folder to judge: `test` if there is one, else `dev`, else `data` itself."""
    for name in ("test", "dev"):
        if (data / name / "text").is_dir():
            return data / name
    return data


def articles(folder: Path) -> Iterator[tuple[str, str, list[Attribution]]]:
    """Name, text and gold of each article; of several annotators the first in alphabetical order."""
    annotated: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotated.setdefault(path.stem.rsplit("_", 1)[0], path)
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        raise FileNotFoundError(2, "no articles", str(folder / "text"))
    for path in texts:
        if path.stem in annotated:
            yield path.stem, path.read_bytes().decode("utf-8"), gold(annotated[path.stem].read_text("utf-8"))


def gold(annotation: str) -> list[Attribution]:
    """The attributions of a brat file."""
    spans: dict[str, Pieces] = {}
    found = []
    for line in annotation.split("\n"):
        key, _, rest = line.partition("\t")
        if re.fullmatch(r"T\d+", key):
            offsets = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = [(int(a), int(b)) for a, b in (piece.split() for piece in offsets.split(";"))]
        elif re.fullmatch(r"E\d+", key):
            roles: dict[str, Pieces] = {"Source": [], "Cue": [], "Content": []}
            for role, target in (item.split(":") for item in rest.split()):
                if (name := re.sub(r"\d+$", "", role)) in roles:
                    roles[name] = roles[name] + spans.get(target, [])
            found.append(Attribution(roles["Source"], roles["Cue"], sorted(roles["Content"])))
    return found


_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(slots=True)
class Predicted:
    """One content as predicted: its pieces, cue and speaker spans, its statements' numbers, highest confidence."""

    content: Pieces
    cue: Pieces
    source: Pieces
    numbers: list[int] = field(default_factory=list)
    confidence: float = 0.0


@dataclass(slots=True)
class Tally:
    """Counts over all articles."""

    tokens: Counter[tuple[str, str]] = field(default_factory=Counter)
    contents: Counter[str] = field(default_factory=Counter)

    def f1(self, *roles: str) -> float:
        """Micro-F1 over tokens of these roles."""
        hit, extra, missed = (sum(self.tokens[r, k] for r in roles) for k in ("hit", "extra", "missed"))
        return round(2 * hit / max(2 * hit + extra + missed, 1), 4)

    def share(self, part: str, whole: str) -> float:
        """One count over another."""
        return round(self.contents[part] / max(self.contents[whole], 1), 4)


def read(text: str) -> Reading:
    """The reading of one article as far as statements."""
    reading = Reading(Report("", "", text, text, OffsetMap(((0, 0, len(text)),)), b""))
    for step in (SENTENCES, PARSE, *_mentions(), STATEMENTS):
        step.run(reading)
    return reading


def _mentions() -> tuple[Step, ...]:
    try:
        from westphalia.reading.actors.mentions import MENTIONS
    except ImportError:
        return ()
    return (MENTIONS,)


def found_in(reading: Reading) -> list[Statement]:
    """All statements of a reading, those told and those held back, in order of the text."""
    return sorted((*reading.statements, *reading.held), key=lambda s: (s.span, s.cue or s.span))


def predictions(reading: Reading) -> list[Predicted]:
    """The statements of a reading, those of one cue together."""
    found: dict[object, Predicted] = {}
    for number, one in enumerate(found_in(reading)):
        key: object = number if one.cue is None else one.cue
        made = found.setdefault(key, Predicted([], [], []))
        made.numbers.append(number)
        made.confidence = max(made.confidence, one.trace.confidence if one.trace else 0.0)
        made.content.append((one.span.start, one.span.end))
        made.cue = [(one.cue.start, one.cue.end)] if one.cue else []
        made.source += [(one.speaker.span.start, one.speaker.span.end)] if one.speaker else []
    return list(found.values())


def _covered(tokens: list[int], pieces: Pieces) -> set[int]:
    return {at for at in tokens for start, end in pieces if start <= at < end}


def _alike(one: set[int], other: set[int]) -> bool:
    shared = len(one & other)
    return bool(shared) and shared * 2 >= len(one) and shared * 2 >= len(other)


def heads(reading: Reading, source: Pieces) -> Pieces:
    """The head word of a gold source, and the noun it stands for if it is a relative pronoun."""
    found: Pieces = []
    for sentence, _ in reading.parsed():
        for start, end in source[:1]:
            if not sentence.span.start <= start < sentence.span.end:
                continue
            words = sentence.tokens(Span(start, end))
            for part in (words, antecedent(words) if words is not None else None):
                if part is not None:
                    at = sentence.locate(part.root)
                    found.append((at.start, at.end))
    return found or source


def speaker_right(reading: Reading, wanted: Pieces, given: Pieces) -> bool:
    """Whether the predicted speaker is the gold source."""
    if not wanted or not given:
        return not wanted and not given
    return any(start < end_ and begin < end for begin, end_ in given for start, end in heads(reading, wanted))


def judge(reading: Reading, right: list[Attribution], tally: Tally) -> None:
    """Adds one article to the tally."""
    tokens = [m.start() for m in _TOKEN.finditer(reading.clean)]
    given = predictions(reading)
    for role in ("source", "cue", "content"):
        gold_tokens = _covered(tokens, [p for a in right for p in getattr(a, role)])
        our_tokens = _covered(tokens, [p for a in given for p in getattr(a, role)])
        tally.tokens[role, "hit"] += len(gold_tokens & our_tokens)
        tally.tokens[role, "extra"] += len(our_tokens - gold_tokens)
        tally.tokens[role, "missed"] += len(gold_tokens - our_tokens)
    ours = [(_covered(tokens, one.content), one) for one in given]
    theirs = [(_covered(tokens, one.content), one) for one in right if one.content]
    tally.contents["predicted"] += len(ours)
    tally.contents["right"] += sum(any(_alike(a, b) for b, _ in theirs) for a, _ in ours)
    told = [(covered, one) for covered, one in ours if one.confidence >= TOLD]
    tally.contents["told"] += len(told)
    tally.contents["told right"] += sum(any(_alike(a, b) for b, _ in theirs) for a, _ in told)
    tally.contents["told found"] += sum(any(_alike(a, b) for a, _ in told) for b, _ in theirs)
    tally.contents["gold"] += len(theirs)
    for wanted, attribution in theirs:
        matches = [one for covered, one in ours if _alike(covered, wanted)]
        if matches:
            tally.contents["found"] += 1
            tally.contents["speaker"] += any(speaker_right(reading, attribution.source, m.source) for m in matches)


MARKS = '“”"«»„'
"""Taken out for `token_f1_no_quotes`: single marks stay, being apostrophes too."""


def unquoted(text: str, right: list[Attribution]) -> tuple[str, list[Attribution]]:
    """The text without quotation marks, and its gold in the new offsets."""
    kept = [at for at, sign in enumerate(text) if sign not in MARKS]

    def move(pieces: Pieces) -> Pieces:
        return [(bisect_left(kept, start), bisect_left(kept, end)) for start, end in pieces]

    moved = [Attribution(move(one.source), move(one.cue), move(one.content)) for one in right]
    return "".join(text[at] for at in kept), moved


def right_statements(reading: Reading, right: list[Attribution]) -> set[int]:
    """Numbers of the statements whose content (with its other pieces) and speaker are right."""
    tokens = [m.start() for m in _TOKEN.finditer(reading.clean)]
    theirs = [(_covered(tokens, one.content), one) for one in right if one.content]
    found = set()
    for one in predictions(reading):
        ours = _covered(tokens, one.content)
        if any(_alike(ours, b) and speaker_right(reading, a.source, one.source) for b, a in theirs):
            found |= set(one.numbers)
    return found


def run(data: Path) -> tuple[dict[str, float | int], Iterable[dict[str, object]]]:
    """Reads every article and compares."""
    tally, damaged = Tally(), Tally()
    rows: list[dict[str, object]] = []
    for name, text, right in articles(part(data)):
        reading = read(text)
        judge(reading, right, tally)
        bare, moved = unquoted(text, right)
        judge(read(bare), moved, damaged)
        rows.append({"article": name, "statements": [_row(s) for s in found_in(reading)]})
    roles = ("source", "cue", "content")
    result: dict[str, float | int] = {
        "n": len(rows),
        "attributions": tally.contents["gold"],
        "token_f1": tally.f1(*roles),
    }
    result |= {f"{role}_f1": tally.f1(role) for role in roles}
    result["content_precision"] = tally.share("right", "predicted")
    result["content_recall"] = tally.share("found", "gold")
    result["speaker_accuracy"] = tally.share("speaker", "found")
    result["told_precision"] = tally.share("told right", "told")
    result["told_recall"] = tally.share("told found", "gold")
    result["token_f1_no_quotes"] = damaged.f1(*roles)
    result["content_recall_no_quotes"] = damaged.share("found", "gold")
    return result, rows


def _row(one: Statement) -> dict[str, object]:
    return {
        "start": one.span.start,
        "end": one.span.end,
        "content": one.text,
        "cue": one.cue_text,
        "cue_start": one.cue.start if one.cue else None,
        "speaker": one.speaker.text if one.speaker else None,
        "speaker_start": one.speaker.span.start if one.speaker else None,
        "actor": one.speaker.actor if one.speaker else None,
        "via": [party.text for party in one.via],
        "kind": one.kind,
        "quotation": one.quotation,
        "confidence": one.trace.confidence if one.trace else None,
        "trace": list(one.trace.fired) if one.trace else [],
    }
