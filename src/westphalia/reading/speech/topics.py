"""What is no statement although a verb of speech governs it: topics, titles, deeds, the narrator's own words.

PolNeAR counts much of it, a reader does not: "they discussed trade" tells nothing of what was said. It is found, and
held back.
"""

import re
from functools import lru_cache

from spacy.tokens import Span as TokenSpan

from westphalia import vocabulary
from westphalia.model import Party
from westphalia.reading.speech.relays import KEEPING
from westphalia.reading.speech.script import Script
from westphalia.reading.speech.utterance import Utterance, in_marks, quotation

_SHOWING = frozenset(
    "report study survey poll data figure statistic exam test index document letter statement analysis research paper "
    "census bulletin article book review investigation finding record estimate forecast model audit".split()
)
"""Things that say what they show."""
_NARRATOR = frozenset("i we".split())
_SMALL = frozenset("a an and at by for from in of on or the to with".split())
_DEFINITE = frozenset("the this that these those his her its their such".split())
_BARE = 2
_TITLE_WORDS = 2
"""Words from which a quotation in capitals is a title."""


@lru_cache(maxsize=1)
def _verbs() -> dict[str, str]:
    return {row["verb"]: row["what"] for row in vocabulary.rows("westphalia.reading", "topics.tsv")}


def untold(script: Script, draft: Utterance) -> str:
    """Why what was found is no statement: a rule of HELD, or "" if it may be one."""
    if _title(script, draft):
        return "title"
    home = script.sentence_at(draft.content.start)
    words = home.tokens(draft.content) if home is not None and home.span.covers(draft.content) else None
    if words is None or draft.cue_words is None or quotation(script, draft.content) != "indirect":
        return ""
    speaker = draft.speaker
    if speaker is not None and _keeping(draft, speaker):
        return "in keeping"
    if speaker is not None and speaker.text.lower() in _NARRATOR and not in_marks(script, speaker.span):
        return "narrator"
    if speaker is not None and speaker.actor is None and _shows(draft.cue_words) and not _tells(draft, speaker):
        return "thing"
    return _done(words, draft.cue_words)


def _done(words: TokenSpan, cue: TokenSpan) -> str:
    """As in "deed" what one does, as in "topic" what one talks about; "" for what one says."""
    if cue.root.dep_ in ("acl", "relcl") and any(above in words for above in cue.root.ancestors):
        return "piece"  # "the laws deemed too harsh have not changed"
    if len(words) == _BARE and words[0].lower_ in _DEFINITE and words[1].pos_ in ("NOUN", "PRON"):
        return "topic"  # "the matter"
    what = _verbs().get(cue.root.lemma_.lower(), "")
    if what == "deed":
        return "deed"
    if what == "act":
        return "deed" if words[0].tag_ == "TO" or cue[-1].lower_ == "to" else ""
    asked = words[0].tag_ in ("WP", "WRB", "WDT") or any(t.lower_ == "that" and t.dep_ == "mark" for t in words)
    bare = words.root.pos_ in ("NOUN", "PROPN", "PRON") and not asked
    return "topic" if what == "noun" and bare else ""  # "ways to trade"


def _keeping(draft: Utterance, speaker: Party) -> bool:
    """As in "according to his wishes": nobody says what is done in keeping with something."""
    words = draft.sentence.tokens(speaker.span) if draft.sentence is not None else None
    according = draft.cue_words is not None and draft.cue_words[0].lower_ == "according"
    return according and words is not None and words.root.lemma_.lower() in KEEPING


def _shows(cue: TokenSpan) -> bool:
    return _verbs().get(cue.root.lemma_.lower()) == "shows"


def _tells(draft: Utterance, speaker: Party) -> bool:
    """Whether a thing says what it shows, or is somebody unknown."""
    words = draft.sentence.tokens(speaker.span) if draft.sentence is not None else None
    if words is None:
        return True
    return words.root.lemma_.lower() in _SHOWING or words.root.pos_ in ("PROPN", "PRON")


def _title(script: Script, draft: Utterance) -> bool:
    """Whether a quotation is the title of a work: words with capitals, without the stop of a sentence."""
    if quotation(script, draft.content) != "direct":
        return False
    words = re.findall(r"[^\W\d_][\w’'-]*", draft.content.of(script.reading.clean))
    named = [word for word in words if word.lower() not in _SMALL]
    return len(named) >= _TITLE_WORDS and all(word[0].isupper() for word in named)
