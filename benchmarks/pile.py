"""Reading a pile: does it keep its pace and its memory from the first report to the last, and go on when killed?

Layout: as `speed`. From its articles 20,000 reports of about 150 words are made: sentences of two articles, with names
of countries, numbers and days changed by a fixed rule, so that few are near-copies of another. They are read by
`westphalia read` in a process of its own, which is killed, workers and all, when half are in, and started again.

Metrics: words a second over all; words a second of processor time of all processes together, by tenths of the reports
(the clock says little on a busy machine), and of the last against the second, since the first has the start of the
workers in it; the largest memory of all processes together while reading and while reconciling, and by tenths; what
the second run found done; seconds of reconciling. `WESTPHALIA_PILE` sets another number of reports.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.speed import memory_mb, texts_of

REPORTS = 20_000
WORDS = 75
"""Words taken from each of the two articles of a report, to the end of the sentence."""

PROCESSES = 2
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z“\"])")
_NUMBER = re.compile(r"\b\d{1,4}\b")
_COUNTRIES = (
    "Russia Ukraine China India Iran Israel Syria Turkey Egypt Kenya Brazil Argentina France Germany Poland Japan "
    "Pakistan Nigeria Ethiopia Mexico Canada Spain Italy Sweden Norway Finland Peru Chile Iraq Ghana"
).split()
_COUNTRY = re.compile(rf"\b(?:{'|'.join(_COUNTRIES)})\b")
_CHILD = """
import json, sys, time
from westphalia.engine import local
world, pile, log = sys.argv[1:4]
with open(log, "a", encoding="utf-8", buffering=1) as out:
    def tell(summary):
        done = summary.read + summary.already
        if done % 100 == 0:
            print(json.dumps([time.time(), done, summary.already, summary.words]), file=out)
    plan = local.Plan(processes=int(sys.argv[4]))
    summary = local.read([pile], world, plan=plan, progress=tell)
    print(json.dumps(summary.as_dict()), file=out)
"""


def reports(texts: list[str], number: int) -> Iterator[dict[str, str]]:
    """The reports of a pile, always the same for the same texts."""
    chance = random.Random(20_000)
    sentences = [[s for s in _SENTENCE.split(text) if s.strip()] for text in texts]
    sentences = [those for those in sentences if len(those) > 3]
    for count in range(number):
        parts = [_run(chance, chance.choice(sentences)) for _ in range(2)]
        names = dict(zip(_COUNTRIES, chance.sample(_COUNTRIES, len(_COUNTRIES)), strict=True))
        shift = chance.randrange(1, 90)
        text = _COUNTRY.sub(lambda found, names=names: names[found.group()], "\n\n".join(parts))  # type: ignore[misc]
        text = _NUMBER.sub(lambda found, shift=shift: str(int(found.group()) + shift), text)  # type: ignore[misc]
        yield {
            "id": f"pile-{count:06}",
            "title": "",
            "text": text,
            "date": (date(2020, 1, 1) + timedelta(days=count * 1500 // number)).isoformat(),
            "outlet": f"Outlet {count % 40}",
        }


def _run(chance: random.Random, sentences: list[str]) -> str:
    """Sentences that follow each other, about WORDS words."""
    begin = chance.randrange(len(sentences))
    taken: list[str] = []
    for sentence in sentences[begin:] + sentences[:begin]:
        if sum(len(s.split()) for s in taken) >= WORDS:
            break
        taken.append(sentence)
    return " ".join(taken)


class _Reading:
    """One run of the reading process, its log and the memory of all its processes."""

    def __init__(self, world: Path, pile: Path, log: Path) -> None:
        arguments = [str(world), str(pile), str(log), str(PROCESSES)]
        self._log = log
        self._process = subprocess.Popen([sys.executable, "-c", _CHILD, *arguments], start_new_session=True)
        self.samples: list[tuple[float, float, float]] = []

    def watch(self, until: int | None = None) -> None:
        """Waits until it has ended or, if `until` is given, has read so many reports, and then kills it."""
        while self._process.poll() is None:
            family = self._family()
            self.samples.append((time.time(), sum(map(memory_mb, family)), sum(map(_processor_seconds, family))))
            if until is not None and (lines := progress(self._log)) and lines[-1][1] >= until:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
                return
            time.sleep(1.0)
        if self._process.returncode:
            raise RuntimeError(f"reading ended with {self._process.returncode}")

    def _family(self) -> list[int]:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        tasks = Path(f"/proc/{self._process.pid}/task")
        try:
            found = [int(pid) for task in tasks.iterdir() for pid in (task / children.name).read_text().split()]
        except OSError:
            found = []
        return [self._process.pid, *found]


def progress(log: Path) -> list[list[Any]]:
    """The lines of a log: when, reports done, of them found done, words read."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [line for line in map(json.loads, lines) if isinstance(line, list)]


def _processor_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Measures; see the module's description."""
    number = int(os.environ.get("WESTPHALIA_PILE", REPORTS))
    with tempfile.TemporaryDirectory() as folder:
        pile, world = Path(folder) / "pile.jsonl", Path(folder) / "world.db"
        with pile.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(report, ensure_ascii=False) + "\n" for report in reports(texts_of(data), number))
        logs = [Path(folder) / "first.log", Path(folder) / "second.log"]
        readings = []
        for log, until in zip(logs, (number // 2, None), strict=True):
            reading = _Reading(world, pile, log)
            reading.watch(until)
            readings.append(reading)
        return _measured(number, logs, readings), ()


def _measured(number: int, logs: list[Path], readings: list[_Reading]) -> dict[str, Any]:
    first, second = map(progress, logs)
    end = json.loads(logs[1].read_text(encoding="utf-8").splitlines()[-1])
    ended, found = second[-1][0], second[-1][2]
    new = [line for line in second if line[1] > found]
    words = first[-1][3] + second[-1][3]
    seconds = first[-1][0] - first[0][0] + new[-1][0] - new[0][0]
    samples = [sample for reading in readings for sample in reading.samples]
    while_reading = [mb for at, mb, _ in samples if at <= ended]
    step = max(len(while_reading) // 10, 1)
    paces = [
        pace
        for lines, reading in ((first, readings[0]), (new, readings[1]))
        for pace in _paces(lines, reading, max(number // 10, 100))
    ]
    return {
        "n": number,
        "words": words,
        "words_per_second": round(words / seconds),
        "words_per_processor_second": paces,
        "last_to_second": round(paces[-1] / paces[1], 3) if len(paces) > 1 else None,
        "found_done_after_kill": found,
        "rejected": end["rejected"],
        "copies": end["copies"],
        "peak_mb_reading": round(max(while_reading)),
        "mb_by_tenths": [round(max(while_reading[i : i + step])) for i in range(0, len(while_reading), step)],
        "peak_mb_reconciling": round(max((mb for at, mb, _ in samples if at > ended), default=0.0)),
        "reconciling_seconds": round(samples[-1][0] - ended, 1),
    }


def _paces(lines: list[list[Any]], reading: _Reading, step: int) -> list[int]:
    """Words a second of processor time for every `step` reports of one run."""
    paces, begin = [], lines[0]
    for line in lines[1:]:
        if line[1] - begin[1] >= step:
            used = _used(reading, line[0]) - _used(reading, begin[0])
            paces.append(round((line[3] - begin[3]) / used))
            begin = line
    return paces


def _used(reading: _Reading, at: float) -> float:
    """Processor seconds of a run until some time."""
    times, _, used = zip(*reading.samples, strict=True)
    return float(np.interp(at, times, used))
