"""Reading on many machines: sources in, parts of a world out, over Ray Data.

Tasks open the sources and cut them into batches; a pool of actors reads each batch into a part, the actor tending one
worker process as the local engine does, so that a report that kills or hangs its reader ends the same way under both.
A lost actor costs the reading of its part once more, since a part appears whole or not at all. Placing, retrying and
holding back are Ray's.
"""

import logging
import os
import pickle
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from westphalia.engine.local import READER, Plan, Progress, Summary, default_processes
from westphalia.engine.parting import PART_CHARACTERS, Counts, PartReader, batches, done_in
from westphalia.engine.pool import Pool
from westphalia.errors import UsageError, WestphaliaError
from westphalia.model import Rejected
from westphalia.settings import SETTINGS
from westphalia.world.parts import PartError, tidy

if TYPE_CHECKING:
    import numpy as np

    from westphalia.intake import Options
    from westphalia.intake.walking import Found

Shard = list["Found | Rejected"]

SHARD_FILES, SHARD_BYTES = 1_000, 16 << 20
"""Files that one task opens; a larger file is a task of its own. Opening costs a twenty-fifth of reading."""

STORE_BYTES = 256 << 20
"""Shared memory of a Ray that is started here: what lies between opening and reading, a batch or two a worker."""

QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal", "MALLOC_ARENA_MAX": "2"}
"""Variables for Ray: a reading tells nobody of itself, what fails is raised, and threads share their memory."""

ALONE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""Keeps a Ray that is started here to the loopback address, on every system: no other machine can join or ask it."""


def read(  # noqa: PLR0913, PLR0917 (as `local.read`, and where Ray is)
    sources: Iterable[str | Path],
    folder: str | Path,
    options: "Options | None" = None,
    plan: Plan | None = None,
    progress: Progress | None = None,
    address: str = "",
    characters: int = PART_CHARACTERS,
) -> Summary:
    """Reads files, folders and archives into parts of a world, on a Ray cluster or one started on this machine.

    Args:
        sources: paths, which every machine of the cluster sees; `-` is standard input of this process.
        folder: where the parts go; every machine sees it too.
        options: what the user says about the input.
        plan: how many reading actors (0: as many as fit), and whether to read again what is in parts already.
        progress: called after every part with the counts so far.
        address: of a running Ray, as `ray.init` takes it; "" starts one here.
        characters: text of a part.

    Raises:
        UsageError: if Ray is not installed.
        WestphaliaError: if there is no Ray at the address, or reading or writing fails; finished parts are kept.
    """
    from westphalia.intake import Options

    plan = plan or Plan()
    place, module = Path(folder).absolute(), plan.reader or READER
    summary, begun = Summary(), time.monotonic()
    with ExitStack() as stack:
        work = list(_shards(sources, place, stack))
        with Pool(1, module) as pool:  # says at once if the reader cannot start
            version = pool.version
        workers = stack.enter_context(_connected(address, plan.processes))
        done = _done(place, "" if plan.again else version)
        for counts in _counts(work, done, (options or Options(), characters), (place, module, version), workers):
            _tell(counts, place, summary, progress or (lambda _: None))
        tidy(place)
    summary.seconds = time.monotonic() - begun
    return summary


def _counts(
    work: list[Shard],
    done: "np.ndarray[Any, Any]",
    opening: "tuple[Options, int]",
    reading: tuple[Path, str, str],
    workers: int,
) -> Iterator[Counts]:
    """Runs the work and gives the counts of each batch as it is done."""
    import ray
    from ray import data

    context = data.DataContext.get_current()
    context.enable_progress_bars = False
    context.target_max_block_size = 1  # a batch is a block: one goes out as soon as it is cut
    context.target_min_block_size = 1
    rows = data.from_items([{"shard": pickle.dumps(shard)} for shard in work], override_num_blocks=len(work) or 1)
    # Another share of a CPU than the actors' keeps Ray from running both in one, where one file would be one actor's.
    opened = rows.flat_map(cast(Any, _open), fn_args=(ray.put(done), *opening), num_cpus=0.5)
    pool = data.ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=2)
    outcome = opened.map(cast(Any, _Actor), fn_constructor_args=reading, compute=pool, num_cpus=1)
    with _clear_errors():
        for row in outcome.iter_rows():
            counts = pickle.loads(row["counts"])  # noqa: S301 - written by our own actor
            if isinstance(counts, WestphaliaError):
                raise counts
            yield counts


def _open(row: dict[str, Any], done: Any, options: "Options", characters: int) -> Iterator[dict[str, Any]]:
    """Task: the batches of a shard."""
    import ray

    from westphalia.intake import reports_in

    held = ray.get(done) if isinstance(done, ray.ObjectRef) else done
    records = reports_in(pickle.loads(row["shard"]), options)  # noqa: S301 - written by our own driver
    for batch in batches(records, _Sorted(held), characters):
        yield {"batch": pickle.dumps(batch)}


class _Actor:
    """Actor: one reader of parts."""

    def __init__(self, folder: Path, module: str, version: str) -> None:
        self._reader = PartReader(folder, module, version)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        batch = pickle.loads(row["batch"])  # noqa: S301 - written by our own task
        try:
            return {"counts": pickle.dumps(self._reader.read(batch))}
        except WestphaliaError as error:  # as a value: Ray would hand on its words alone
            return {"counts": pickle.dumps(error)}


class _Sorted:
    """Numbers in a sorted array, which many processes of a machine share."""

    def __init__(self, numbers: "np.ndarray[Any, Any]") -> None:
        self._numbers = numbers

    def __contains__(self, number: object) -> bool:
        import numpy as np

        at = int(np.searchsorted(self._numbers, np.uint64(cast(int, number))))
        return at < len(self._numbers) and int(self._numbers[at]) == number


def _done(folder: Path, version: str) -> "np.ndarray[Any, Any]":
    """Keys of what is read already, eight bytes each."""
    import numpy as np

    return np.sort(np.fromiter(done_in(folder, version) if version else (), dtype=np.uint64))


def _shards(sources: Iterable[str | Path], folder: Path, stack: ExitStack) -> Iterator[Shard]:
    """Files in groups for one task each, in order; standard input is kept beside the parts meanwhile."""
    from westphalia.intake.walking import STDIN, files

    shard: Shard = []
    size = 0
    for found in files([str(source) for source in sources]):
        if isinstance(found, Rejected):
            weight = 0
            shard.append(found)
        else:
            disk = _spooled(folder, stack) if str(found.disk) == STDIN else found.disk.absolute()
            weight = disk.stat().st_size if disk.exists() else 0
            shard.append(replace(found, disk=disk))
        size += weight
        if size >= SHARD_BYTES or len(shard) >= SHARD_FILES:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def _spooled(folder: Path, stack: ExitStack) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = stack.enter_context(tempfile.NamedTemporaryFile(prefix=".stdin-", dir=folder))  # noqa: SIM115
        shutil.copyfileobj(sys.stdin.buffer, file, 1 << 20)
        file.flush()
    except OSError as error:
        raise PartError(
            f"{folder} cannot be written to: {error.strerror or error}", "check space and access"
        ) from error
    return Path(file.name)


def _tell(counts: Counts, folder: Path, summary: Summary, progress: Progress) -> None:
    """Adds the counts of a batch to those of the run."""
    if counts.part and not (folder / counts.part).is_dir():
        raise PartError(
            f"{folder / counts.part} was written by a worker, but is not there", "name a folder that all machines share"
        )
    summary.read += counts.read
    summary.already += counts.already
    summary.not_english += counts.not_english
    summary.words += counts.words
    for rejected in counts.rejected:
        summary.rejected[rejected.code] += 1
        summary.last_rejected = rejected
        progress(summary)
    summary.last_rejected = None
    progress(summary)


@contextmanager
def _connected(address: str, processes: int) -> Iterator[int]:
    """A Ray to work on; gives the number of reading actors. What was started here ends here."""
    for name, value in (QUIET if address else QUIET | ALONE).items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise UsageError("the engine ray needs Ray", "pip install 'westphalia[ray]', or leave out --engine") from error
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is raised
    ours = not ray.is_initialized()
    workers = processes or default_processes()
    if ours:
        _start(address, workers)
    warnings.filterwarnings("ignore", module=r"ray\.")  # of its own settings, and of too few sources for the pool
    try:
        if address or not ours:
            cores = int(cast(Any, ray).cluster_resources().get("CPU", 0))
            if cores < 2:
                raise UsageError(f"the Ray cluster has {cores} CPU", "one to open sources and one to read is the least")
            most = cores - max(1, cores // 20)  # opening costs a twenty-fifth of reading
            workers = min(processes or most, most)
        yield workers
    finally:
        if ours:
            ray.shutdown()


def _start(address: str, workers: int) -> None:
    import ray

    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    settings = {setting.env: os.environ[setting.env] for setting in SETTINGS.values() if os.environ.get(setting.env)}
    try:
        with _hushed():
            if address:
                ray.init(address=address, runtime_env={"env_vars": settings} if settings else None, **quiet)
            else:
                how = {"num_cpus": workers + 1, "include_dashboard": False, "object_store_memory": STORE_BYTES}
                _start_here({**how, **quiet})
    except Exception as error:  # Ray raises Exception itself where it times out
        why = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise WestphaliaError(
            f"no Ray cluster answers at {address}: {why}" if address else f"Ray does not start: {why}",
            "`ray status` there says whether it runs" if address else "run the same command again when less else runs",
        ) from error


@contextmanager
def _hushed() -> Iterator[None]:
    """Keeps what Ray's own core writes on standard error while it starts from the terminal; what fails is raised."""
    with ExitStack() as stack:
        kept = os.dup(2)
        stack.callback(os.close, kept)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        stack.callback(os.close, nowhere)
        os.dup2(nowhere, 2)
        stack.callback(os.dup2, kept, 2)
        yield


def _start_here(how: dict[str, Any]) -> None:
    """Starts Ray, once more if it was late: it gives itself 30 s, not enough where eight processes share two cores."""
    import ray

    try:
        ray.init(**how)
    except Exception:
        ray.shutdown()
        ray.init(**how)


@contextmanager
def _clear_errors() -> Iterator[None]:
    """What Ray itself gives up on, in one line."""
    import ray

    try:
        yield
    except ray.exceptions.RayError as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        raise WestphaliaError(
            f"Ray gave up: {lines[-1] if lines else type(error).__name__}",
            "run the same command again; finished parts are kept",
        ) from error
