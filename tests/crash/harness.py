"""Kills a reading at random moments and resumes it: what was acknowledged is there, and the end is the same.

python -m tests.crash.harness --times 50            # a stub instead of the parser: some two minutes
python -m tests.crash.harness --times 50 --real     # `westphalia read` itself
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from westphalia.world import Store, examine

VICTIM = Path(__file__).with_name("victim.py")
STALE = "derived"
"""What the doctor may find after a kill: the derived tables wait for the end of the run."""


WHOM = ("parent", "worker", "group")
"""Who is killed: the command itself, one process that reads for it, or all of them at once."""


@dataclass
class Result:
    """What one kill showed: whom it met, when, how many reports were acknowledged, how many there, what is wrong."""

    whom: str
    after: float
    acknowledged: int
    there: int
    problem: str = ""


def sources(folder: Path, count: int = 120) -> Path:
    """Small reports, some of them copies and some in folders, that the stub reads slowly."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        place = folder / f"{number % 7}"
        place.mkdir(exist_ok=True)
        who = number % 100
        text = f"SLOW The envoy of country {who} met minister {who}. They agreed on {'x' * (number % 9)}."
        (place / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def command(world: Path, source: Path, real: bool) -> list[str]:
    if real:
        return [
            sys.executable,
            "-c",
            "from westphalia.cli import main; main()",
            "read",
            str(source),
            "--world",
            str(world),
        ]
    return [sys.executable, str(VICTIM), str(world), str(source)]


def finish(world: Path, source: Path, real: bool) -> tuple[str, float]:
    """Reads to the end undisturbed; the digest and how long it took."""
    begun = time.monotonic()
    subprocess.run(command(world, source, real), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds = time.monotonic() - begun
    with Store(world) as store:
        findings = examine(store).findings
        assert not findings, findings
        return store.digest(), seconds


def workers(parent: int) -> list[int]:
    """Processes that read for `parent`, by their command line; none where the system has no /proc."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            above = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if above == parent and b"westphalia.engine.worker" in (place / "cmdline").read_bytes():
                found.append(int(place.name))
        except OSError:
            continue
    return sorted(found)


def strike(child: "subprocess.Popen[bytes]", whom: str) -> None:
    """SIGKILL to the process `whom` names. A reading whose worker dies goes on to its end by itself."""
    with suppress(ProcessLookupError):  # it may have ended by itself
        if whom == "group":
            os.killpg(child.pid, signal.SIGKILL)
        elif whom == "worker":
            for pid in workers(child.pid)[:1]:
                os.kill(pid, signal.SIGKILL)
        else:
            os.kill(child.pid, signal.SIGKILL)


def kill_once(world: Path, source: Path, after: float, real: bool, whom: str = "parent") -> Result:
    """Starts a reading, kills it after some seconds, and looks at what it left."""
    child = subprocess.Popen(
        command(world, source, real), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(after)
    strike(child, whom)
    said = child.communicate()[0]
    result = Result(whom, after, said.count(b"."), 0)
    if whom == "worker" and child.returncode:
        result.problem = f"without one worker it ended with status {child.returncode}"
    if world.exists() and world.stat().st_size:
        with Store(world, create=True) as store:
            result.there = store.counts()["reports"]
            found = [finding for finding in examine(store).findings if finding.check != STALE]
        if found:
            result.problem = f"the doctor finds {found[0]}"
    if not result.problem and result.there < result.acknowledged:
        result.problem = f"{result.acknowledged} acknowledged, {result.there} there"
    return result


def run(times: int, source: Path, folder: Path, real: bool = False, seed: int = 0) -> list[Result]:
    """Kills and resumes in a fresh world each time. Every result with a problem says which."""
    moments = random.Random(seed)
    digest, seconds = finish(folder / "whole.db", source, real)
    results = []
    for number in range(times):
        world = folder / f"{number}.db"
        result = kill_once(world, source, moments.uniform(0.05, seconds), real, moments.choice(WHOM))
        resumed, _ = finish(world, source, real)
        if resumed != digest and not result.problem:
            result.problem = "another digest at the end"
        results.append(result)
        verdict = result.problem or "same digest after resuming"
        moment = f"kill {number + 1} of the {result.whom} after {result.after:.1f} s"
        sys.stderr.write(f"{moment}, {result.there} reports there: {verdict}\n")
        for part in folder.glob(f"{number}.db*"):
            part.unlink()
    return results


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--times", type=int, default=50)
    ask.add_argument("--real", action="store_true", help="kill the command itself, parser and all")
    ask.add_argument("--sources", type=Path, help="folder to read; a made-up one if not named")
    ask.add_argument("--seed", type=int, default=0)
    asked = ask.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = asked.sources or sources(folder / "reports", 24 if asked.real else 120)
        results = run(asked.times, source, folder, asked.real, asked.seed)
    bad = [result for result in results if result.problem]
    middle = sum(result.there > 0 for result in results)
    seconds = time.monotonic() - begun
    line = f"{len(results)} kills, {middle} with reports already written, {len(bad)} problems, {seconds:.0f} s\n"
    sys.stdout.write(line + "".join(f"{result}\n" for result in bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
