"""Hostile and broken input: each ends in one row with its reason, and the rest is read."""

import gzip
import io
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from westphalia.intake import CODES, Limits, Options, report_from_text, reports
from westphalia.intake.sandbox.child import Child
from westphalia.model import Rejected, Report

GOOD = "Envoys arrive in the old town\n\nThe envoys of Vantia and Belmark arrived on Monday for the talks."
PARAGRAPHS = "".join(f"<p>The ministers of Vantia and Belmark met again on day {n} of the talks.</p>" for n in range(9))


def rejections(folder: Path, name: str, content: bytes, options: Options | None = None) -> list[Rejected]:
    """What is rejected of a file that lies between two good ones, both of which must be read."""
    (folder / "a_first.txt").write_text(GOOD)
    (folder / name).write_bytes(content)
    (folder / "z_last.txt").write_text(GOOD + " At last.")
    found = list(reports([folder], options))
    read = [row.name for row in found if isinstance(row, Report)]
    assert read[0] == "a_first.txt"
    assert read[-1] == "z_last.txt"
    assert all(row.code in CODES and row.reason and row.hint for row in found if isinstance(row, Rejected))
    return [row for row in found if isinstance(row, Rejected)]


def code_of(folder: Path, name: str, content: bytes, options: Options | None = None) -> str:
    (only,) = rejections(folder, name, content, options)
    assert only.name.startswith(name)
    return only.code


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def bomb() -> bytes:
    return zipped({f"{n}.txt": b"a " * 10_000_000 for n in range(5)})


def test_a_page_with_fifty_thousand_attributes(tmp_path: Path) -> None:
    attributes = " ".join(f'data-{n}="{"v" * 28}"' for n in range(50_000))
    assert (
        code_of(tmp_path, "m.html", f"<html><body><div {attributes}>{PARAGRAPHS}</div></body></html>".encode())
        == "too-large"
    )


def test_a_page_nested_a_hundred_thousand_deep(tmp_path: Path) -> None:
    assert len(rejections(tmp_path, "m.html", b"<html><body>" + b"<div>" * 100_000 + b"x" * 100)) <= 1


def test_zip_bombs(tmp_path: Path) -> None:
    assert code_of(tmp_path, "m.zip", bomb()) == "bomb"
    assert code_of(tmp_path, "m.zip", zipped({"inner.zip": bomb()})) == "bomb"


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bomb()
    size = (20_000_000).to_bytes(4, "little")
    assert rejections(tmp_path, "m.zip", data.replace(size, (1000).to_bytes(4, "little")))


def test_archives_too_deep(tmp_path: Path) -> None:
    assert (
        code_of(tmp_path, "m.zip", zipped({"1.zip": zipped({"2.zip": zipped({"3.txt": GOOD.encode()})})})) == "too-deep"
    )


def test_a_gzip_bomb(tmp_path: Path) -> None:
    assert code_of(tmp_path, "m.jsonl.gz", gzip.compress(b'{"title": "x"}\n' + b" \n" * 40_000_000)) == "bomb"
    assert code_of(tmp_path, "m.jsonl.gz", gzip.compress(b"word " * 20_000_000)) in ("too-large", "bomb")


def test_a_billion_laughs(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    start = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{entities}]>'
    feed = f"{start}<rss><channel><item><title>&l9;</title></item></channel></rss>"
    assert code_of(tmp_path, "m.xml", feed.encode()) == "entities"
    assert code_of(tmp_path, "m.xml", b"\xff\xfe" + feed.encode("utf-16-le")) == "entities"


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "s").write_text("the secret words")
    feed = (
        f'<!DOCTYPE r SYSTEM "file://{secret}/s"><rss><channel><item><title>Talks held</title></item></channel></rss>'
    )
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "m.xml").write_text('<?xml version="1.0"?>' + feed)
    (report,) = list(reports([tmp_path / "f"]))
    assert isinstance(report, Report)
    assert report.text == "Talks held"


MAGIC = [b"PK\x03\x04", b"%PDF-1.7\n", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"WARC/1.0\r\n", b"<html>\x00"]


def codes_of(folder: Path, files: dict[str, bytes]) -> dict[str, list[str]]:
    """Codes of the rows rejected for each of the files, all read in one run with a good one at each end."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    found: dict[str, list[str]] = {name: [] for name in files}
    for row in rejections(folder, "b.txt", GOOD.encode()):
        found[row.name.split("/")[0].split("#")[0]].append(row.code)
    return found


def test_random_bytes(tmp_path: Path) -> None:
    found = codes_of(tmp_path, {f"m{seed}.txt": random.Random(seed).randbytes(50_000) for seed in range(5)})
    assert set(map(tuple, found.values())) == {("format",)}


def test_random_bytes_behind_a_magic_number(tmp_path: Path) -> None:
    found = codes_of(
        tmp_path, {f"m{n}.bin": magic + random.Random(n).randbytes(20_000) for n, magic in enumerate(MAGIC)}
    )
    assert all(len(codes) == 1 for codes in found.values()), found


BROKEN = {
    "empty.txt": (b"", "empty"),
    "white.txt": (b" \n\n ", "empty"),
    "signs.txt": ("… — …".encode(), "no-text"),
    "empty.html": (b"<html><body></body></html>", "no-text"),
    "cut.json": (b'{"title": "x", "te', "damaged"),
    "deep.json": (b'{"a":' * 200_000, "damaged"),
    "deeper.json": (b"[" * 100_000 + b"]" * 100_000, "damaged"),
    "none.json": (b"[]", "empty"),
    "fields.json": (b'{"a": 1, "b": 2}', "fields"),
    "fields.csv": (b"a,b,c\n1,2,3\n", "fields"),
    "other.xml": (b"<?xml version='1.0'?><catalogue><x/></catalogue>", "format"),
    "cut.gz": (gzip.compress(GOOD.encode() * 100)[:60], "damaged"),
    "cut.zip": (zipped({"a.txt": GOOD.encode()})[:80], "damaged"),
    "m.docx": (zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "format"),
    "none.zip": (zipped({}), "empty"),
    "unsafe.zip": (zipped({"../../etc/passwd": GOOD.encode()}), "unsafe-path"),
    "m.rtf": (b"{\\rtf1 Hello}", "format"),
}


def test_broken_files(tmp_path: Path) -> None:
    found = codes_of(tmp_path, {name: content for name, (content, _) in BROKEN.items()})
    assert found == {name: [code] for name, (_, code) in BROKEN.items()}


def test_encrypted_and_scanned_files(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    scanned, locked = io.BytesIO(), io.BytesIO()
    for buffer in (scanned, locked):
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        if buffer is locked:
            writer.encrypt("secret")
        writer.write(buffer)
    data = bytearray(zipped({"a.txt": GOOD.encode()}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    files = {"locked.pdf": locked.getvalue(), "locked.zip": bytes(data), "scanned.pdf": scanned.getvalue()}
    assert codes_of(tmp_path, files) == {
        "locked.pdf": ["encrypted"],
        "locked.zip": ["encrypted"],
        "scanned.pdf": ["no-text"],
    }


def test_a_line_of_200_mb(tmp_path: Path) -> None:
    line = b'{"title": "' + b"a" * 200_000_000 + b'"}\n'
    good = json.dumps({"title": "Talks held", "text": "They spoke."}).encode()
    assert code_of(tmp_path, "m.jsonl", line + good) == "too-large"
    assert "m.jsonl#2" in [row.name for row in reports([tmp_path / "m.jsonl"])]
    (tmp_path / "m.jsonl").unlink()
    assert code_of(tmp_path, "m.txt", b"word " * 40_000_000) == "too-large"


@pytest.mark.parametrize("unit", ["aa,", 'aa."Aa', "“", "a\n", "Ã©", "aa-\n", "<p ", "&", "**", "- "])
def test_hostile_plain_text_costs_no_more_than_its_length(unit: str) -> None:
    """Patterns look back a bounded way: without that, 100 KB of these took minutes."""
    start = time.process_time()
    report_from_text("word " + unit * (60_000 // len(unit)), name="x")
    assert time.process_time() - start < 8


def test_a_text_longer_than_any_report(tmp_path: Path) -> None:
    assert code_of(tmp_path, "m.txt", b"some words of it\n" * 150_000) == "too-large"


def test_links_and_devices(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "up").symlink_to(".")
    (tmp_path / "gone").symlink_to("nowhere")
    (tmp_path / "null").symlink_to("/dev/null")
    socket.socket(socket.AF_UNIX).bind(os.path.relpath(tmp_path / "sock"))
    codes = {row.name: row.code for row in rejections(tmp_path, "m.txt", b"")}
    assert codes == {
        "fifo": "not-a-file",
        "gone": "missing",
        "loop": "loop",
        "m.txt": "empty",
        "null": "not-a-file",
        "sock": "not-a-file",
        "up": "loop",
    }


def test_folders_and_paths_without_reports(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    codes = [row.code for row in reports([tmp_path, tmp_path / "nowhere"]) if isinstance(row, Rejected)]
    assert codes == ["empty-folder", "missing"]


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("m.txt") and allowed(path, mode))
    assert code_of(tmp_path, "m.txt", GOOD.encode()) == "unreadable"


def test_a_child_that_is_late_is_replaced(tmp_path: Path) -> None:
    slow = b"<html><body>" + b"<b><i><table><tr><td><p>word " * 30_000
    found = rejections(tmp_path, "m.html", slow, Options(limits=Limits(seconds=0.05)))
    assert [row.code for row in found] == ["too-long"]


def test_a_child_that_needs_too_much_memory_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "y_page.html").write_text(f"<html><body><h1>Talks held</h1>{PARAGRAPHS}</body></html>")
    page = b"<html><body>" + b"<p>a</p>" * 1_900_000
    found = list(rejections(tmp_path, "m.html", page, Options(limits=Limits(memory=400 << 20, seconds=60))))
    assert [row.name for row in found] == ["m.html"]
    assert found[0].code in ("too-much-memory", "damaged", "no-text")


def test_the_child_is_killed_and_the_next_record_gets_a_new_one() -> None:
    child = Child("html", Limits())
    page = f"<html><body>{PARAGRAPHS}</body></html>".encode()
    assert "text" in next(iter(list(child.ask({}, page))))[0]
    process = child._process
    assert process is not None
    process.kill()
    process.wait()
    assert "text" in next(iter(list(child.ask({}, page))))[0]
    child.close()


def test_an_abandoned_stream_leaves_no_child(tmp_path: Path) -> None:
    (tmp_path / "m.zip").write_bytes(zipped({f"{n}.html": f"<p>{PARAGRAPHS}</p>".encode() for n in range(5)}))
    stream = reports([tmp_path])
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    listed = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True).stdout
    ours = [line for line in listed.splitlines() if line.split()[0] == str(os.getpid())]
    assert not [line for line in ours if "intake.sandbox.worker" in line]


def test_the_child_neither_writes_nor_calls_out() -> None:
    program = (
        "import sys, socket, subprocess, os\nfrom westphalia.intake.sandbox import worker\nworker._give_up(1 << 30)\n"
        "tries = [lambda: open('/tmp/westphalia-x', 'w'), lambda: socket.create_connection(('127.0.0.1', 9)),"
        " lambda: subprocess.run(['true']), lambda: os.system('true'), lambda: os.remove('/tmp/x')]\n"
        "for attempt in tries:\n    try:\n        attempt()\n    except PermissionError:\n        continue\n"
        "    sys.exit(3)\n"
        "try:\n    x = bytearray(2 << 30)\nexcept MemoryError:\n    sys.exit(0)\nsys.exit(4)\n"
    )
    import sys

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_child_is_cheap() -> None:
    import sys

    program = (
        "import sys\nfrom westphalia.intake.sandbox import worker\n[worker._opener(kind) for kind in worker.OPENERS]\n"
        "sys.exit(bool({'spacy', 'polars', 'rensa'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_it_works_beside_other_threads(tmp_path: Path) -> None:
    (tmp_path / "m.html").write_text(f"<html><body><h1>Talks held</h1>{PARAGRAPHS}</body></html>")
    results: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: results.append([type(row).__name__ for row in reports([tmp_path])]))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [["Report"]] * 2


@pytest.mark.parametrize("attribute", ['a{}="x"', "a{}", 'a{}="x>"', "a{}=x"])
def test_a_tag_with_fifty_thousand_attributes_is_refused_at_once_however_they_are_written(
    tmp_path: Path, attribute: str
) -> None:
    tag = " ".join(attribute.format(number) for number in range(50_000))
    (tmp_path / "page.html").write_text(f"<html><body><p {tag}>Envoys of Vantia met.</p></body></html>")
    (row,) = reports([tmp_path / "page.html"])
    assert isinstance(row, Rejected)
    assert (row.code, row.reason) == ("too-large", "a tag with more than 2,000 attributes")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names there are always text")
def test_names_that_are_no_text_or_would_break_a_line_are_escaped(tmp_path: Path) -> None:
    for name in (b"bad\xff.txt", b"two\nlines.txt", b"esc\x1b[31m.txt"):
        with open(os.fsencode(tmp_path) + b"/" + name, "w") as file:  # noqa: PTH123
            file.write(f"The envoys of Vantia met in {name!r}.")
    names = {row.name for row in reports([tmp_path])}
    assert names == {r"bad\udcff.txt", r"two\nlines.txt", r"esc\x1b[31m.txt"}


def test_half_characters_in_json_do_not_lose_the_report(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(
        '{"title": "Half \\ud800 of one", "text": "Envoys \\udc00 of Vantia met. \\ud83d\\ude00", "outlet": "O\\ud800"}'
    )
    (report,) = reports([tmp_path])
    assert isinstance(report, Report)
    assert report.title and report.title.value.encode()
    assert report.outlet and report.outlet.value.encode()
    assert "\U0001f600" in report.text


@pytest.mark.parametrize("content", ["42", "null", '{"text": NaN}', '[1, null, "word"]'])
def test_json_of_wrong_types_is_no_report(tmp_path: Path, content: str) -> None:
    (tmp_path / "one.json").write_text(content)
    found = list(reports([tmp_path / "one.json"]))
    assert {row.code for row in found if isinstance(row, Rejected)} == {"fields"}
    assert all(isinstance(row, Rejected) for row in found)
