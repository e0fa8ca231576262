"""The report: one text, by one outlet, at one time, with where each fact about it came from."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date

from westphalia.model.span import Span


@dataclass(frozen=True, slots=True)
class Sourced:
    """A fact about a report and where it was found ("json-ld", "dateline", "host", "--outlet", …)."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Published:
    """Publication date and where it was found. `precision` is "day", "month" or "year"."""

    day: date
    source: str
    precision: str = "day"


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps offsets of the repaired text back to the text as it stood.

    `pieces` are runs copied unchanged: `(clean_start, raw_start, length)`, sorted, not overlapping.
    What lies between two pieces was inserted (clean side) or dropped (raw side) by the repair.
    """

    pieces: tuple[tuple[int, int, int], ...]

    def to_raw(self, span: Span) -> Span:
        """The span of the raw text that the repaired `span` was made from.

        Inserted characters at either end shrink away; a span of inserted characters alone is empty.
        """
        if not self.pieces or len(span) == 0:
            point = self._point(span.start)
            return Span(point, point)
        first = self._piece(span.start)
        if span.start >= self.pieces[first][0] + self.pieces[first][2] and first + 1 < len(self.pieces):
            first += 1
        clean, raw, length = self.pieces[first]
        start = raw + min(max(span.start - clean, 0), length)
        clean, raw, length = self.pieces[self._piece(span.end - 1)]
        end = raw + min(max(span.end - clean, 0), length)
        return Span(start, max(start, end))

    def _piece(self, offset: int) -> int:
        """Number of the piece that `offset` lies in or follows."""
        return max(bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1, 0)

    def _point(self, offset: int) -> int:
        if not self.pieces:
            return 0
        clean, raw, length = self.pieces[self._piece(offset)]
        return raw + min(max(offset - clean, 0), length)


@dataclass(frozen=True, slots=True)
class Repair:
    """One change intake made, or a damage it saw and could not mend (`mended` false)."""

    kind: str
    span: Span
    mended: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """One text as it reached us, ready to be read.

    Attributes:
        id: hash of the text and of what identifies its source; the same report has the same id everywhere.
        name: file name within its container (`feed.xml#3`, `articles.zip/012.txt`, `mine.jsonl#17`).
        text: the text all spans refer to. For plain text files it is the decoded file, unchanged; for
            formats that keep the headline apart it is headline, blank line, body; for HTML and PDF what
            was extracted.
        clean: the repaired text, what reading reads.
        offsets: map from `clean` to `text`.
        raw: the bytes of the record as they came.
        language: ISO 639-1 code, `""` if it could not be told.
        copy_sketch: MinHash of the word shingles; equal sketches mark near-copies.
        extracted_by: how `text` was made from `raw` ("text", "trafilatura", "json:body", "pypdf", …).
    """

    id: str
    name: str
    text: str
    clean: str
    offsets: OffsetMap
    raw: bytes
    container: str = ""
    title: Sourced | None = None
    outlet: Sourced | None = None
    published: Published | None = None
    url: str = ""
    language: str = "en"
    extracted_by: str = "text"
    repairs: tuple[Repair, ...] = ()
    copy_sketch: tuple[int, ...] = field(default=(), repr=False)

    @property
    def words(self) -> int:
        """Number of whitespace-separated words of the text."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not become a report, kept as a row with its reason."""

    name: str
    container: str
    code: str
    reason: str
    hint: str = ""
