"""Command line of the benchmarks: one JSON line on stdout, predictions to `--out`."""

import argparse
import hashlib
import importlib
import json
import sys
import time
from pathlib import Path

NAMES = (
    "events",
    "triples",
    "actors",
    "statements",
    "times",
    "places",
    "speed",
    "pile",
    "stories",
    "coreference",
    "quotations",
    "timelines",
    "pages",
    "joining",
    "balance",
    "votes",
    "forecast",
)


def digest(data: Path) -> str:
    """SHA-256 over names and bytes of all files below `data`, first 16 hex digits."""
    total = hashlib.sha256()
    for path in sorted(p for p in data.rglob("*") if p.is_file() and p.name != "README.md"):
        total.update(path.relative_to(data).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def main(arguments: list[str] | None = None) -> int:
    """Runs one benchmark; returns the exit status."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    ask.add_argument("name", choices=NAMES)
    ask.add_argument("--data", type=Path, required=True, help="folder in the public layout of the data set")
    ask.add_argument("--out", type=Path, help="write one JSON object per item with what was predicted")
    asked = ask.parse_args(arguments)
    if not asked.data.is_dir():
        print(f"benchmarks: no folder {asked.data}", file=sys.stderr)
        return 2
    module = importlib.import_module(f"benchmarks.{asked.name}")
    begun = time.perf_counter()
    try:
        result, predictions = module.run(asked.data)
    except FileNotFoundError as error:
        print(f"benchmarks {asked.name}: {error.filename} is missing from {asked.data}", file=sys.stderr)
        return 2
    seconds = round(time.perf_counter() - begun, 2)
    if asked.out:
        with asked.out.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in predictions)
    line = {"benchmark": asked.name, "split_digest": digest(asked.data), **result, "seconds": seconds}
    print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
