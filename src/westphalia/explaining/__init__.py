"""Why an event or a statement was coded as it was: its report is read once more, and what happened is shown.

`explain(store, id)` gives an `Explanation`, plain data all the way down; `render` writes it for a terminal.
"""

from westphalia.explaining.explain import explain
from westphalia.explaining.explanation import EventExplanation, Explanation, StatementExplanation
from westphalia.explaining.text import render

__all__ = ["EventExplanation", "Explanation", "StatementExplanation", "explain", "render"]
