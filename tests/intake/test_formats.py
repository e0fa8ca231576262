"""Every format gives the same kind of report, with names, raw bytes and facts; nothing is lost on the way."""

import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pytest

from westphalia.intake import Options, reports
from westphalia.model import Rejected, Report

BODY = (
    "The foreign minister of Vantia met her colleague from Belmark on Tuesday in the old town.",
    "They agreed to reopen the border before winter and to speak about the dam in May.",
    "Nobody expects a treaty this year, officials on both sides said after the talks had ended.",
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Ministers meet | Vanto Daily</title>
<meta property="og:site_name" content="Vanto Daily">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Ministers meet in the old town",
"datePublished": "2023-05-04T10:00:00Z", "publisher": {{"name": "Vanto Daily"}}}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Ministers meet in the old town</h1>
{"".join(f"<p>{line}</p>" for line in BODY)}</article><footer>All rights reserved</footer></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Vanto Wire</title><link>https://wire.vanto.example</link><language>en</language>
<item><title>Talks &amp; more</title><link>https://wire.vanto.example/1</link>
<pubDate>Tue, 04 Apr 2023 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[{"".join(f"<p>{line}</p>" for line in BODY)}]]></content:encoded></item>
<item><title>Second item</title><description>&lt;p&gt;Envoys arrived.&lt;/p&gt;</description></item></channel></rss>"""
TEXT = "Envoys arrive in the old town\n\nThe envoys of Vantia and Belmark arrived on Monday for the talks."


def read(folder: Path, *names: str, **options: object) -> list[Report]:
    found = list(reports([folder / name for name in names] or [folder], Options(**options)))  # type: ignore[arg-type]
    assert not [row for row in found if isinstance(row, Rejected)], found
    return [row for row in found if isinstance(row, Report)]


def write(folder: Path, name: str, content: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def test_plain_text_is_unchanged_and_maps_to_the_file(tmp_path: Path) -> None:
    raw = "!-- x -->\r\nEnvoys arrive in the old town\r\n\r\nIt is good.This is “new”.\r\n"
    write(tmp_path, "one.txt", raw)
    (report,) = read(tmp_path)
    assert report.text == raw
    assert report.raw == raw.encode()
    assert (report.name, report.container, report.extracted_by) == ("one.txt", "", "text")
    assert report.clean == "Envoys arrive in the old town\n\nIt is good. This is “new”."
    assert report.language == "en"
    assert len(report.copy_sketch) == 128


def test_files_of_folders_come_in_order_with_their_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/a.txt", ".hidden.txt", "c.txt", "world.db", "world.db-wal", "README.md"):
        write(tmp_path, name, TEXT + name)
    assert [report.name for report in read(tmp_path)] == ["a/a.txt", "a/z.txt", "b.txt", "c.txt"]
    assert [report.name for report in read(tmp_path, "a/z.txt")] == ["z.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "Envoys arrive — again\n\nThe “envoys” of Vantia’s café arrived on Monday for the talks in the old town."
    write(tmp_path, "one.txt", text.encode(encoding))
    assert read(tmp_path)[0].text == text


def test_a_cyrillic_code_page_and_its_language(tmp_path: Path) -> None:
    text = "Министр иностранных дел заявил в среду, что переговоры продолжаются и что договор будет подписан. " * 4
    write(tmp_path, "one.txt", text.encode("cp1251"))
    (report,) = read(tmp_path)
    assert report.text == text
    assert report.language == "ru"


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    write(
        tmp_path,
        "one.md",
        "---\ntitle: Talks resume\ndate: 2023-03-04\noutlet: Vanto Daily\n---\n"
        "# Talks resume\n\nThe **talks** resumed.\n",
    )
    (report,) = read(tmp_path)
    assert report.clean == "Talks resume\n\nThe talks resumed."
    assert report.title is not None
    assert report.published is not None
    assert report.outlet is not None
    assert (report.title.value, report.published.day, report.outlet.value) == (
        "Talks resume",
        date(2023, 3, 4),
        "Vanto Daily",
    )


def test_html(tmp_path: Path) -> None:
    write(tmp_path, "page.htm", PAGE)
    (report,) = read(tmp_path)
    assert report.text == "Ministers meet in the old town\n\n" + "\n".join(BODY)
    assert report.raw == PAGE.encode()
    assert report.title is not None
    assert report.published is not None
    assert report.outlet is not None
    assert report.title.value == "Ministers meet in the old town"
    assert (report.published.day, report.published.source) == (date(2023, 5, 4), "json-ld")
    assert (report.outlet.value, report.outlet.source) == ("Vanto Daily", "json-ld")
    assert report.extracted_by == "trafilatura"


def test_a_page_in_another_encoding(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("old town", "café quarter")
    write(tmp_path, "page.html", page.encode("cp1252"))
    assert "café quarter" in read(tmp_path)[0].text


def test_rss(tmp_path: Path) -> None:
    write(tmp_path, "feed.xml", FEED)
    first, second = read(tmp_path)
    assert first.text == "Talks & more\n\n" + "\n\n".join(BODY)
    assert (first.name, first.container, first.url) == ("feed.xml#1", "feed.xml", "https://wire.vanto.example/1")
    assert first.published is not None
    assert (first.published.day, first.published.source) == (date(2023, 4, 4), "feed:pubDate")
    assert first.outlet is not None
    assert first.outlet.value == "wire.vanto.example"
    assert second.text == "Second item\n\nEnvoys arrived."
    assert b"Second item" in second.raw
    assert b"Talks" not in second.raw


def test_atom(tmp_path: Path) -> None:
    entry = (
        '<entry><title>Talks held</title><link rel="self" href="https://x.example/s"/><link href="https://x.example/a"/>'
        '<updated>2023-02-01T00:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p>'
        "<p>Two.</p></div></content></entry>"
    )
    write(tmp_path, "a.atom", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>X</title>{entry}</feed>')
    (report,) = read(tmp_path)
    assert report.text == "Talks held\n\nOne.\n\nTwo."
    assert report.url == "https://x.example/a"
    assert report.published is not None
    assert report.published.day == date(2023, 2, 1)


def test_jsonl_with_common_fields(tmp_path: Path) -> None:
    rows = [
        {
            "headline": "Talks held",
            "lead": "In brief.",
            "body": "They spoke.",
            "pubDate": "2022-03-30",
            "link": "https://x.example/1",
        },
        {
            "title": "Talks held",
            "content": "Talks held\nThey spoke again.",
            "source": {"id": "x", "name": "Vanto Daily"},
        },
        {"title": "Only a headline", "text": "", "date": 1648598400},
        {"description": "<p>One.</p><p>Two &amp; three.</p>", "domain": "vanto.example", "lang": "en"},
    ]
    write(tmp_path, "r.jsonl", "\n".join(map(json.dumps, rows)) + "\n\n")
    one, two, three, four = read(tmp_path)
    assert one.text == "Talks held\n\nIn brief.\n\nThey spoke."
    assert (one.name, one.container) == ("r.jsonl#1", "r.jsonl")
    assert one.raw == json.dumps(rows[0]).encode()
    assert two.text == "Talks held\nThey spoke again."
    assert two.outlet is not None
    assert two.outlet.value == "Vanto Daily"
    assert three.text == "Only a headline"
    assert three.published is not None
    assert three.published.day == date(2022, 3, 30)
    assert four.text == "One.\n\nTwo & three."
    assert four.outlet is not None
    assert four.outlet.value == "vanto.example"


@pytest.mark.parametrize("shape", ["list", "articles", "object", "hits"])
def test_json_documents(tmp_path: Path, shape: str) -> None:
    record = {"title": "Talks held", "text": "They spoke."}
    document: object = {
        "list": [record, record],
        "articles": {"status": "ok", "totalResults": 2, "articles": [record, record]},
        "object": record,
        "hits": {"hits": {"hits": [{"_source": record}, {"_source": record}]}},
    }[shape]
    write(tmp_path, "r.json", json.dumps(document, indent=1))
    found = read(tmp_path)
    assert [report.name for report in found] == (["r.json"] if shape == "object" else ["r.json#1", "r.json#2"])
    assert {report.text for report in found} == {"Talks held\n\nThey spoke."}


def test_fields_named_by_the_user(tmp_path: Path) -> None:
    write(
        tmp_path,
        "r.jsonl",
        json.dumps({"titolo": "Talks", "corpo": "They spoke.", "text": "wrong", "meta": {"giorno": "2022-03-30"}}),
    )
    (report,) = read(tmp_path, fields={"title": "titolo", "text": "corpo", "date": "meta.giorno"})
    assert report.text == "Talks\n\nThey spoke."
    assert report.published is not None
    assert report.published.source == "json:meta.giorno"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables(tmp_path: Path, delimiter: str) -> None:
    long = "word " * 40_000
    lines = [
        "headline,published,text".replace(",", delimiter),
        f'"Talks, ""held""; now"{delimiter}2023-01-02{delimiter}"They\nspoke."',
    ]
    lines.append(f'Two{delimiter}2023-01-03{delimiter}"{long}"')
    write(tmp_path, "t.csv", "\r\n".join(lines))
    one, two = read(tmp_path)
    assert one.text == 'Talks, "held"; now\n\nThey\nspoke.'
    assert (one.name, one.container) == ("t.csv#1", "t.csv")
    assert b'"They\nspoke."' in one.raw
    assert two.published is not None
    assert two.published.day == date(2023, 1, 3)
    assert two.words == 40_001


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    text = "Title, text and date\n\nThe title, text, and date of the treaty were leaked on Monday."
    write(tmp_path, "one.txt", text)
    assert read(tmp_path)[0].text == text


def test_warc(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (tmp_path / "c.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, (status, kind, body) in enumerate(
            [("200 OK", "text/html", PAGE), ("404 Not Found", "text/html", PAGE), ("200 OK", "image/png", "x")]
        ):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            url = f"https://vanto.example/2023/05/0{number + 1}/x"
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(body.encode()), http_headers=headers)
            )
    (report,) = read(tmp_path)
    assert (report.name, report.url) == ("c.warc.gz#1", "https://vanto.example/2023/05/01/x")
    assert BODY[0] in report.text
    assert report.raw == PAGE.encode()
    assert report.published is not None
    assert report.published.day == date(2023, 5, 4)


def pdf_of(text: str) -> bytes:
    stream = (
        b"BT /F1 12 Tf 72 700 Td 14 TL " + b" ".join(f"({line}) Tj T*".encode() for line in text.split("\n")) + b" ET"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length " + str(len(stream)).encode() + b">>stream\n" + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj".encode() + content + b"endobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    start = len(out)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n"
        + str(start).encode()
        + b"\n%%EOF"
    )


def test_pdf(tmp_path: Path) -> None:
    lines = (
        "The foreign ministers of the two states met on Monday in the\nborder town to speak about the dam and "
        "the inter-\nnational court."
    )
    write(tmp_path, "a.pdf", pdf_of(lines))
    (report,) = read(tmp_path)
    assert (
        report.clean
        == "The foreign ministers of the two states met on Monday in the border town to speak about the dam "
        "and the international court."
    )
    assert report.extracted_by == "pypdf"


def archive(kind: str, files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in files.items():
                made.writestr(name, content)
    else:
        with tarfile.open(fileobj=buffer, mode=f"w:{kind.partition('.')[2]}") as tar:
            for name, content in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_archives_of_everything_nested_once(tmp_path: Path, kind: str) -> None:
    rows = "\n".join(json.dumps({"title": f"Talks {n}", "text": "They spoke."}) for n in (1, 2)).encode()
    inner = archive("zip", {"deep.txt": TEXT.encode()})
    files = {
        "a/one.txt": TEXT.encode(),
        "page.html": PAGE.encode(),
        "r.jsonl": rows,
        "feed.xml": FEED.encode(),
        "in.zip": inner,
    }
    write(tmp_path, f"x.{kind}", archive(kind, files))
    names = [(report.name, report.container) for report in read(tmp_path)]
    x = f"x.{kind}"
    assert names == [
        (f"{x}/a/one.txt", x),
        (f"{x}/page.html", x),
        (f"{x}/r.jsonl#1", f"{x}/r.jsonl"),
        (f"{x}/r.jsonl#2", f"{x}/r.jsonl"),
        (f"{x}/feed.xml#1", f"{x}/feed.xml"),
        (f"{x}/feed.xml#2", f"{x}/feed.xml"),
        (f"{x}/in.zip/deep.txt", f"{x}/in.zip"),
    ]


def test_compressed_files(tmp_path: Path) -> None:
    write(tmp_path, "a.txt.gz", gzip.compress(TEXT.encode()))
    write(tmp_path, "b.txt.bz2", bz2.compress(TEXT.encode()))
    write(tmp_path, "c.txt.xz", lzma.compress(TEXT.encode()))
    write(tmp_path, "d.html.gz", gzip.compress(PAGE.encode()))
    write(tmp_path, "e.jsonl.gz", gzip.compress(b'{"title": "Talks held"}\n' * 3))
    write(tmp_path, "f.csv.gz", gzip.compress(b"title,text\nTalks,They spoke.\n"))
    found = read(tmp_path)
    assert [report.name for report in found[:4]] == ["a.txt.gz", "b.txt.bz2", "c.txt.xz", "d.html.gz"]
    assert [report.name for report in found[4:]] == ["e.jsonl.gz#1", "e.jsonl.gz#2", "e.jsonl.gz#3", "f.csv.gz#1"]
    assert {report.text for report in found[:3]} == {TEXT}


def test_content_decides_not_the_ending(tmp_path: Path) -> None:
    write(tmp_path, "page.txt", PAGE)
    write(tmp_path, "rows.txt", '{"title": "A", "text": "They spoke."}\n{"title": "B", "text": "They spoke."}\n')
    write(tmp_path, "zip.dat", archive("zip", {"one": TEXT.encode()}))
    assert [report.name for report in read(tmp_path)] == ["page.txt", "rows.txt#1", "rows.txt#2", "zip.dat/one"]


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), gzip.compress(TEXT.encode()), archive("zip", {"one.txt": TEXT.encode()})],
    ids=["text", "gzip", "zip"],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    class Stdin:
        buffer = io.BytesIO(content)

    monkeypatch.setattr(sys, "stdin", Stdin())
    (report,) = list(reports(["-"]))
    assert isinstance(report, Report)
    assert report.name in ("-", "-/one.txt")
    assert report.text == TEXT


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    write(tmp_path, "feed.xml", FEED)
    write(tmp_path, "page.html", PAGE)
    assert read(tmp_path) == read(tmp_path)


def test_records_stream(tmp_path: Path) -> None:
    """The first record comes before the last is read: a file is not held as a whole."""
    import tracemalloc

    line = json.dumps({"title": "Talks held", "text": "x" * 100_000}) + "\n"
    write(tmp_path, "r.jsonl", line * 200)
    stream = reports([tmp_path])
    next(stream)
    tracemalloc.start()
    for _, _row in zip(range(30), stream, strict=False):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000
