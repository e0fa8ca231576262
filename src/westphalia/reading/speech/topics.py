"""What is no statement although a verb of speech governs it: topics, titles, deeds, the narrator's own words.

PolNeAR counts much of it, a reader does not: "they discussed trade" tells nothing of what was said. It is found, and
held back.
"""

import re
from functools import lru_cache

from spacy.tokens import Span as TokenSpan

from westphalia import vocabulary
from westphalia.model import Party, Span
from westphalia.reading.speech.completion import dateline
from westphalia.reading.speech.confidence import cue_form
from westphalia.reading.speech.relays import KEEPING
from westphalia.reading.speech.script import Script
from westphalia.reading.speech.utterance import Utterance, in_marks, quotation

_SHOWING = frozenset(
    "report study survey poll data figure statistic exam test index document letter statement analysis research paper "
    "census bulletin article book review investigation finding record estimate forecast model audit".split()
)
"""Things that say what they show."""
_WISHING = frozenset("prefer like love want wish hate rather".split())
_DECLINING = frozenset("refuse decline fail omit avoid".split())
_NARRATOR = frozenset("i we".split())
_SMALL = frozenset("a an and at by for from in of on or the to with".split())
_DEFINITE = frozenset("the this that these those his her its their such".split())
_BARE, _NAME = 2, 5
"""Words of a noun phrase that says nothing by itself ("the matter"), and of a name."""
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
    if words is None or draft.cue_words is None or _speech(script, draft.content):
        return ""
    return _unsaid(script, draft, draft.speaker) or _done(words, draft.cue_words)


def _unsaid(script: Script, draft: Utterance, speaker: Party | None) -> str:
    """Why a speaker is none: "label", "in keeping", "narrator" or "thing"; "" if he may be one."""
    words = draft.sentence.tokens(speaker.span) if speaker is not None and draft.sentence is not None else None
    cue, mention = draft.cue_words, script.reading.mention_at(speaker.span) if speaker is not None else None
    if words is None or cue is None or speaker is None or draft.sentence is None:
        return ""
    if cue.text == ":" and mention is not None and dateline(words, mention, draft.sentence):
        return "label"
    if cue[0].lower_ == "according" and words.root.lemma_.lower() in KEEPING:
        return "in keeping"
    if speaker.text.lower() in _NARRATOR and not in_marks(script, speaker.span):
        return "narrator"
    telling = words.root.lemma_.lower() in _SHOWING or words.root.pos_ in ("PROPN", "PRON")
    return "thing" if speaker.actor is None and _shows(cue) and not telling else ""


def _done(words: TokenSpan, cue: TokenSpan) -> str:
    """As in "deed" what one does, as in "topic" what one talks about; "" for what one says."""
    if cue.root.dep_ in ("acl", "relcl") and any(above in words for above in cue.root.ancestors):
        return "piece"  # "the laws deemed too harsh have not changed"
    if _kept_back(words, cue):
        return "unsaid"
    if cue_form(cue) == "modal" or (cue.root.lemma_ in _WISHING and any(t.lower_ == "would" for t in cue)):
        return "supposed"
    what = _verbs().get(cue.root.lemma_.lower(), "")
    if what == "deed" or (what == "act" and (words[0].tag_ == "TO" or cue[-1].lower_ == "to")):
        return "deed"
    return "topic" if _bare(words, what) else ""


def _kept_back(words: TokenSpan, cue: TokenSpan) -> bool:
    """As in "did not say how many" and "declined to tell whether": nothing is said."""
    asks = words[0].tag_ in ("WP", "WRB", "WDT") or words[0].lower_ in ("if", "whether")
    return asks and any(t.dep_ == "neg" or t.lemma_.lower() in _DECLINING for t in cue)


def _bare(words: TokenSpan, what: str) -> bool:
    """Whether words only name something: "thanked Ann Lee", "confirmed the matter", "discussed ways to trade"."""
    if words.root.pos_ == "PROPN" and len(words) <= _NAME and not any(t.pos_ in ("VERB", "AUX") for t in words):
        return True
    if len(words) == _BARE and words[0].lower_ in _DEFINITE and words[1].pos_ in ("NOUN", "PRON"):
        return True
    asked = words[0].tag_ in ("WP", "WRB", "WDT") or any(t.lower_ == "that" and t.dep_ == "mark" for t in words)
    return what == "noun" and words.root.pos_ in ("NOUN", "PROPN", "PRON") and not asked


def _shows(cue: TokenSpan) -> bool:
    return _verbs().get(cue.root.lemma_.lower()) == "shows"


def _title(script: Script, draft: Utterance) -> bool:
    """Whether a quotation is the title of a work: words with capitals, without the stop of a sentence."""
    return quotation(script, draft.content) == "direct" and _capitals(draft.content.of(script.reading.clean))


def _speech(script: Script, content: Span) -> bool:
    """Whether some of a content is quoted that is no title."""
    quotes = [q.span for q in script.quotes if q.span.overlaps(content)]
    return any(not _capitals(span.of(script.reading.clean)) for span in quotes)


def _capitals(text: str) -> bool:
    words = re.findall(r"[^\W\d_][\w’'-]*", text)
    named = [word for word in words if word.lower() not in _SMALL]
    return len(named) >= _TITLE_WORDS and all(word[0].isupper() for word in named)
