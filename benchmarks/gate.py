"""The quality gate: no benchmark's figure on our own sample may fall below its floor.

    python -m benchmarks.gate                              # check; exit status 1 if anything fell
    python -m benchmarks.gate --set "why"                  # measure, and put the floors just under the figures
    python -m benchmarks.gate --set "why" --lower          # the same, where that lowers a floor

`floors.json` is a history; its last entry holds. Every entry says when, at which commit and why, and carries the
digest of the sample it was measured on. A floor lower than the one before it needs `"lowered": true` in its entry,
so none goes down unseen, whether by this command or by hand.
"""

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.__main__ import digest

HERE = Path(__file__).resolve().parent
SAMPLE = HERE / "sample"
FLOORS = HERE / "floors.json"

JUDGED: Mapping[str, tuple[str, ...]] = {
    "events": ("root_f1", "quad_f1", "binary_f1"),
    "triples": ("precision", "recall", "f1", "dyad_f1"),
    "actors": ("country_accuracy", "sector_accuracy"),
    "statements": ("token_f1", "source_f1", "cue_f1", "content_f1", "content_recall", "speaker_accuracy"),
    "times": ("span_f1_strict", "span_f1", "value_f1"),
    "places": ("exact", "within_161km", "f1_overlap"),
}
MARGIN = 0.02
"""How far under its figure a floor is set: one item of the sample's 60 sentences is .017."""

type Figures = dict[str, dict[str, float]]


def measure(sample: Path, run: Callable[[str, Path], Mapping[str, Any]] | None = None) -> Figures:
    """The judged figures of every benchmark; one that a benchmark no longer gives is left out."""
    run = run or (lambda name, data: importlib.import_module(f"benchmarks.{name}").run(data)[0])
    found = {name: run(name, sample / name) for name in JUDGED}
    return {name: {key: round(found[name][key], 4) for key in JUDGED[name] if key in found[name]} for name in JUDGED}


def faults_of_history(history: Sequence[Mapping[str, Any]], sample: str) -> Iterator[str]:
    """What is wrong with the floors file itself, whatever the figures."""
    if not history:
        yield "floors.json holds no entry; set the floors: python -m benchmarks.gate --set WHY"
        return
    for entry in history:
        if not str(entry.get("why", "")).strip():
            yield f"floors.json: the entry of {entry.get('date', '?')} does not say why"
    for before, after in pairwise(history):
        down = list(lowered(before["floors"], after["floors"]))
        if down and not after.get("lowered"):
            yield f'floors.json: the entry of {after["date"]} lowers {", ".join(down)} without "lowered": true'
    if history[-1]["sample"] != sample:
        yield (
            f"the sample has changed (digest {sample}, floors measured on {history[-1]['sample']}); "
            "look at the change, then set the floors anew: python -m benchmarks.gate --set WHY"
        )


def lowered(before: Figures, after: Figures) -> Iterator[str]:
    """Names of the floors that go down, or away."""
    for name, floors in before.items():
        for key, floor in floors.items():
            if after.get(name, {}).get(key, -1.0) < floor:
                yield f"{name} {key}"


def fallen(floors: Figures, figures: Figures) -> Iterator[str]:
    """Figures under their floor, missing, or without one."""
    for name, keys in JUDGED.items():
        for key in keys:
            floor, figure = floors.get(name, {}).get(key), figures.get(name, {}).get(key)
            if floor is None:
                yield f"{name} {key} has no floor"
            elif figure is None:
                yield f"{name} {key} is not measured any more (floor {floor:.3f})"
            elif figure < floor:
                yield f"{name} {key} is {figure:.3f}, below its floor of {floor:.3f}"


def entry(figures: Figures, before: Figures, sample: str, why: str, lower: bool) -> dict[str, Any]:
    """A new entry: floors just under the figures; without `lower` none goes below what it was."""
    floors = {
        name: {key: max(0.0, round(figure - MARGIN, 3)) for key, figure in keys.items()}
        for name, keys in figures.items()
    }
    if not lower:
        for name, keys in before.items():
            for key, floor in keys.items():
                floors.setdefault(name, {})[key] = max(floor, floors.get(name, {}).get(key, floor))
    made: dict[str, Any] = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "commit": _commit(), "why": why, "sample": sample}
    if any(lowered(before, floors)):
        made["lowered"] = True
    return made | {"figures": figures, "floors": floors}


def _commit() -> str:
    asked = ["git", "-C", str(HERE), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def show(floors: Figures, figures: Figures) -> None:
    """The table, on standard output."""
    print(f"{'benchmark':11} {'figure':18} {'now':>6} {'floor':>6}")
    for name, keys in figures.items():
        for key, figure in keys.items():
            print(f"{name:11} {key:18} {figure:6.3f} {floors.get(name, {}).get(key, 0.0):6.3f}")


def main(
    arguments: Sequence[str] | None = None,
    *,
    sample: Path = SAMPLE,
    file: Path = FLOORS,
    run: Callable[[str, Path], Mapping[str, Any]] | None = None,
) -> int:
    """Checks, or sets the floors; returns the exit status."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__.splitlines()[0])
    ask.add_argument("--set", metavar="WHY", dest="why", help="set the floors just under the figures, and say why")
    ask.add_argument("--lower", action="store_true", help="with --set: let floors go down")
    asked = ask.parse_args(arguments)
    history = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
    now, floors = digest(sample), history[-1]["floors"] if history else {}
    figures = measure(sample, run)
    if asked.why:
        new = entry(figures, floors, now, asked.why, asked.lower)
        history.append(new)
        file.write_text(json.dumps(history, indent=1) + "\n", encoding="utf-8")
        floors = new["floors"]
    show(floors, figures)
    faults = [*faults_of_history(history, now), *fallen(floors, figures)]
    for fault in faults:
        print(f"gate: {fault}", file=sys.stderr)
    if faults:
        print(
            "gate: mend the code. Where the fall is wanted, say so in the history: "
            'python -m benchmarks.gate --set "WHY" --lower',
            file=sys.stderr,
        )
    else:
        print(f"gate: nothing fell (sample {now}; to raise the floors: python -m benchmarks.gate --set WHY)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
