"""A happening to take away: the reports that tell of it as references, and its comparison with footnotes."""

from collections.abc import Callable

from westphalia.brief import render
from westphalia.export.bibliography import RENDERED, cited
from westphalia.web.asked import Asked
from westphalia.web.comparing import comparison
from westphalia.web.views import happening
from westphalia.world import Store


def references(store: Store, ident: str, form: str) -> str:
    """The reports compared on the page of a happening, in a form of `bibliography.RENDERED`."""
    found = happening.view(store, Asked({"happening": ident}))
    return RENDERED[form](cited(store, [row["report"] for row in found["reports"]]))


FORMS: dict[str, tuple[str, str, Callable[[Store, str], str]]] = {
    "bib": ("application/x-bibtex", "The reports that tell of a happening, in BibTeX.",
            lambda store, ident: references(store, ident, "bibtex")),
    "csl": ("application/vnd.citationstyles.csl+json", "The reports that tell of a happening, in CSL-JSON.",
            lambda store, ident: references(store, ident, "csl")),
    "md": ("text/markdown", "Where the accounts of a happening agree and part, in Markdown with footnotes.",
           lambda store, ident: render(comparison(store, ident), "md")),
}  # fmt: skip
"""Ending of the address → media type, what it is, and what writes it."""
