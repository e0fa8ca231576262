"""How far a cue reaches: to the content beside it, and on where nothing but cue and speaker stands between."""

import re
from collections import defaultdict
from itertools import pairwise

from westphalia.model import Span
from westphalia.reading.speech.script import Script
from westphalia.reading.speech.utterance import Utterance

_WORD = re.compile(r"\w")


def apart(script: Script, drafts: list[Utterance]) -> None:
    """What words part from the content beside its cue keeps its speaker, but not the cue.

    The linker gives every content the likeliest cue, and so ties far ones to a cue that has its own already.
    """
    groups: dict[Span, list[Utterance]] = defaultdict(list)
    for draft in drafts:
        if draft.cue is not None:
            groups[draft.cue].append(draft)
    for cue, group in groups.items():
        if len(group) > 1:
            _loosen(script.reading.clean, cue, sorted(group, key=lambda d: d.content))


def _loosen(text: str, cue: Span, group: list[Utterance]) -> None:
    runs = [[group[0]]]
    for before, draft in pairwise(group):
        if _touches(text, before, draft, cue):
            runs[-1].append(draft)
        else:
            runs.append([draft])
    nearest = min(runs, key=lambda run: min(_distance(draft.content, cue) for draft in run))
    for draft in (draft for run in runs if run is not nearest for draft in run):
        draft.cue = draft.cue_words = None
        draft.rules.append("beyond the cue")


def _touches(text: str, before: Utterance, behind: Utterance, cue: Span) -> bool:
    """Whether only the cue, who speaks and signs stand between two contents."""
    known = [cue, *(d.speaker.span for d in (before, behind) if d.speaker is not None)]
    between = range(before.content.end, behind.content.start)
    return not any(_WORD.match(text[at]) for at in between if not any(s.start <= at < s.end for s in known))


def _distance(content: Span, cue: Span) -> int:
    return max(content.start - cue.end, cue.start - content.end, 0)
