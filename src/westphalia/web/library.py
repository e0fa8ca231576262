"""The open world behind the pages: read in one thread of its own, never written but for the journal."""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from westphalia.world import Store

KEPT = 64
"""Totals kept until the world changes."""


class Library:
    """One world. Pages are made one after the other in one thread, as SQLite likes it; each takes milliseconds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = ThreadPoolExecutor(1, "world")
        self._writer = ThreadPoolExecutor(1, "journal")
        self._builder = ThreadPoolExecutor(1, "rebuilding")
        self._building: asyncio.Future[None] | None = None
        self._store: Store | None = None
        self._start = secrets.token_hex(8)
        self._kept: OrderedDict[tuple[str, str], Any] = OrderedDict()

    async def read[T](self, work: Callable[[Store, str], T]) -> T:
        """What `work` makes of the world and of its edition, a word that changes whenever the world does."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._read, work)

    def _read[T](self, work: Callable[[Store, str], T]) -> T:
        if self._store is None:
            self._store = Store(self.path, readonly=True)
        return work(self._store, f"{self._start}{self._store.pragma('data_version')[0]}")

    def totals[T](self, name: str, edition: str, count: Callable[[], T]) -> T:
        """What `count` gives, counted once for each edition of the world. Call it from within `read`."""
        if (name, edition) not in self._kept:
            while len(self._kept) >= KEPT:
                self._kept.popitem(last=False)
            self._kept[name, edition] = count()
        found: T = self._kept[name, edition]
        return found

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
        if self._store is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._store.close)
        for threads in (self._thread, self._writer, self._builder):
            threads.shutdown()


def tag(*parts: str) -> str:
    """An entity tag: the same for the same parts."""
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'
