"""Every page, once: its address, what makes it, its parameters. Routes, twins and OpenAPI come from here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from westphalia.web.asked import Asked
from westphalia.web.views import (
    actor,
    forecasts,
    happening,
    judge,
    naming,
    pair,
    quotation,
    relation,
    report,
    review,
    search,
    sources,
    start,
    system,
    timeline,
)
from westphalia.world import Store

View = Callable[[Store, Asked], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the path or of the query."""

    name: str
    doc: str
    path: bool = False
    several: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page and its twins.

    Attributes:
        name: word for it, also the name of its template.
        path: address without ending; `{x}` is a parameter, `{x:path}` one with slashes.
        view: makes its data.
        doc: what it shows, one sentence.
        table: the rows that the `.csv` twin holds; "" if the page is no table.
        steady: whether it is made once for each edition of the world.
        slow: whether it takes more than milliseconds, and is made beside the others.
        daily: whether it depends on the day on which it is asked for.
    """

    name: str
    path: str
    view: View
    doc: str
    parameters: tuple[Parameter, ...] = ()
    table: str = ""
    steady: bool = False
    slow: bool = False
    daily: bool = False

    @property
    def twin(self) -> str:
        """The address to which `.json` and `.csv` are put."""
        return "/index" if self.path == "/" else self.path


AFTER = Parameter("after", "place in the list, as the link to the next page gives it")
FROM = Parameter("from", "first day, month or year of the period")
TO = Parameter("to", "last day, month or year of the period")
TYPE = Parameter("type", "PLOVER event type")
STATUS = Parameter("status", "status: happened, ongoing, planned, possible, refused, denied, alleged")
MONTHS_TO = Parameter("months_to", "last month of the chart, as 2022-03")

PAGES: tuple[Page, ...] = (
    Page("start", "/", start.view, "What the world holds, and ways in.", steady=True),
    Page(
        "happening",
        "/happenings/{happening}",
        happening.view,
        "One happening side by side: where the accounts of it agree, part and are silent.",
        (
            Parameter("happening", "id of the happening or of one of its events, or its beginning", path=True),
            Parameter("report", "a report to show in a column; two to four", several=True),
        ),
        table="accounts",
    ),
    Page(
        "report",
        "/reports/{report}",
        report.view,
        "One report with every assertion marked and what was coded from it.",
        (
            Parameter("report", "id of the report", path=True),
            Parameter("part", "part of a long report"),
            Parameter("at", "an offset: its sentence is pointed at"),
        ),
        table="notes",
    ),
    Page(
        "reports",
        "/reports",
        sources.reports,
        "Reports, the latest first.",
        (Parameter("outlet", "name of the outlet"), Parameter("of", "`unknown` with outlet=unknown: no outlet"), AFTER),
        table="rows",
    ),
    Page(
        "actor",
        "/actors/{actor:path}",
        actor.view,
        "An actor: names, offices, happenings, statements, positions, relations, who reports on it.",
        (Parameter("actor", "id or name of the actor", path=True), TYPE, STATUS, FROM, TO, AFTER),
        table="happenings",
    ),
    Page(
        "actors",
        "/actors",
        actor.listing,
        "Everyone named in the reports.",
        (Parameter("name", "words of the name"), Parameter("kind", "kind of actor"), AFTER),
        table="rows",
    ),
    Page(
        "pair",
        "/pair",
        pair.view,
        "Two actors: cooperation and conflict over time and the happenings behind it.",
        (Parameter("one", "id or name"), Parameter("other", "id or name"), TYPE, STATUS, FROM, TO, MONTHS_TO, AFTER),
        table="months",
    ),
    Page(
        "relation",
        "/relation",
        relation.view,
        "Two actors over time: the level of each direction with its interval, where it changed, the events behind it.",
        (
            Parameter("one", "id or name"),
            Parameter("other", "id or name"),
            Parameter("by", "week, month, quarter or year"),
            FROM,
            TO,
        ),
        table="points",
        steady=True,
        slow=True,
    ),
    Page(
        "system",
        "/system",
        system.view,
        "The system on a day: ties, blocs and how sure they are, balance, what changed.",
        (
            Parameter("on", "the day; a month or year means its last"),
            Parameter("against", "an earlier day, for what changed"),
        ),
        table="ties",
        steady=True,
        slow=True,
    ),
    Page(
        "triad",
        "/triad",
        system.triad,
        "Three actors on a day: what is between them, whether it is balanced, where it may give.",
        (
            Parameter("one", "id or name"),
            Parameter("other", "id or name"),
            Parameter("third", "id or name"),
            Parameter("on", "the day; a month or year means its last"),
        ),
        table="sides",
        steady=True,
        slow=True,
    ),
    Page(
        "forecasts",
        "/forecasts",
        forecasts.view,
        "The ledger of forecasts: every one issued, its rule, how it came out, its scores.",
        (Parameter("page", "page of the list, newest first"),),
        table="rows",
        steady=True,
        slow=True,
        daily=True,
    ),
    Page(
        "quotation",
        "/quotations/{quotation}",
        quotation.view,
        "One utterance in all its wordings, with what each kept, cut or changed, and its chain.",
        (Parameter("quotation", "id of the quotation", path=True),),
        table="wordings",
    ),
    Page(
        "quotations",
        "/quotations",
        quotation.listing,
        "Utterances told more than once.",
        (Parameter("speaker", "id of the speaker"), AFTER),
        table="rows",
    ),
    Page(
        "naming",
        "/namings/{referent:path}",
        naming.view,
        "What one thing is called: by whom, in whose voice, month by month, with the passages.",
        (
            Parameter("referent", "the thing, as the list of names calls it", path=True),
            Parameter("words", "one of its names: only its passages"),
            Parameter("outlet", "name of an outlet: only its passages"),
            Parameter("voice", "own, quoted or attributed: only such passages"),
            AFTER,
        ),
        table="uses",
        steady=True,
        slow=True,
    ),
    Page(
        "namings",
        "/namings",
        naming.listing,
        "Things that outlets call by more than one name.",
        (AFTER,),
        table="rows",
        steady=True,
        slow=True,
    ),
    Page(
        "search",
        "/search",
        search.view,
        "Happenings and passages by words and facets.",
        (
            Parameter("q", 'words; "in quotation marks" next to each other, end* open'),
            Parameter("outlet", "name of an outlet that tells of it"),
            Parameter("country", "country of an outlet that tells of it, ISO 3166-1 alpha-3"),
            Parameter("actor", "id or name of who takes part"),
            TYPE,
            STATUS,
            FROM,
            TO,
            AFTER,
            Parameter("page", "page of the passages"),
        ),
        table="rows",
    ),
    Page(
        "timeline",
        "/timeline",
        timeline.view,
        "How many happenings each month holds, by what they are.",
        (Parameter("actor", "id or name"), TYPE, STATUS, FROM, TO, MONTHS_TO, AFTER),
        table="months",
    ),
    Page("sources", "/sources", sources.view, "What the world holds of each outlet.", (AFTER,), table="rows"),
    Page(
        "review",
        "/review",
        review.view,
        "Codings that may be wrong and happenings that may be one, to be judged.",
        (
            Parameter("kind", "`codings` or `merges`"),
            AFTER,
            Parameter("answered", "entry of the answer just given: it is shown and can be undone"),
        ),
        table="rows",
    ),
    Page(
        "judge",
        "/judge",
        judge.view,
        "One assertion, and the form to say what is wrong with it.",
        (Parameter("subject", "id of the assertion"), Parameter("back", "page to go back to")),
    ),
    Page("journal", "/journal", review.journal, "What people decided.", (AFTER,), table="rows"),
)

BY_NAME = {page.name: page for page in PAGES}
