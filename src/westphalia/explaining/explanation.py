"""An explanation as plain data: what `--json` writes and what the text is made from.

All offsets are code points of the report's text. What a part does not apply to is empty or None.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The report, and whether this version of reading would say the same of it.

    `reproduced`: "same", "otherwise" (this version codes the predicate in another way) or "gone".
    """

    report: str
    name: str
    outlet: str | None
    published: str | None
    published_from: str | None
    read_by: str
    explained_by: str
    reproduced: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that have a part in the coding."""

    role: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence or sentences, with the words that count marked."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A word of the parse, how it hangs from the word above it, what it is here, and what hangs from it."""

    word: str
    relation: str
    roles: tuple[str, ...] = ()
    below: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """What was considered and not taken, with the reason or the probability."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Weight:
    """One thing that speaks for the coding (or against it), in words, with its log-odds and its technical name.

    `measured`: how many measured statements had it; None where its weight was learnt and not counted.
    """

    what: str
    weight: float
    name: str
    measured: int | None = None


@dataclass(frozen=True, slots=True)
class Probability:
    """A type and how likely the model holds it."""

    type: str
    probability: float


@dataclass(frozen=True, slots=True)
class Cameo:
    """The CAMEO code, or why there is none; `goldstein` is the score published for the code."""

    root: str
    root_name: str
    code: str
    name: str
    fits: str
    note: str
    goldstein: float | None


@dataclass(frozen=True, slots=True)
class Coding:
    """What the world holds, and what follows from it."""

    type: str
    type_meaning: str
    mode: str | None
    mode_meaning: str
    context: tuple[str, ...]
    status: str
    status_meaning: str
    mutual: bool
    intensity: float | None
    confidence: float
    event_root: str | None
    quad: int | None
    quad_name: str
    cameo: Cameo
    happening: str | None
    accounts: int


@dataclass(frozen=True, slots=True)
class TypeReasons:
    """What gave the type: the rule, what the model held likely, and what spoke for the type against another.

    `event` is how likely the model holds it that there is an event at all, None where it was not asked. `judged` is
    the word that the model judged: the verb where the ways of the parties meet. `compared` is the type (with the
    status folded in, as the model has it) and the likeliest other one.
    """

    rule: str
    rule_meaning: str
    fired: tuple[str, ...]
    event: float | None
    judged: str
    probabilities: tuple[Probability, ...]
    compared: tuple[str, ...]
    weights: tuple[Weight, ...]
    weights_left: int
    rest: float
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One word on the way up from the predicate, and the status after it."""

    word: str
    status: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusReasons:
    """What gave the status: the words looked at, from the predicate up, and what was added after them."""

    steps: tuple[StatusStep, ...]
    carried_by: tuple[str, ...]
    later: str
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a reference table that decided, with its source and date."""

    table: str
    says: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Link:
    """A mention on the way from a pronoun to the words that name its actor."""

    text: str
    sentence: int
    how: str


@dataclass(frozen=True, slots=True)
class Who:
    """How a party was resolved: its words, the chain of mentions, the rows of tables, and what other reports add."""

    role: str
    text: str
    actor: str | None
    name: str
    how: str
    how_meaning: str
    post: str
    chain: tuple[Link, ...]
    rows: tuple[TableRow, ...]
    candidates: tuple[str, ...]
    meant: str = ""
    meant_how: str = ""


@dataclass(frozen=True, slots=True)
class TimeReasons:
    """How the date was found, or that there is none, and the other times of the sentence."""

    words: str
    value: str
    date_from: str | None
    date_to: str | None
    precision: str
    reckoned: str
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class PlaceReasons:
    """How the place was found, or that there is none, and the other places of the sentence."""

    name: str
    country: str
    precision: str
    geonames: int | None
    within: tuple[str, ...]
    candidates: tuple[int, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What is told of an event and of a statement alike."""

    kind: str
    id: str
    origin: Origin
    passage: Passage
    tree: Node | None
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventExplanation(Explained):
    """Why an event is in the world as it is."""

    coding: Coding
    type: TypeReasons
    status: StatusReasons
    parties: tuple[Who, ...]
    time: TimeReasons
    place: PlaceReasons


@dataclass(frozen=True, slots=True)
class Score:
    """What the linker could have joined, and its score; the best was taken."""

    role: str
    text: str
    score: float
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementExplanation(Explained):
    """Why a statement is in the world as it is; `parts` are those of its confidence."""

    says: str
    says_meaning: str
    quotation: str
    content: str
    cue: str | None
    cue_row: TableRow | None
    found: tuple[str, ...]
    links: tuple[Score, ...]
    speaker: Who | None
    via: tuple[Who, ...]
    confidence: float | None
    parts: tuple[Weight, ...]
    wording_of: str | None
    wordings: int


type Explanation = EventExplanation | StatementExplanation
