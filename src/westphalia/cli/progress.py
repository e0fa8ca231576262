"""Progress of a run: a bar with counts on a terminal, a plain line now and then elsewhere. On standard error."""

import sys
import time
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from westphalia.cli.saying import say, seen

if TYPE_CHECKING:
    from westphalia.engine import Summary
    from westphalia.model import Rejected

LINE_SECONDS = 10.0
"""Time between plain lines: enough to see in a log that it lives."""

DRAW_SECONDS = 0.1

MOST_LINES = 10
"""Rejected members of archives and lines of files, told one by one for each reason; beyond that they are counted."""


class Progress:
    """Shows the counts of a run while it goes on, and every rejected input in a line of its own."""

    def __init__(self, summary: "Summary") -> None:
        self._begun = self._shown = time.monotonic()
        self._bar: Any = None
        self._task: Any = None
        self._summary = summary
        self._told: Counter[str] = Counter()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (SpinnerColumn(), BarColumn(24), TextColumn("{task.description}"), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("starting", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        for code, number in sorted(self._told.items()):
            if number > MOST_LINES:
                say(f"rejected {number - MOST_LINES:,} more within files: {code}")

    def update(self, summary: "Summary") -> None:
        """Takes the counts so far."""
        if rejected := summary.last_rejected:
            self._tell(rejected)
        now = time.monotonic()
        if self._bar is not None:
            if now - self._shown >= DRAW_SECONDS:
                self._shown = now
                self._bar.update(self._task, description=self._counts(summary, now))
        elif now - self._shown >= LINE_SECONDS:
            self._shown = now
            say(self._counts(summary, now))

    def _tell(self, rejected: "Rejected") -> None:
        self._told[rejected.code] += bool(rejected.container)
        if not rejected.container or self._told[rejected.code] <= MOST_LINES:
            hint = f" ({rejected.hint})" if rejected.hint else ""
            self._line(f"rejected {rejected.name}: {rejected.code}: {rejected.reason}{hint}")

    def _line(self, text: str) -> None:
        if self._bar is not None:
            self._bar.console.print(seen(text), markup=False, highlight=False, soft_wrap=True)
        else:
            say(text)

    def _counts(self, summary: "Summary", now: float) -> str:
        pace = summary.words / max(now - self._begun, 0.001)
        rejected = sum(summary.rejected.values())
        return f"read {summary.read:,} · there {summary.already:,} · rejected {rejected:,} · {pace:,.0f} words/s"
