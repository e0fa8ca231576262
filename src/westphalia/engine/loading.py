"""Parts into a world: what workers elsewhere have read, put into one file and reconciled."""

import time
from collections.abc import Iterable
from pathlib import Path

from westphalia.engine.local import Progress, Summary, reconcile
from westphalia.model import Rejected
from westphalia.world import Store, UnfitError
from westphalia.world.parts import ASSERTED, Part, PartError, open_part, parts


def load(folders: Iterable[str | Path], world: str | Path, progress: Progress | None = None) -> Summary:
    """Loads parts into a world, each in one transaction, then reconciles it.

    A part that cannot be used is told as rejected and passed over. Killed at any moment, the same call goes on:
    reports that are there are passed over. The order of parts does not matter, except that of two versions of reading
    the later written one stands.

    Args:
        folders: folders of parts, or single parts.
        world: the world file; made if it is not there.
        progress: called after every part with the counts so far.

    Raises:
        PartError: if a folder is not there.
        WorldError: if the world cannot be written; parts loaded until then are kept.
    """
    summary, progress = Summary(), progress or (lambda _: None)
    begun = time.monotonic()
    found: list[Part] = []
    for path in (path for folder in folders for path in parts(folder)):
        try:
            found.append(open_part(path))
        except PartError as error:
            _reject(summary, path, error, progress)
    if not found:
        return summary
    with Store(world, create=True) as store:
        for part in sorted(found, key=lambda part: (part.written, part.path.name)):
            try:
                _load(part, store, summary)
            except (PartError, UnfitError) as error:
                _reject(summary, part.path, error, progress)
            progress(summary)
        reconcile(store)
        summary.copies = store.query("counts")[0]["copies"]
    summary.seconds = time.monotonic() - begun
    return summary


def _load(part: Part, store: Store, summary: Summary) -> None:
    frames = {name: part.frame(name) for name in ASSERTED}
    written = store.add_all({name: frame.iter_rows(named=True) for name, frame in frames.items()})
    reports = frames["reports"]
    summary.read += written
    summary.already += reports.height - written
    summary.words += int(reports["words"].sum())
    summary.not_english += reports.filter(~reports["language"].fill_null("").is_in(["en", ""])).height
    for code, count in frames["rejected"]["code"].value_counts().iter_rows():
        summary.rejected[code] += count


def _reject(summary: Summary, path: Path, error: PartError | UnfitError, progress: Progress) -> None:
    summary.rejected[error.code] += 1
    summary.last_rejected = Rejected(path.name, "", error.code, error.message, error.hint)
    progress(summary)
    summary.last_rejected = None
