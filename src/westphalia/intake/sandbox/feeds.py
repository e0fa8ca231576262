"""RSS and Atom: one text an item, facts from the item and from the feed around it."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from westphalia.errors import IntakeError
from westphalia.intake.decoding import decode
from westphalia.intake.markup import looks_like_markup, plain

_BODIES = ("encoded", "content", "full-text", "fulltext", "yandex", "description", "summary", "subtitle", "text")
_DATES = ("pubDate", "published", "issued", "date", "created", "updated", "modified")


def texts(request: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The items of a feed, numbered from 1."""
    tree = _parse(data)
    items = [element for element in tree.iter() if _local(element) in ("item", "entry")]
    if not items:
        raise IntakeError(f"XML that is no feed: <{_local(tree)}> without items", "format")
    channel = next((element for element in tree.iter() if _local(element) == "channel"), tree)
    around = {_local(child): _text(child) for child in reversed(channel) if _local(child) in ("title", "language")}
    around["link"] = _link(channel)
    for number, item in enumerate(items, start=1):
        raw = etree.tostring(item, encoding="utf-8", with_tail=False)
        yield {"number": number, **_item(item, around)}, raw


def _item(item: Any, around: dict[str, str]) -> dict[str, Any]:
    fields: dict[str, str] = {}
    for child in item:
        if (name := _local(child)) and (text := _text(child)):
            fields.setdefault(name, text)
    title = _plain(fields.get("title", ""))
    body_name = next((name for name in _BODIES if fields.get(name)), "")
    body = _plain(fields.get(body_name, ""))
    if not (title or body):
        return {"code": "no-text", "reason": "an item without words"}
    return {
        "headline": title,
        "text": body,
        "how": f"feed:{body_name or 'title'}",
        "titles": [(title, "feed:title")] if title else [],
        "dates": [(fields[name], f"feed:{name}") for name in _DATES if fields.get(name)],
        "outlets": _outlets(item, fields, around),
        "url": _link(item) or (fields["guid"] if fields.get("guid", "").startswith("http") else ""),
        "language": fields.get("language", "") or around.get("language", ""),
    }


def _outlets(item: Any, fields: dict[str, str], around: dict[str, str]) -> list[tuple[str, str]]:
    """The outlet an item names; else its own address decides before the feed's title does."""
    source = next((child for child in item if _local(child) == "source"), None)
    named = []
    if source is not None:
        titles = [_text(child) for child in source if _local(child) == "title"]
        value = (titles or [_text(source)])[0] or source.get("url", "")
        named += [(value, "feed:source")] if value else []
    named += [(fields["publisher"], "feed:publisher")] if fields.get("publisher") else []
    if not named and (_link(item) or around["link"]):
        named += [(_link(item) or around["link"], "feed:link")]
    return named + ([(around["title"], "feed:channel")] if around.get("title") else [])


def _link(element: Any) -> str:
    links = [child for child in element if _local(child) == "link"]
    ranked = sorted(links, key=lambda link: link.get("rel", "alternate") != "alternate")
    for link in ranked:
        if (value := (link.get("href") or _text(link)).strip()).startswith("http"):
            return value
    return ""


def _plain(text: str) -> str:
    return plain(text) if looks_like_markup(text) or "&" in text else text


def _text(element: Any) -> str:
    """All words below an element, markup of inner XHTML kept apart by spaces."""
    if len(element) and (element.get("type") or "") == "xhtml":
        return str(etree.tostring(element, encoding="unicode", with_tail=False)).strip()
    return "".join(element.itertext()).strip()


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _parse(data: bytes) -> Any:
    """The tree of an XML document without entities, external parts or network.

    Raises:
        IntakeError: it declares entities, or is no XML at all.
    """
    text, _ = decode(data)
    if re.search(r"<!ENTITY", text[: 1 << 20], re.IGNORECASE):
        raise IntakeError("the document declares XML entities", "entities")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=True
    )
    tree = etree.fromstring(text.encode("utf-8"), parser)
    if tree is None:
        raise IntakeError("not XML", "damaged")
    return tree
