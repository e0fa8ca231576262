"""What the reports of one happening say, attribute by attribute: agree, differ, or silent.

In: its events as frames show them. Out: plain rows. This is the one place where pages ask how accounts compare; richer
accounts are plugged in here. A more general statement agrees with a more exact one. No account is taken for the truth:
the value most independent reports give is what the others are compared with, and it is shown as that.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from westphalia.brief.words import when
from westphalia.model import ActorId, ontology

Row = Mapping[str, Any]

IN_SHORT = {
    "differ": "Accounts differ on",
    "agree": "Accounts agree on",
    "one": "One alone tells",
    "none": "None tells",
}

AGREES, DIFFERS, SILENT = "agrees", "differs", "silent"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing reports can say: its value in an event, how that reads, the words for it, which values agree."""

    name: str
    value: Callable[[Row], Any]
    reads: Callable[[Row], str]
    agree: Callable[[Row, Row], bool]


def compare(events: Sequence[Row], independent: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every attribute with what each report says.

    Args:
        events: of one happening, the surest first, as `parties` gives them.
        independent: report → the report it counts as; copies count once.

    Returns:
        per attribute `attribute`, `verdict` (agree, differ, one, none), `values` (each with its words, verdict, events
        and reports), `reports`: report → number of the value it gives; reports that are silent are not in it.
    """
    return [_compared(attribute, events, independent) for attribute in ATTRIBUTES]


def _compared(attribute: Attribute, events: Sequence[Row], independent: Mapping[str, str]) -> dict[str, Any]:
    says: dict[str, Row] = {}
    for event in events:  # the surest of a report that says anything
        if attribute.value(event):
            says.setdefault(event["report"], event)
    groups: dict[Any, list[Row]] = defaultdict(list)
    for event in says.values():
        groups[attribute.value(event)].append(event)
    weight = {value: len({independent.get(e["report"], e["report"]) for e in told}) for value, told in groups.items()}
    order = sorted(groups, key=lambda value: (-weight[value], -len(groups[value]), attribute.reads(groups[value][0])))
    values = [_value(attribute, groups[value], groups[order[0]][0], weight[value]) for value in order]
    verdict = (
        "none"
        if not says
        else "one"
        if len({independent.get(report, report) for report in says}) == 1
        else "agree"
        if all(value["verdict"] == AGREES for value in values)
        else "differ"
    )
    place = {value: number for number, value in enumerate(order)}
    return {
        "attribute": attribute.name,
        "verdict": verdict,
        "values": values,
        "reports": {report: place[attribute.value(event)] for report, event in sorted(says.items())},
    }


def _value(attribute: Attribute, told: Sequence[Row], reference: Row, weight: int) -> dict[str, Any]:
    return {
        "reads": _together(attribute, told),
        "words": {event["report"]: attribute.reads(event) for event in told},
        "verdict": AGREES if attribute.agree(told[0], reference) else DIFFERS,
        "independent_reports": weight,
        "reports": sorted({event["report"] for event in told}),
        "events": [event["event"] for event in told],
    }


def _together(attribute: Attribute, told: Sequence[Row]) -> str:
    """How a value reads in all its wordings, each once."""
    wordings = list(dict.fromkeys(attribute.reads(event) for event in told))
    return wordings[0] if len(wordings) == 1 else "; ".join(wordings[:6])


def in_short(accounts: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """What the accounts come to: (what they do, on which attributes), the differences first."""
    said = [
        (phrase, [account["attribute"] for account in accounts if account["verdict"] == verdict])
        for verdict, phrase in IN_SHORT.items()
    ]
    return [(phrase, attributes) for phrase, attributes in said if attributes]


def parties(events: Sequence[Row], called: Mapping[str, str]) -> list[dict[str, Any]]:
    """Events with `who` and `whom` put into words: the names of actors, else the words of the report."""
    return [
        {
            **event,
            "who": _names(event, "source", called),
            "whom": "each other" if event["mutual"] else _names(event, "recipient", called),
        }
        for event in events
    ]


def _names(event: Row, role: str, called: Mapping[str, str]) -> str:
    known = [called.get(actor, actor) for actor in event[f"{role}s"]]
    words = [name for name in event[f"{role}_names"] if name]
    return ", ".join(dict.fromkeys(known if len(known) == len(words) else [*known, *words[len(known) :]]))


def _who(event: Row) -> Any:
    return tuple(sorted(event["sources"])) or event["who"]


def _whom(event: Row) -> Any:
    return "each other" if event["mutual"] else tuple(sorted(event["recipients"])) or event["whom"]


def _all(event: Row) -> list[str]:
    return [*event["sources"], *event["recipients"]]


def _could_be(role: str) -> Callable[[Row, Row], bool]:
    """Whether the actors the one that names fewer names are among, or act for or through, those of the other."""

    def holds(one: str, other: str) -> bool:
        return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")

    def agree(one: Row, other: Row) -> bool:
        both = [_all(event) if event["mutual"] else event[f"{role}s"] for event in (one, other)]
        fewer, more = sorted(both, key=len)
        return all(any(holds(actor, held) for held in more) for actor in fewer if ActorId.parse(actor).known)

    return agree


def _same(column: str) -> Callable[[Row, Row], bool]:
    return lambda one, other: bool(one[column] == other[column])


def _same_kind(one: Row, other: Row) -> bool:
    return one["type"] == other["type"] or ontology.quad(one["type"]) == ontology.quad(other["type"])


def _overlap(one: Row, other: Row) -> bool:
    return bool(one["date_from"] <= other["date_to"] and other["date_from"] <= one["date_to"])


def _nested(one: Row, other: Row) -> bool:
    return (
        one["place"] == other["place"]
        or one["place"] in (other["place_within"] or ())
        or other["place"] in (one["place_within"] or ())
        or (
            one["place_country"] == other["place_country"]
            and "country" in (one["place_precision"], other["place_precision"])
        )
    )


def _words(event: Row) -> str:
    begin = event["sentence_start"]
    return str(event["sentence"][event["predicate_start"] - begin : event["predicate_end"] - begin])


ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("who", _who, lambda e: str(e["who"]), _could_be("source")),
    Attribute("to whom", _whom, lambda e: str(e["whom"]), _could_be("recipient")),
    Attribute("what", lambda e: e["type"], lambda e: f"{e['type'].lower()} (“{_words(e)}”)", _same_kind),
    Attribute("how", lambda e: e["mode"], lambda e: str(e["mode"]), _same("mode")),
    Attribute("status", lambda e: e["status"], lambda e: str(e["status"]), _same("status")),
    Attribute("when", lambda e: (e["date_from"], e["date_to"]) if e["date_from"] else None, when, _overlap),
    Attribute("where", lambda e: e["place"], lambda e: str(e["place"]), _nested),
    Attribute(
        "on whose word", lambda e: e["alleged_by_name"], lambda e: str(e["alleged_by_name"]), _same("alleged_by_name")
    ),
)
"""In the order in which a reader asks."""
