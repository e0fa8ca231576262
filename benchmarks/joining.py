"""What it costs that a new report joins a large world, and whether the cost grows with the world.

Makes worlds of 10,000 and 100,000 events, or of the numbers in `WESTPHALIA_JOINING` ("1000000"), from the made-up
reports of `pages`: states by Zipf's law, happenings told once or by up to hundreds. One report in so many is kept out;
the others are reconciled as a whole, then those kept out are written and join one by one, and after them the reports of
the days that follow (`news_`): an archive comes in any order and finds what it needs on the disk, news comes day by day
and finds it in memory.

What is timed is joining alone: finding what a report may belong to, comparing, encoding its statements, writing what
changed, the commit; not reading the report and not writing its own rows. `cpu_ms` is processor time, which says more
than the clock on a busy machine; `loop_ms` is what a million turns of a plain loop took beside it. Vectors of
statements are made up (three in a hundred of one polity are near each other), but the encoder runs for each new one.
The folder `--data` is not read; name any.
"""

import gc
import json
import os
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

import numpy as np

from benchmarks.pages import DAYS, FIRST_DAY, ORDER, Maker, Row, _insert, own_words
from westphalia import reconciling
from westphalia.intake.copies import PERMUTATIONS
from westphalia.reconciling import joining, wordings
from westphalia.world import Store
from westphalia.world.rows import pack_sketch

Tables = dict[str, list[Row]]

SIZES = "10000,100000"
JOINED = 200
"""Reports kept out."""

TOPICS = 40
COPIED = 0.15
"""Share of reports that are near copies; others share no band, as in newswire (2 of 141,778 pairs, both copies)."""

ASSERTED = tuple(
    name for name in ORDER if name not in ("happenings", "happening_events", "quotations", "quotation_statements")
)
_encode = wordings.encode


class Telling(Maker):
    """Makes reports with sketches, some copied, and statements that only those who tell of one thing word alike."""

    last: Any = None

    def _report(self, day: Any, tellings: Sequence[Row]) -> None:
        super()._report(day, tellings)
        row = self.rows["reports"][-1]
        row["container"] = None
        draw = np.random.default_rng(crc32(row["report"].encode()))
        if self.last is None or draw.random() > COPIED:
            self.last = draw.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64)
        numbers = np.where(draw.random(PERMUTATIONS) < 0.4, draw.integers(0, 2**63, PERMUTATIONS), self.last)
        row["sketch"] = pack_sketch([int(number) for number in numbers])

    def _statement(self, ident: str, number: int, begin: int, text: str, telling: Row) -> None:
        before = len(self.rows["statements"])
        super()._statement(ident, number, begin, text, telling)
        for row in self.rows["statements"][before:]:
            told = crc32(telling["row"]["happening"].encode())
            own = " ".join(own_words(telling["row"]["happening"])[:5])
            row["content"] = f"We will send {told % 9_999_991} trucks to the {own} topic {told % TOPICS}"


def encoded(texts: Sequence[str]) -> Any:
    """Made-up vectors, after the encoder has run for nothing."""
    _encode(texts)
    return vectors(texts)


def vectors(texts: Sequence[str]) -> Any:
    """Vectors of which those of one number are near (.9), of one topic nearer (.55) than any two (.3)."""
    rows = []
    for text in texts:
        words = text.split()
        parts = ((1.0, "all"), (0.9, words[-1]), (1.05, words[3]), (0.55, text))
        row = sum(weight * _unit(name) for weight, name in parts)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, dtype=np.float16).reshape(-1, wordings.WIDTH)


def _unit(name: str) -> Any:
    row = np.random.default_rng(crc32(name.encode())).standard_normal(wordings.WIDTH, dtype=np.float32)
    return row / np.linalg.norm(row)


def build(store: Store, events: int) -> tuple[list[Tables], list[Tables]]:
    """Writes a world of so many events, not reconciled; returns the rows of reports kept out, and of days after."""
    connection = store._connection
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN")
    out: list[Tables] = []
    every = max(events // 5 // JOINED, 2)
    seen = 0
    made = Telling(events)
    for rows in made.days():
        away: dict[str, Tables] = {
            row["report"]: defaultdict(list) for n, row in enumerate(rows["reports"], seen) if n % every == 1
        }
        seen += len(rows["reports"])
        for table in ASSERTED:
            for row in rows[table]:
                if row["report"] in away:
                    away[row["report"]][table].append(row)
            _insert(connection, table, [row for row in rows[table] if row["report"] not in away])
        out += away.values()
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")
    return out[:JOINED], list(islice(_news(made), JOINED))


def _news(made: Telling) -> Iterator[Tables]:
    """Rows of reports of the days that follow, day by day."""
    for number in count(DAYS):
        made.rows = defaultdict(list)
        made._day(FIRST_DAY + timedelta(days=number), max(made.events // DAYS, 1))
        by_report: dict[str, Tables] = {row["report"]: defaultdict(list) for row in made.rows["reports"]}
        for table in ASSERTED:
            for row in made.rows[table]:
                by_report[row["report"]][table].append(row)
        yield from by_report.values()


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Measures; see the module's description."""
    sizes = [int(size) for size in os.environ.get("WESTPHALIA_JOINING", SIZES).split(",")]
    figures: dict[str, Any] = {"n": max(sizes)}
    taken: list[Row] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=os.environ.get("WESTPHALIA_PAGES_FOLDER")) as folder:
            found, rows = measure(Path(folder) / "world.db", size)
            figures[str(size)] = found
            taken += rows
    figures["median_ms"] = figures[str(max(sizes))]["median_ms"]
    figures["median_cpu_ms"] = figures[str(max(sizes))]["median_cpu_ms"]
    figures["news_median_ms"] = figures[str(max(sizes))]["news_median_ms"]
    figures["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures, taken


def measure(path: Path, events: int) -> tuple[dict[str, Any], list[Row]]:
    """Figures of one size, and what each report took."""
    with Store(path, create=True) as store:
        late, news = build(store, events)
        begun = time.perf_counter()
        token = store.begin_rebuild()
        with patch.object(wordings, "encode", vectors):
            reconciling.reconcile(store)
        store.finish_rebuild(token, reconciling.VERSION)
        rebuilt = time.perf_counter() - begun
    gc.collect()
    with Store(path) as store, patch.object(wordings, "encode", encoded), patch.object(joining, "SHARE", 1):
        encoded(["We will send 1 trucks for the grain topic 1"])  # loads the encoder
        taken = [{"size": events, **row} for row in _joined(store, late)]
        newer = [{"size": events, **row} for row in _joined(store, news)]
        loop = _loop()
        counts = store.counts()
    figures = {
        "reports": len(taken),
        **_spread("ms", taken),
        **_spread("cpu_ms", taken),
        **{f"news_{name}": value for column in ("ms", "cpu_ms") for name, value in _spread(column, newer).items()},
        "loop_ms": round(loop, 1),
        "happenings": counts["happenings"],
        "near_misses": counts["near_misses"],
        "largest_component": max((row["linked"] for row in taken), default=0),
        "rebuilt_seconds": round(rebuilt, 1),
        "world_mb": round(path.stat().st_size / 1e6),
    }
    return figures, taken + newer


def _loop() -> float:
    """Processor time of a million turns, in milliseconds: how fast the machine is just now."""
    used, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number
    return (time.process_time() - used) * 1000


def _spread(name: str, rows: Iterable[Row]) -> dict[str, float]:
    values = sorted(row[name] for row in rows)
    middle, most = statistics.median(values), values[int((len(values) - 1) * 0.95)]
    found = {f"median_{name}": middle, f"p95_{name}": most, f"max_{name}": values[-1]}
    return {key: round(value, 1) for key, value in found.items()}


def _joined(store: Store, out: Iterable[Tables]) -> Iterator[Row]:
    for rows in out:
        store.add_all(rows)
        begun, used = time.perf_counter(), time.process_time()
        if not reconciling.join(store, reconciling.VERSION):
            raise RuntimeError("a report did not join")
        ms, cpu = (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000
        events = json.dumps([row["event"] for row in rows["events"]])
        touched = json.dumps([row["component"] for row in store.query("components of events", ids=events)])
        linked = len(store.query("linked events", ids=touched))
        yield {"report": rows["reports"][0]["report"], "ms": round(ms, 2), "cpu_ms": round(cpu, 2), "linked": linked}
