"""Runs `make demo` as a newcomer would, and checks that what it made is what the example reports tell.

    python tools/check_demo.py

Works in a temporary folder; exit status 1 with one line for everything that is missing.
"""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

SIGNING = {"AGREE", "SUPPORT", "COOPERATE"}

type Rows = list[dict[str, Any]]


def main() -> int:
    """Runs and checks; returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="westphalia-demo-") as folder:
        demo = Path(folder) / "demo"
        own = {key: value for key, value in os.environ.items() if not key.startswith("WESTPHALIA_")}
        made = subprocess.run(
            ["make", "--no-print-directory", "demo", f"DEMO={demo}"],
            cwd=ROOT, env=own, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        sys.stderr.write(made.stderr)
        if made.returncode:
            print(f"demo: make demo failed with status {made.returncode}")
            return 1
        missing = [*told(demo.with_suffix(".db"), made.stdout), *safe(demo.with_suffix(".db"), folder)]
        missing += inert(demo.with_suffix(".html").read_text(encoding="utf-8"), "demo.html")
    for line in missing:
        print(f"demo: {line}")
    print(f"demo: {'not as it should be' if missing else 'as it should be'}")
    return bool(missing)


def told(world: Path, printed: str) -> Iterator[str]:
    """What the example reports tell and the world does not."""
    from westphalia import World

    held = World(world)
    happenings, events = held.happenings().to_dicts(), held.events().to_dicts()
    expected = {
        "printed brief": "WHAT HAPPENED" in printed,
        "signing in Istanbul, 22 July 2022": happened(happenings, "2022-07-22", SIGNING, "RUS", "UKR", "TUR"),
        "Russian strike on Odesa, 23 July 2022": happened(happenings, "2022-07-23", {"ASSAULT"}, "RUS"),
        "strike placed in Odesa": [e for e in events if e["place"] == "Odesa" and e["type"] == "ASSAULT"],
        "denial by Russia": [s for s in held.statements(kind="denies").to_dicts() if "RUS" in (s["speaker"] or "")],
        "agreement of Iran and Saudi Arabia, Beijing, 10 March 2023": happened(
            happenings, "2023-03-10", SIGNING, "IRN", "SAU"
        ),
        "declaration of Armenia and Azerbaijan, Washington, 8 August 2025": happened(
            happenings, "2025-08-08", SIGNING, "ARM", "AZE"
        ),
        "happening told by two independent reports": [h for h in happenings if h["independent_reports"] > 1],
    }
    yield from (f"no {what}" for what, found in expected.items() if not found)


def happened(happenings: Rows, day: str, types: set[str], *polities: str) -> Rows:
    """Happenings of a day and type in which all these take part."""
    return [
        h
        for h in happenings
        if str(h["date_from"]) == day
        and h["type"] in types
        and h["status"] in ("happened", "ongoing")
        and set(polities) <= {actor.split("/")[0] for actor in h["participants"]}
    ]


def safe(world: Path, folder: str) -> Iterator[str]:
    """What the dirt in the corpus did: the broken file, the reprint, the hostile page."""
    from westphalia import World

    held = World(world)
    rejected = sqlite3.connect(world).execute("SELECT name, code FROM rejected").fetchall()
    if rejected != [("broken.json", "damaged")]:
        yield f"rejected are {rejected}, not broken.json alone"
    if not any(r["name"].startswith("meridian_2025-08-08") and r["copy_of"] for r in held.reports().to_dicts()):
        yield "the reprint is not marked as a copy"
    if not held.doctor().healthy:
        yield "the doctor has findings"
    yield from inert(held.brief("OMN", "IRN", format="html"), "the brief on the hostile page")
    cells = Path(folder) / "reports.csv"
    held.export("reports", "csv", cells)
    if re.search(r'(^|[,"])=HYPERLINK', cells.read_text(encoding="utf-8"), re.MULTILINE):
        yield "a formula in a cell of the CSV export"


def inert(page: str, name: str) -> Iterator[str]:
    """Whatever in a page could run or call out."""
    if found := re.search(r"<(script|iframe|img|object|link|form)\b|\son\w+\s*=|javascript:|src=|@import", page):
        shown = page[found.start() : found.end()]
        # text of a report may name such a thing, escaped; an element or attribute may not
        if shown.startswith("<") or re.search(rf"<[^<>]*{re.escape(shown)}[^<>]*>", page):
            yield f"{name} holds {shown!r}"
    if "Content-Security-Policy" not in page:
        yield f"{name} has no content security policy"


if __name__ == "__main__":
    sys.exit(main())
