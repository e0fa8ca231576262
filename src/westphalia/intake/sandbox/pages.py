"""Web pages: the running text by trafilatura, facts from JSON-LD, meta elements and `<time>`."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import trafilatura
from lxml import html
from trafilatura.settings import Document

from westphalia.errors import IntakeError
from westphalia.intake.decoding import decode

MOST_ATTRIBUTES = 2000
"""Attributes in one tag; trafilatura takes 52 s for 50,000, and no page needs 2,000."""

_TAG = re.compile(r"""<[a-zA-Z](?:"[^"]*"|'[^']*'|[^<>"'])*+>?""")
_ATTRIBUTE = re.compile(r"""[\s"'/]([^\s"'/=<>]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]*))?+""")
_LONG_TAG = 2 * MOST_ATTRIBUTES
"""Characters below which a tag cannot hold that many attributes: a blank and a letter each."""

_TITLES = ("og:title", "twitter:title", "headline", "dc.title", "title", "sailthru.title")
_SITES = (
    "og:site_name",
    "application-name",
    "publisher",
    "dc.publisher",
    "article:publisher",
    "citation_journal_title",
)
_DATES = (
    "article:published_time article:published datepublished og:published_time publishdate pubdate publish-date "
    "publication_date date dc.date dc.date.issued dc.date.created dcterms.created dcterms.date sailthru.date "
    "parsely-pub-date cxenseparse:recs:publishtime article.published published_time citation_publication_date timestamp"
).split()
_ARTICLES = re.compile(r"Article|NewsArticle|Report|BlogPosting|WebPage")


def texts(request: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The text of a page and what the page says about it."""
    source, encoding = decode(data)
    _check(source)
    yield page(source, request.get("url", ""), encoding), b""


def page(source: str, url: str, encoding: str = "utf-8") -> dict[str, Any]:
    """Text, headline and facts of a page.

    Raises:
        IntakeError: it holds no running text.
    """
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    tree = html.fromstring(source, parser=html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True))
    facts = _facts(tree)
    found = trafilatura.bare_extraction(
        tree, url=url or None, include_comments=False, include_tables=False, deduplicate=False
    )
    body = (found.text or "").strip() if isinstance(found, Document) else ""
    if not body:
        raise IntakeError("no running text in the page", "no-text")
    headline = next((value for value, where in facts["titles"] if where == "h1"), "") or next(
        (value for value, _ in facts["titles"]), ""
    )
    if headline and body.startswith(headline + "\n"):
        body = body[len(headline) :].lstrip()
    how = "trafilatura" + ("" if encoding == "utf-8" else f", {encoding}")
    return {"text": body, "headline": headline if _fits(headline) else "", "how": how, **facts}


def _fits(headline: str) -> bool:
    return 0 < len(headline) <= 300


def _check(source: str) -> None:
    for match in _TAG.finditer(source):
        if len(match[0]) < _LONG_TAG:
            continue
        if sum(1 for _ in islice(_ATTRIBUTE.finditer(match[0]), MOST_ATTRIBUTES + 1)) > MOST_ATTRIBUTES:
            raise IntakeError(f"a tag with more than {MOST_ATTRIBUTES:,} attributes", "too-large")


def _facts(tree: Any) -> dict[str, Any]:
    linked = list(_linked_data(tree))
    meta = _meta(tree)
    published = [(str(item["datePublished"]), "json-ld") for item in linked if item.get("datePublished")]
    published += [(meta[key], f"meta:{key}") for key in _DATES if meta.get(key)]
    published += _times(tree)
    heads = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    titles = [(str(item["headline"]), "json-ld") for item in linked if isinstance(item.get("headline"), str)]
    titles += [(heads[0], "h1")] if len(heads) == 1 and heads[0] else []
    titles += [(meta[key], f"meta:{key}") for key in _TITLES if meta.get(key)]
    titles += [(" ".join(t.text_content().split()), "title") for t in list(tree.iter("title"))[:1]]
    sites = [(name, "json-ld") for item in linked if (name := _name(item.get("publisher")))]
    sites += [(meta[key], f"meta:{key}") for key in _SITES if meta.get(key) and not meta[key].startswith("http")]
    links = [link.get("href", "") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    url = next((link for link in [*links, meta.get("og:url", "")] if link.startswith("http")), "")
    return {
        "titles": [(value[:500], where) for value, where in titles if value.strip()],
        "dates": [(value[:100], where) for value, where in published],
        "outlets": [(value[:200], where) for value, where in sites],
        "url": url[:2000],
        "language": (tree.get("lang") or meta.get("og:locale", ""))[:10],
    }


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = " ".join((element.get("content") or "").split())
        if key and value:
            found.setdefault(key, value)
    return found


def _times(tree: Any) -> list[tuple[str, str]]:
    """`<time>` elements that date the page: marked as publication, or the only one."""
    elements = list(tree.iter("time"))[:50]
    marked = [t for t in elements if t.get("pubdate") is not None or (t.get("itemprop") or "") == "datePublished"]
    marked += [t for t in elements if re.search(r"publish|posted|entry-date|dateline", t.get("class") or "")]
    chosen = marked or (elements if len(elements) == 1 else [])
    return [(t.get("datetime") or t.text_content().strip(), "time") for t in chosen[:1]]


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Articles described in JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            queue = [json.loads(script.text_content().strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue:
            item = queue.pop(0)
            if isinstance(item, list):
                queue.extend(item[:50])
            elif isinstance(item, dict):
                queue.extend(
                    value for key, value in item.items() if key in ("@graph", "mainEntity", "mainEntityOfPage")
                )
                if _ARTICLES.search(str(item.get("@type", ""))):
                    yield item


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name", "")
    return value if isinstance(value, str) else ""
