"""One assertion, and the form by which a person says what is wrong with it."""

from typing import Any

from westphalia.web import gathering
from westphalia.web.asked import Asked
from westphalia.web.deciding import table_of
from westphalia.web.refusing import MissingError
from westphalia.world import Store

Row = dict[str, Any]


def view(store: Store, asked: Asked) -> Row:
    """What is to be judged, and what was decided about it."""
    subject = asked.text("subject")
    found = table_of(subject)
    row = next(store.frame_rows(found[0], **{found[1]: subject}), None) if found else None
    if row is None or not found:
        raise MissingError(f"there is nothing by the id {subject!r}", "follow the link beside what is wrong")
    report = gathering.reports(store, [row["report"]])[row["report"]]
    words = row.get("sentence") or row.get("text") or row.get("content") or report["title"] or report["name"]
    return {
        "title": "What is wrong?",
        "subject": subject,
        "table": found[0],
        "words": words,
        "row": {key: value for key, value in row.items() if key != "trace"},
        "report": {key: report[key] for key in ("report", "title", "name", "outlet", "published")},
        "decisions": store.query("decisions about", subject=subject),
        "back": asked.text("back"),
    }
