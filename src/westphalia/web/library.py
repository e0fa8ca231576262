"""The open world behind the pages: read in one thread of its own, never written but for the journal."""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

from westphalia.world import Store

KEPT = 64
"""Totals kept until the world changes."""


class _Reader:
    """The world open in one thread, as SQLite likes it."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, name)
        self._store: Store | None = None

    async def read[T](self, work: Callable[[Store], T]) -> T:
        """What `work` makes of the world."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._read, work)

    def _read[T](self, work: Callable[[Store], T]) -> T:
        if self._store is None:
            self._store = Store(self._path, readonly=True)
        return work(self._store)

    async def close(self) -> None:
        """Closes the world."""
        if self._store is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._store.close)
        self._thread.shutdown()


class Library:
    """One world. Pages are made one after the other in one thread, each in milliseconds; slow ones in another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._desk, self._study = _Reader(path, "world"), _Reader(path, "study")
        self._writer = ThreadPoolExecutor(1, "journal")
        self._builder = ThreadPoolExecutor(1, "rebuilding")
        self._building: asyncio.Future[None] | None = None
        self._start = secrets.token_hex(8)
        self._kept: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._keeping = Lock()

    async def read[T](self, work: Callable[[Store, str], T], *, apart: bool = False) -> T:
        """What `work` makes of the world and of its edition, a word that changes whenever the world does.

        `apart` from the others, if it takes long.
        """
        where = "study" if apart else "desk"

        def made(store: Store) -> T:
            return work(store, f"{self._start}{where}{store.pragma('data_version')[0]}")

        return await (self._study if apart else self._desk).read(made)

    def totals[T](self, name: str, edition: str, count: Callable[[], T]) -> T:
        """What `count` gives, counted once for each edition of the world. Call it from within `read`."""
        kept: T | None = self._kept.get((name, edition))
        if kept is not None:
            return kept
        made = count()
        with self._keeping:
            self._kept[name, edition] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    async def write[T](self, work: Callable[[Store], T]) -> T:
        """Opens the world for one decision, and closes it again."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._written, work)

    async def rebuild(self, work: Callable[[Store], None]) -> None:
        """Rebuilds what follows from reports and decisions. Who asks while this goes on waits for the same rebuild.

        It has a thread of its own: decisions are taken meanwhile, and the rebuild takes them in.
        """
        if self._building is None or self._building.done():
            self._building = asyncio.get_running_loop().run_in_executor(self._builder, self._written, work)
        await asyncio.shield(self._building)

    def _written[T](self, work: Callable[[Store], T]) -> T:
        with Store(self.path) as store:
            return work(store)

    async def close(self) -> None:
        """Closes the world."""
        await self._desk.close()
        await self._study.close()
        for threads in (self._writer, self._builder):
            threads.shutdown()


def tag(*parts: str) -> str:
    """An entity tag: the same for the same parts."""
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'
