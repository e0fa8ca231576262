"""Which predicates of running news the lexicon of acts knows: `python tools/predicate_coverage.py FILES [--top N]`.

Counted are the verbs whose subject or agent names an actor, or that have one among the words below them: each is told
(it carries an event), cue (it carries a statement), known (the lexicon has the word, but its conditions did not hold,
it is held back, or it tells nothing on purpose), or unknown. The page goes to standard output: counts only, no text.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.tokens import Token

from westphalia.intake import Options, reports
from westphalia.model import Report
from westphalia.reading import STEPS, Reading, Sentence
from westphalia.reading.act.events import EVENTS
from westphalia.reading.act.frames import agents, frames
from westphalia.reading.act.parties import Parties

EMPTY = frozenset("be have do get go come make take let seem become".split())
"""Verbs that say nothing by themselves; the nouns with them are in the lexicon."""
KINDS = ("told", "cue", "known", "unknown")


def read(report: Report) -> Reading:
    """A reading as it stands when the events have been read, the parses still at hand."""
    reading = Reading(report)
    for step in STEPS[: STEPS.index(EVENTS) + 1]:
        step.run(reading)
    return reading


def predicates(reading: Reading) -> Iterator[tuple[str, str, bool]]:
    """Lemma, kind, and whether two actors or more stand with it, of every verb of actors."""
    events = {event.predicate.start for event in reading.events}
    cues = [statement.cue for statement in (*reading.statements, *reading.held) if statement.cue]
    known = {head for head, pos in frames() if pos == "V"}
    for sentence in reading.sentences:
        parties = Parties.of(reading, sentence)
        for verb in sentence.doc or ():
            if verb.pos_ != "VERB" or verb.lemma_ in EMPTY or not parties.acting(agents(verb)):
                continue
            span = sentence.locate(verb)
            if span.start in events:
                kind = "told"
            elif any(cue.covers(span) for cue in cues):
                kind = "cue"
            else:
                kind = "known" if verb.lemma_.lower() in known else "unknown"
            yield verb.lemma_.lower(), kind, _several(verb, sentence, parties)


def _several(verb: Token, sentence: Sentence, parties: Parties) -> bool:
    """Whether an actor stands below the verb besides its subject."""
    subjects = {id(m) for m in parties.acting(agents(verb))}
    below = {i for child in verb.children if child.dep_ not in ("nsubj", "nsubjpass") for i in _tokens(child)}
    return any(i in below and id(mention) not in subjects for i, mention in parties.mentions.items())


def _tokens(token: Token) -> Iterator[int]:
    """What hangs below a token, clauses of their own left out."""
    yield token.i
    for child in token.children:
        if child.dep_ not in ("relcl", "advcl", "ccomp", "conj"):
            yield from _tokens(child)


def main() -> None:
    """Reads the files and prints the page."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="+", help="files, folders or archives of reports")
    ask.add_argument("--top", type=int, default=60, help="unknown verbs to list")
    asked = ask.parse_args()
    alone: Counter[str] = Counter()
    several: Counter[str] = Counter()
    verbs: dict[str, Counter[str]] = defaultdict(Counter)
    count = 0
    for report in reports(asked.files, Options()):
        if not isinstance(report, Report) or report.language != "en":
            continue
        count += 1
        for lemma, kind, pair in predicates(read(report)):
            alone[kind] += 1
            several[kind] += pair
            if pair:
                verbs[lemma][kind] += 1
    out = sys.stdout
    out.write(f"{count} reports\n\n| verbs of actors | told | cue of a statement | known, not told | unknown | n |\n")
    out.write("|---|---|---|---|---|---|\n")
    for name, tally in (("all", alone), ("with a second actor", several)):
        shares = " | ".join(f"{tally[kind] / max(tally.total(), 1):.0%}" for kind in KINDS)
        out.write(f"| {name} | {shares} | {tally.total()} |\n")
    out.write("\nUnknown verbs between two actors, commonest first: ")
    missed = sorted(verbs, key=lambda lemma: (-verbs[lemma]["unknown"], lemma))
    listed = [f"{lemma} {verbs[lemma]['unknown']}" for lemma in missed[: asked.top] if verbs[lemma]["unknown"]]
    out.write(", ".join(listed) + ".\n")


if __name__ == "__main__":
    main()
