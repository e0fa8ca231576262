"""PDF: the text its pages hold. Scanned pages hold none."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

from westphalia.errors import IntakeError

MOST_PAGES = 500
MOST_CHARACTERS = 5_000_000


def texts(request: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The text of all pages, page breaks as paragraphs."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise IntakeError("the PDF is encrypted", "encrypted")
    try:
        pages = list(_pages(reader))
    except FileNotDecryptedError as error:
        raise IntakeError("the PDF is encrypted", "encrypted") from error
    text = _flow(pages)
    if not any(sign.isalpha() for sign in text):
        raise IntakeError("the PDF holds no text", "no-text")
    title = (reader.metadata.title or "").strip() if reader.metadata else ""
    stated = [(title, "pdf:Title")] if _is_headline(title, text) else []
    yield {"text": text, "how": "pypdf", "titles": stated}, b""


def _pages(reader: Any) -> Iterator[str]:
    size = 0
    for number, page in enumerate(reader.pages):
        text = page.extract_text() or ""
        size += len(text)
        if number >= MOST_PAGES or size > MOST_CHARACTERS:
            raise IntakeError(f"more than {MOST_PAGES} pages or {MOST_CHARACTERS:,} characters", "too-large")
        yield text


def _flow(pages: list[str]) -> str:
    """Pages joined; a sentence that runs over the page break goes on in the next line."""
    text = ""
    for page in (page.strip() for page in pages):
        if not page:
            continue
        goes_on = text and re.search(r"[a-z,-]$", text) and page[:1].islower()
        text += ("" if not text else "\n" if goes_on else "\n\n") + page
    return text


def _is_headline(title: str, text: str) -> bool:
    """PDF titles are often file names; one that stands in the text is a title."""
    letters = re.sub(r"\W+", "", title).casefold()
    return len(letters) > 8 and letters in re.sub(r"\W+", "", text[:3000]).casefold()
