"""Tables that are made when asked for: accounts, wordings, coverage, usage of loaded words.

They follow from the few rows around one happening or quotation, so nothing of them is stored; frames and exports show
them like the tables of a world, with columns declared the same way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from westphalia.reconciling.accounts import accounts
from westphalia.reconciling.covering import coverage as cover
from westphalia.reconciling.loaded import usage as use
from westphalia.reconciling.utterances import wordings as word
from westphalia.world.schema import Column, Kind, Origin, Table
from westphalia.world.store import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Computed:
    """A table that is not stored: its declaration and what makes its rows."""

    table: Table
    rows: Callable[[Store], Iterator[Row]]


def _text(name: str, doc: str, null: bool = True) -> Column:
    return Column(name, Kind.TEXT, doc, null=null, contract=True)


def _whole(name: str, doc: str, null: bool = False) -> Column:
    return Column(name, Kind.INTEGER, doc, null=null, contract=True)


def _table(name: str, doc: str, columns: tuple[Column, ...], key: tuple[str, ...]) -> Table:
    return Table(name, doc, Origin.DERIVED, columns, key, exported=True)


ACCOUNTS = _table(
    "accounts",
    "What each report says of a happening that several tell, attribute by attribute. Made when asked for.",
    (
        _text("happening", "the happening", null=False),
        _text("attribute", "who, to whom, what, when, where, status, figures, cause given, naming …", null=False),
        _text("verdict", "agree, differ, or one: one independent report alone says anything", null=False),
        _text("report", "the report", null=False),
        _text("outlet", "its outlet"),
        _text("says", "agrees, differs, silent, or open: said, but not to be compared", null=False),
        _text("value", "what it says; unknown where it is silent"),
        _text("compared_with", "the value that most independent reports agree with"),
        _text("words", "what of the passage or its sentence says so"),
        _whole("start", "start of the passage it was read from", null=True),
        _whole("end", "end of the passage", null=True),
        _text("event", "the event it was read from"),
    ),
    ("happening", "attribute", "report"),
)

WORDINGS = _table(
    "quotation_wordings",
    "Every wording of an utterance against the one nearest to all others, and its chain. Made when asked for.",
    (
        _text("quotation", "the utterance", null=False),
        _text("statement", "the statement that words it so", null=False),
        _text("report", "the report", null=False),
        _text("outlet", "its outlet"),
        Column("published", Kind.DATE, "day of publication", null=True, contract=True),
        _text("form", "direct, indirect or mixed", null=False),
        Column("base", Kind.BOOLEAN, "whether the others are shown against this one", contract=True),
        _text("content", "the words", null=False),
        Column("kept", Kind.REAL, "share of the base's words it keeps", contract=True),
        Column(
            "pieces", Kind.JSON, "runs of words, each with kind (kept, cut, added, changed), base, words", contract=True
        ),
        Column("chain", Kind.LIST, "how it reached us, the nearest to us first", contract=True),
    ),
    ("quotation", "statement"),
)

COVERAGE = _table(
    "coverage",
    "Which outlets told of a happening that several reports tell, and which did not. Made when asked for.",
    (
        _text("happening", "the happening", null=False),
        _text("outlet", "the outlet; empty for reports of unknown ones", null=False),
        Column("told", Kind.BOOLEAN, "whether it told of it", contract=True),
        Column("first", Kind.DATE, "day of its first report", null=True, contract=True),
        Column("last", Kind.DATE, "day of its last report", null=True, contract=True),
        _whole("delay", "days after the first report of all", null=True),
        _whole("reports", "its reports that tell of it"),
        _whole("independent_reports", "the same, copies counted once"),
        _whole("held", "all its reports held from the first day to a week on", null=True),
    ),
    ("happening", "outlet"),
)

USAGE = _table(
    "usage",
    "How outlets name what others name otherwise, by month, with the denominators. Made when asked for.",
    (
        _text("referent", "the thing", null=False),
        _text("words", "the name, in lower case", null=False),
        _text("outlet", "the outlet; empty where unknown", null=False),
        _text("month", "year and month of publication; empty where unknown", null=False),
        _whole("own", "reports that use it in their own voice"),
        _whole("quoted", "reports that set it in quotation marks"),
        _whole("attributed", "reports that leave it to somebody else"),
        _whole("naming", "reports of outlet and month that name the thing at all"),
        _whole("reports", "all reports of outlet and month"),
    ),
    ("referent", "words", "outlet", "month"),
)


def _several(store: Store) -> Iterator[str]:
    """Happenings that several reports tell."""
    for row in store.rows("happenings"):
        if row["reports"] > 1:
            yield row["happening"]


def _outlets(store: Store) -> Mapping[str, str | None]:
    return {row["report"]: row["outlet"] for row in store.query("sources")}


def _accounts(store: Store) -> Iterator[Row]:
    outlets = _outlets(store)
    for happening in _several(store):
        for attribute in accounts(store, happening):
            for account in attribute.accounts:
                first = account.sayings[0] if account.sayings else None
                yield {
                    "happening": happening,
                    "attribute": attribute.name,
                    "verdict": attribute.verdict,
                    "report": account.report,
                    "outlet": outlets.get(account.report),
                    "says": account.verdict,
                    "value": account.reads or None,
                    "compared_with": attribute.reads or None,
                    "words": first.words if first else None,
                    "start": first.start if first else None,
                    "end": first.end if first else None,
                    "event": first.event if first else None,
                }


def _wordings(store: Store) -> Iterator[Row]:
    for row in store.rows("quotations"):
        said = word(store, row["quotation"])
        for number, wording in enumerate(said.wordings if said else ()):
            yield {
                "quotation": row["quotation"],
                "statement": wording.statement,
                "report": wording.report,
                "outlet": wording.outlet,
                "published": wording.published,
                "form": wording.form,
                "base": said is not None and number == said.base,
                "content": wording.content,
                "kept": wording.kept,
                "pieces": {"runs": [asdict(piece) for piece in wording.pieces]},
                "chain": [link.name for link in wording.chain],
            }


def _coverage(store: Store) -> Iterator[Row]:
    for happening in _several(store):
        found = cover(store, happening)
        for told in found.told:
            yield {
                "happening": happening,
                "outlet": told.outlet,
                "told": True,
                "first": told.first,
                "last": told.last,
                "delay": told.delay,
                "reports": told.reports,
                "independent_reports": told.independent,
                "held": told.held,
            }
        for silent in found.silent:
            yield {
                "happening": happening,
                "outlet": silent.outlet,
                "told": False,
                "first": None,
                "last": None,
                "delay": None,
                "reports": 0,
                "independent_reports": 0,
                "held": silent.held,
            }


def _usage(store: Store) -> Iterator[Row]:
    yield from (asdict(row) for row in use(store))


COMPUTED: dict[str, Computed] = {
    made.table.name: made
    for made in (
        Computed(ACCOUNTS, _accounts),
        Computed(WORDINGS, _wordings),
        Computed(COVERAGE, _coverage),
        Computed(USAGE, _usage),
    )
}
"""By name."""
