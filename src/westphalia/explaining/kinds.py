"""What gave an event its type: the frame of the lexicon, what the model held likely, and what weighed in it."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from westphalia.explaining.explanation import Probability, Rejected, TypeReasons, Weight
from westphalia.explaining.wording import feature
from westphalia.model import Event
from westphalia.reading import Sentence
from westphalia.reading.act.act import Act
from westphalia.reading.act.acts import merged
from westphalia.reading.act.convention import convention
from westphalia.reading.act.event_features import turn
from westphalia.reading.act.event_type import Reason, reasons
from westphalia.reading.act.frames import PREPOSITIONS, Frame
from westphalia.reading.act.parties import Parties
from westphalia.reading.act.weighing import weighed
from westphalia.reading.reading import Reading

WEIGHTS = 8
"""Features shown."""
LIKELY, MOST = 0.01, 5
"""Types below this probability, and beyond this number, are not shown."""


LISTED = 5
"""Words of a condition that are shown."""


def act_at(reading: Reading, sentence: Sentence, predicate: Token, event_type: str) -> Act | None:
    """The act of a predicate, found once more: its frame, its parties and what the model held of it."""
    found = [a for a in weighed(sentence, Parties.of(reading, sentence)) if a.predicate.i == predicate.i]
    return next((a for a in found if a.type == event_type), found[0] if found else None)


def type_reasons(event: Event, act: Act | None, sentence: Sentence | None) -> TypeReasons:
    """What gave the type, from the trace and, where the act was found again, from the model."""
    trace = event.trace
    meant = _frame(act.frame) if act is not None and act.frame.head else ""
    if not trace.rule.startswith("lexicon:"):
        meant = "the type model alone" if not meant else f"the type model, against the lexicon ({meant})"
    rejected = tuple(Rejected(class_name(what), why) for what, why in trace.rejected)
    if act is None or act.coding is None or sentence is None:
        return TypeReasons(trace.rule, meant, trace.fired, None, "", (), (), (), 0, 0.0, rejected)
    ranked, likely = act.coding.types, round(act.coding.event, 3)
    shown = tuple(Probability(class_name(name), round(p, 3)) for name, p in ranked[:MOST] if p >= LIKELY)
    pair = _pair(act, sentence)
    if pair is None or len(ranked) < 2:
        return TypeReasons(trace.rule, meant, trace.fired, likely, "", shown, (), (), 0, 0.0, rejected)
    first = merged(convention(event.type, event.status))
    first = first if first in dict(ranked) else ranked[0][0]
    second = next(name for name, _ in ranked if name != first)
    judged = turn(pair[1], pair[2]).text
    held = reasons(*pair, first, second)
    weighed = _weighed(held)
    rest = round(sum(weight.weight for weight in weighed[WEIGHTS:]), 2)
    left = max(len(weighed) - WEIGHTS, 0)
    return TypeReasons(
        trace.rule,
        meant,
        trace.fired,
        likely,
        judged,
        shown,
        (class_name(first), class_name(second)),
        weighed[:WEIGHTS],
        left,
        rest,
        rejected,
    )


def class_name(name: str) -> str:
    """A class of the type model, which does not tell CONCEDE from RETREAT and calls both YIELD."""
    return "CONCEDE or RETREAT" if name == "YIELD" else name


def _weighed(held: tuple[Reason, ...]) -> tuple[Weight, ...]:
    """The reasons in words, those that read alike taken together, the weightiest first."""
    found: dict[str, list[Reason]] = {}
    for reason in held:
        found.setdefault(feature(reason.what), []).append(reason)
    weights = [Weight(said, round(sum(r.weight for r in rs), 2), rs[0].what) for said, rs in found.items()]
    return tuple(sorted(weights, key=lambda weight: (-abs(weight.weight), weight.what)))


def _pair(act: Act, sentence: Sentence) -> tuple[Doc, TokenSpan, TokenSpan | None] | None:
    """What the model judged: the sentence, the first source and the first party opposite."""
    if not act.sources or sentence.doc is None:
        return None
    others = act.recipients or act.sources[1:]
    source = sentence.tokens(act.sources[0].head)
    return None if source is None else (sentence.doc, source, sentence.tokens(others[0].head) if others else None)


def _frame(frame: Frame) -> str:
    """A frame of the lexicon in words."""
    word = "verb" if frame.pos == "V" else "noun"
    kind = " or ".join(filter(None, frame.type.split("|"))) + (f" {frame.mode}" if frame.mode else "")
    parts = [f"the {word} “{frame.head}” tells {kind}" if kind else f"the {word} “{frame.head}”"]
    parts += [_needs(need) for need in frame.needs]
    places = [_place(name) for name in dict.fromkeys(frame.recipient) if name]
    if places:
        parts.append(f"to whom: {', '.join(places)}")
    if frame.mutual:
        parts.append("all parties do it to each other")
    return "; ".join(parts)


def _needs(need: str) -> str:
    if need.startswith("!"):
        return f"not with {_asked(need[1:])}"
    return f"with {_asked(need)}"


def _asked(need: str) -> str:
    kinds = {"@": "a clause ({})", "+": "“{}”", "=": "“{}” said of it"}
    if need[:1] in kinds:
        return kinds[need[:1]].format(need[1:].replace("|", "”, “"))
    if ":" in need:
        preposition, nouns = need.split(":")
        return f"“{preposition}” and {', '.join(nouns.split('|')[:LISTED])} or the like"
    if all(part in PREPOSITIONS for part in need.split("|")):
        return f"“{need.replace('|', '” or “')}”"
    objects = need.split("|")
    more = f" and {len(objects) - LISTED} like it" if len(objects) > LISTED else ""
    return f"an object such as {', '.join(objects[:LISTED])}{more}"


def _place(name: str) -> str:
    known = {"obj": "object", "obj>": "within the object", "clause": "in its clause", "dative": "indirect object"}
    if name in known:
        return known[name]
    held, dot, preposition = name.partition(".")
    return f"after “{preposition}” of its {'object' if held == 'obj' else held}" if dot else f"after “{name}”"
