"""WARC: the pages a crawler stored. The date of the crawl is not the date of the report and is not taken."""

import io
from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from westphalia.errors import IntakeError

_TYPES = ("text/html", "application/xhtml", "text/plain")


def members(request: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The pages of a web archive: answers of status 200 that are HTML or plain text, numbered from 1."""
    largest = int(request["limits"]["record"])
    stream: Any = open(request["disk"], "rb") if request["disk"] else io.BytesIO(data)  # noqa: SIM115, PTH123
    number = 0
    with stream:
        try:
            for record in ArchiveIterator(stream):  # type: ignore[no-untyped-call]
                if not _is_page(record):
                    continue
                number += 1
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                content = record.content_stream().read(largest + 1)
                if len(content) > largest:
                    yield {"number": number, "code": "too-large", "reason": "larger than a report can be"}, b""
                else:
                    yield {"number": number, "url": url.strip("<>")}, content
        except IntakeError:
            raise
        except Exception as error:  # warcio raises what it likes; what came before stands
            yield {"number": number + 1, "code": "damaged", "reason": str(error)[:300]}, b""


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource"):
        return False
    headers = record.http_headers
    if headers is None:
        kind = record.rec_headers.get_header("Content-Type") or ""
    else:
        kind = headers.get_header("Content-Type") or ""
        if headers.get_statuscode() not in ("200", "203"):
            return False
    return kind.lower().startswith(_TYPES)
