"""Zip and tar: members one at a time in the order of the archive, nothing ever written to disk."""

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from westphalia.errors import IntakeError

type Answer = tuple[dict[str, Any], bytes]

_CHUNK = 1 << 20
FREE = 64 << 20
"""Bytes an archive may open to whatever its size: the ratio of a small archive says nothing."""


class _Budget:
    """How much an archive may still open to."""

    def __init__(self, limits: dict[str, int], size: int) -> None:
        self.record = limits["record"]
        self.members = limits["members"]
        self._left = min(limits["total"], max(FREE, size * limits["ratio"]))

    def count(self) -> None:
        self.members -= 1
        if self.members < 0:
            raise IntakeError("more members than an archive may have", "bomb")

    def declared(self, size: int) -> None:
        """Refuses an archive that says itself that it is out of proportion; one that lies is caught in reading."""
        if size > self._left:
            raise IntakeError(f"the archive opens to {size:,} bytes, far more than its size", "bomb")

    def read(self, stream: IO[bytes]) -> bytes | None:
        """What a member opens to, None if that is more than a report can be."""
        data = bytearray()
        while chunk := stream.read(_CHUNK):
            data += chunk
            self._left -= len(chunk)
            if self._left < 0:
                raise IntakeError("the archive opens to far more than its size", "bomb")
            if len(data) > self.record:
                return None
        return bytes(data)


def zip_members(request: dict[str, Any], data: bytes) -> Iterator[Answer]:
    """Members of a zip archive."""
    disk = request["disk"]
    size = Path(disk).stat().st_size if disk else len(data)
    budget = _Budget(request["limits"], size)
    with zipfile.ZipFile(disk or io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names or "mimetype" in names:
            raise IntakeError("not a format that is read: office document or e-book", "format")
        members = [info for info in archive.infolist() if not info.is_dir()]
        if members and all(info.flag_bits & 1 for info in members):
            raise IntakeError("the archive is encrypted", "encrypted")
        budget.declared(sum(info.file_size for info in members))
        for info in members:
            budget.count()
            if _hidden(info.filename) or (info.external_attr >> 16) & 0o170000 == 0o120000:
                continue
            yield _zip_member(archive, info, budget)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Answer:
    if problem := _unsafe(info.filename):
        return problem, b""
    if info.flag_bits & 1:
        return _problem(info.filename, "encrypted", "encrypted"), b""
    try:
        with archive.open(info) as stream:
            content = budget.read(stream)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        return _problem(info.filename, "damaged", str(error)[:300]), b""
    return _member(info.filename, content)


def tar_members(request: dict[str, Any], data: bytes) -> Iterator[Answer]:
    """Members of a tar archive, compressed or not. Links, devices and pipes are passed over."""
    disk = request["disk"]
    size = Path(disk).stat().st_size if disk else len(data)
    budget = _Budget(request["limits"], size)
    with tarfile.open(disk or None, mode="r:*", fileobj=None if disk else io.BytesIO(data)) as archive:
        for info in archive:
            budget.count()
            if not info.isfile() or _hidden(info.name):
                continue
            if problem := _unsafe(info.name):
                yield problem, b""
                continue
            stream = archive.extractfile(info)
            yield _member(info.name, budget.read(stream) if stream else b"")
            archive.members = []  # type: ignore[attr-defined]  # it would keep every header in memory


def _member(name: str, content: bytes | None) -> Answer:
    if content is None:
        return _problem(name, "too-large", "larger than a report can be"), b""
    return {"name": _shown(name)}, content


def _unsafe(name: str) -> dict[str, Any] | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in name or ":" in (path.parts or ("",))[0]:
        return _problem(name, "unsafe-path", "its path leads out of the archive")
    return None


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/"))


def _problem(name: str, code: str, reason: str) -> dict[str, Any]:
    return {"name": _shown(name), "code": code, "reason": reason}


def _shown(name: str) -> str:
    clean = "".join(sign for sign in name.replace("\\", "/") if sign.isprintable())
    return clean.removeprefix("./")[:500].encode("utf-8", "replace").decode()
