"""What a user can say about the input: which fields hold what, whose reports these are, and the limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What protects the machine. Reports are pages, not books: the largest of 20,000 seen had 0.3 MB of text.

    Attributes:
        record: bytes of one report, line of JSONL, member of an archive or page.
        text: characters of the text of one report.
        whole: bytes of a JSON document, which cannot be read piece by piece.
        total: bytes an archive may open to, all members together.
        ratio: how many times its size a compressed file may open to; text compresses 3 to 20 times.
        members: members of an archive.
        depth: archives within archives.
        seconds: time for one record in the child process.
        memory: bytes of address space of the child process.
    """

    record: int = 16 * MB
    text: int = 2_000_000
    whole: int = 256 * MB
    total: int = 4096 * MB
    ratio: int = 200
    members: int = 200_000
    depth: int = 2
    seconds: float = 10.0
    memory: int = 1024 * MB


_FIELDS = {
    "title": "title headline headline.main name",
    "text": "text body content article article_text articleBody full_text fulltext maintext body_text bodyText "
    "content_text content_html story transcript lead description summary abstract snippet excerpt",
    "date": "date published pubDate pub_date published_at publishedAt date_published datePublished publication_date "
    "published_date publish_date publish_time published_time datetime firstPublicationDate webPublicationDate "
    "first_publication_date created_at created timestamp time day",
    "url": "url link source_url web_url webUrl canonical_url canonical_link permalink href",
    "outlet": "outlet source.name source publisher.name publisher source_name sourceName site_name siteName site "
    "newspaper publication source_domain domain sitename hostname feed",
    "language": "language lang language_code source_language inLanguage",
    "lead": "lead standfirst subtitle subheadline dek teaser",
}

FIELDS: Mapping[str, tuple[str, ...]] = {what: tuple(names.split()) for what, names in _FIELDS.items()}
"""Names under which JSON and tables from the field hold what we want, best first; dots reach into objects."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to read the input.

    Attributes:
        outlet: outlet of all reports; overrides what they say themselves.
        fields: own names of fields for JSON and tables, as `{"text": "corpo", "date": "meta.giorno"}`; keys are
            title, text, date, url, outlet, language.
        folder_rule: where a path says more: `"outlet"` or `"date"` (the parent folder's name), or a regular
            expression with groups named `outlet`, `date` or `country`, searched in the path.
        limits: what protects the machine.
    """

    outlet: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    folder_rule: str = ""
    limits: Limits = Limits()
