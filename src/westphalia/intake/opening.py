"""From files to records: each kind of file by its reader, what is dangerous by the child process."""

import bz2
import gzip
import io
import lzma
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from westphalia.errors import LimitError
from westphalia.intake import structured
from westphalia.intake.decoding import decode
from westphalia.intake.detecting import HEAD, kind_of
from westphalia.intake.options import Limits, Options
from westphalia.intake.record import Record, Stated, Where
from westphalia.intake.rejecting import rejected
from westphalia.intake.sandbox.child import Children
from westphalia.intake.walking import STDIN, Found
from westphalia.model import Rejected

type Outcome = Record | Rejected

_CHUNK = 1 << 20
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to be read, with their name. `disk` is where they lie as they are, None for members of archives."""

    stream: BinaryIO
    name: str
    path: str
    container: str = ""
    disk: Path | None = None
    depth: int = 0
    url: str = ""

    def item(self, number: int) -> str:
        """The name of the `number`th record of several in this source."""
        return f"{self.name}#{number}"


class Opening:
    """Opens files one after another. A context manager: it owns the child processes."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._children = Children(options.limits)

    def __enter__(self) -> "Opening":
        return self

    def __exit__(self, *error: object) -> None:
        self._children.close()

    def records(self, found: Found) -> Iterator[Outcome]:
        """The records of one file; whatever goes wrong with it is its last record."""
        with ExitStack() as stack:
            try:
                disk = _spooled(stack) if str(found.disk) == STDIN else found.disk
                stream = stack.enter_context(disk.open("rb"))
            except OSError as error:
                yield rejected("unreadable", str(error.strerror), found.name)
                return
            yield from self._read(Source(stream, found.name, found.path, disk=disk))

    def _read(self, source: Source) -> Iterator[Outcome]:
        try:
            head = source.stream.read(HEAD)
            source.stream.seek(0)
            if not head.strip():
                yield rejected("empty", "nothing in it", source.name, source.container)
                return
            kind = kind_of(head, source.name, self._options)
            reader = self._readers().get(kind)
            if reader:
                yield from reader(source)
            else:
                yield rejected("format", f"not a format that is read: {kind}", source.name, source.container)
        except LimitError as error:
            yield rejected(error.hint or "too-large", error.message, source.name, source.container)
        except _DAMAGE as error:
            yield rejected("damaged", str(error)[:300], source.name, source.container)

    def _readers(self) -> dict[str, Callable[[Source], Iterator[Outcome]]]:
        return {
            "text": self._text,
            "markdown": self._markdown,
            "json": self._json,
            "jsonl": self._jsonl,
            "table": self._table,
            "gzip": self._compressed(gzip.open),
            "bz2": self._compressed(bz2.open),
            "xz": self._compressed(lzma.open),
            "html": self._document("html"),
            "feed": self._document("feed"),
            "xml": self._document("feed"),
            "pdf": self._document("pdf"),
            "zip": self._container("zip"),
            "tar": self._container("tar"),
            "warc": self._container("warc"),
        }

    def _text(self, source: Source, markdown: bool = False) -> Iterator[Outcome]:
        data = self._whole(source, self._options.limits.record)
        text, encoding = decode(data)
        facts = _front_matter(text) if markdown else {}
        yield Record(
            source.name,
            text,
            data,
            source.container,
            source.path,
            how=f"{'markdown' if markdown else 'text'}" + ("" if encoding == "utf-8" else f", {encoding}"),
            titles=_stated(facts, "title", "headline"),
            dates=_stated(facts, "date", "published"),
            outlets=_stated(facts, "outlet", "source", "publisher"),
            url=source.url or facts.get("url", "") or facts.get("link", ""),
            language=facts.get("language", "") or facts.get("lang", ""),
            markdown=markdown,
        )

    def _markdown(self, source: Source) -> Iterator[Outcome]:
        return self._text(source, markdown=True)

    def _json(self, source: Source) -> Iterator[Outcome]:
        data = self._whole(source, self._options.limits.whole)
        try:
            document = structured.parse(decode(data)[0])
        except ValueError as error:
            yield rejected("damaged", f"not JSON: {error}"[:300], source.name, source.container)
            return
        found = structured.elements(document, self._options)
        if not found:
            yield rejected("empty", "a list without records", source.name, source.container)
        alone = len(found) == 1 and found[0] is document
        for number, element in enumerate(found, start=1):
            if alone:
                yield self._object(element, data, source, source.name, source.container)
            else:
                yield self._object(element, structured.written(element), source, source.item(number), source.name)

    def _object(self, found: Any, raw: bytes, source: Source, name: str, container: str) -> Outcome:
        if len(raw) > self._options.limits.record:
            return rejected("too-large", f"{len(raw):,} bytes", name, container)
        return structured.from_object(found, raw, Where(name, container, source.path), self._options)

    def _jsonl(self, source: Source) -> Iterator[Outcome]:
        for number, line in enumerate(self._lines(source), start=1):
            name = source.item(number)
            if line is None:
                yield rejected("too-large", "a line longer than a report can be", name, source.name)
            elif line.strip():
                try:
                    found = structured.parse(decode(line)[0])
                except ValueError as error:
                    yield rejected("damaged", f"not JSON: {error}"[:300], name, source.name)
                else:
                    yield self._object(found, line.rstrip(b"\r\n"), source, name, source.name)

    def _table(self, source: Source) -> Iterator[Outcome]:
        head = source.stream.read(HEAD)
        source.stream.seek(0)
        text, encoding = decode(head)
        if not structured.is_table(text, self._options):
            cells = ", ".join(structured.dialect(text)[1][:12])
            yield rejected(
                "fields", f"no column with text among: {cells or 'none'}"[:300], source.name, source.container
            )
            return
        lines = io.TextIOWrapper(_Kept(source.stream), encoding=encoding, errors="replace", newline="")
        limit = self._options.limits.record
        for number, row in enumerate(
            structured.rows(_short(lines, limit), structured.dialect(text)[0], limit), start=1
        ):
            name = source.item(number)
            if isinstance(row, str):
                yield rejected("damaged", row, name, source.name)
            else:
                where = Where(name, source.name, source.path)
                yield structured.from_object(row[0], row[1].encode(), where, self._options, how="table")

    def _compressed(self, opener: Callable[..., Any]) -> Callable[[Source], Iterator[Outcome]]:
        def read(source: Source) -> Iterator[Outcome]:
            if source.depth > self._options.limits.depth:
                raise LimitError("compressed within compressed", "too-deep")
            with opener(source.stream, "rb") as opened:
                capped = _Capped(opened, _size(source.stream), self._options.limits)
                head = capped.read(HEAD)
                capped.seek(0)
                kind = kind_of(head, source.name.rpartition(".")[0], self._options) if head else ""
                if kind in ("tar", "warc") and source.disk:
                    yield from self._container(kind)(source)
                else:
                    yield from self._read(
                        replace(source, stream=cast(BinaryIO, capped), disk=None, depth=source.depth + 1)
                    )

        return read

    def _document(self, kind: str) -> Callable[[Source], Iterator[Outcome]]:
        def read(source: Source) -> Iterator[Outcome]:
            data = self._whole(source, self._options.limits.record * (4 if kind == "pdf" else 1))
            for found, raw in self._children.document(kind, data, source.url):
                number = found.pop("number", 0)
                name = source.item(number) if number else source.name
                container = source.name if number else source.container
                if "code" in found:
                    yield rejected(found["code"], found["reason"], name, container)
                else:
                    yield _from_child(found, name, container, source, raw or data)

        return read

    def _container(self, kind: str) -> Callable[[Source], Iterator[Outcome]]:
        def read(source: Source) -> Iterator[Outcome]:
            if source.depth >= self._options.limits.depth:
                raise LimitError("an archive within an archive within an archive", "too-deep")
            data = b"" if source.disk else self._whole(source, self._options.limits.whole)
            members = self._children.container(kind, source.disk, data, source.depth)
            empty = True
            for member, raw in members:
                empty = False
                name = f"{source.name}/{member['name']}" if member.get("name") else source.name
                if "number" in member:
                    name = source.item(member["number"])
                if "code" in member:
                    yield rejected(
                        member["code"], member["reason"], name, source.name if name != source.name else source.container
                    )
                    continue
                inner = f"{source.path}/{member.get('name', '')}".rstrip("/")
                url = member.get("url", "")
                yield from self._read(
                    Source(io.BytesIO(raw), name, inner, source.name, depth=source.depth + 1, url=url)
                )
            if empty:
                yield rejected("empty", "an archive without reports", source.name, source.container)

        return read

    def _whole(self, source: Source, limit: int) -> bytes:
        data = source.stream.read(limit + 1)
        if len(data) > limit:
            raise LimitError(f"more than {limit:,} bytes in one report", "too-large")
        return data

    def _lines(self, source: Source) -> Iterator[bytes | None]:
        """Lines, None for one that is longer than a report can be."""
        limit = self._options.limits.record
        while line := source.stream.readline(limit + 1):
            if len(line) <= limit:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = source.stream.readline(_CHUNK)
            yield None


class _Capped(io.RawIOBase):
    """What a compressed file opens to, until it is out of proportion. Reads and seeks back to the start."""

    FREE = 16 << 20
    """Bytes anything may open to: the ratio of a small file says nothing."""

    def __init__(self, opened: BinaryIO, size: int, limits: Limits) -> None:
        self._opened = opened
        self._most = min(limits.total, max(self.FREE, size * limits.ratio))

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._opened.read(min(size, self._most + 1) if size >= 0 else self._most + 1)
        self._check()
        return data

    def readline(self, size: int | None = -1) -> bytes:
        line = self._opened.readline(-1 if size is None else size)
        self._check()
        return line

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._opened.seek(offset, whence)

    def _check(self) -> None:
        if self._opened.tell() > self._most:
            raise LimitError(f"opens to more than {self._most:,} bytes", "bomb")


class _Kept(io.BufferedReader):
    """A buffer over a stream that somebody else closes."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)  # type: ignore[arg-type]

    def close(self) -> None:
        """Leaves the stream open."""


def _short(lines: io.TextIOWrapper, limit: int) -> Iterator[str]:
    while line := lines.readline(limit):
        yield line


def _size(stream: BinaryIO) -> int:
    at = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(at)
    return size


def _spooled(stack: ExitStack) -> Path:
    """Standard input as a file, since most formats are not read front to back."""
    file = stack.enter_context(tempfile.NamedTemporaryFile(prefix="westphalia-"))  # noqa: SIM115 (the stack closes it)
    shutil.copyfileobj(sys.stdin.buffer, file, _CHUNK)
    file.flush()
    return Path(file.name)


def _front_matter(text: str) -> dict[str, str]:
    """`key: value` lines between `---` lines in front of a Markdown text."""
    if not text.startswith("---"):
        return {}
    lines = text.split("\n---", 1)[0].splitlines()[1:60]
    pairs = (line.partition(":") for line in lines if ":" in line and not line.startswith((" ", "\t", "#")))
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}


def _stated(facts: dict[str, str], *keys: str) -> tuple[Stated, ...]:
    return tuple(Stated(facts[key], f"front matter:{key}") for key in keys if facts.get(key))


def _from_child(found: dict[str, Any], name: str, container: str, source: Source, raw: bytes) -> Record:
    def stated(key: str) -> tuple[Stated, ...]:
        return tuple(Stated(value, where) for value, where in found.get(key, ()))

    return Record(
        name,
        structured.joined(found.get("headline", ""), "", found["text"]),
        raw,
        container,
        source.path,
        how=found["how"],
        titles=stated("titles"),
        outlets=stated("outlets"),
        dates=stated("dates"),
        url=source.url or found.get("url", ""),
        language=found.get("language", ""),
    )
