"""Writes the generated parts of docs/codebook: tables of the ontology, what is read in the examples, rates of error.

    python tools/write_codebook.py

A part stands between `<!-- NAME ARGUMENT -->` and `<!-- end -->`; what is between is written here, the rest by hand.
In the blocks of examples the sentences and the lines `right` are ours; lines `read` are what the program gives where it
differs, which makes the example a known miss. `tests/docs/test_codebook.py` fails while a page is not current.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from westphalia.model import Event, OffsetMap, Published, Report, ontology
from westphalia.model.ontology.coders import cameo_code, event_root
from westphalia.model.ontology.tables import rows
from westphalia.reading import read_many

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "codebook"
DAY = date(2024, 5, 16)
"""The day all examples are published: a Thursday."""
_PART = re.compile(r"(<!-- (\w+)(?: (\w+))? -->\n).*?(<!-- end -->)", re.DOTALL)
_BLOCK = re.compile(r"^```coding\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOTHING = "no event"
MISS = "known miss"


@dataclass(frozen=True)
class Example:
    """A sentence, the codings that we hold right, and what stands beside it on the page."""

    sentence: str
    right: tuple[str, ...]
    note: str = ""


def examples(page: str) -> list[Example]:
    """The examples of a page, in order."""
    return [one for block in _BLOCK.findall(page) for one in _parsed(block)]


def _parsed(block: str) -> Iterator[Example]:
    for paragraph in re.split(r"\n\s*\n", block.strip("\n")):
        sentence, *lines = paragraph.split("\n")
        words = [line.split(None, 1) for line in lines]
        right = tuple(rest for word, rest in words if word == "right")
        note = next((rest for word, rest in words if word == "note"), "")
        if not right:
            raise ValueError(f"no line `right` for: {sentence}")
        yield Example(sentence, right, note)


def codings(sentences: list[str]) -> list[tuple[str, ...]]:
    """What the program reads in each sentence, by itself, told or held back, in the short form of the pages."""
    reports = [
        Report(f"example{number}", "example", text, text, OffsetMap(((0, 0, len(text)),)), text.encode(),
               published=Published(DAY, "example"))
        for number, text in enumerate(sentences)
    ]  # fmt: skip
    found = [[*reading.events, *reading.held_events] for reading in read_many(reports)]
    return [tuple(short(event) for event in events) or (NOTHING,) for events in found]


def short(event: Event) -> str:
    """An event in one line: `CONSULT visit, planned: CHL/GOV → KEN`."""
    kind = " ".join(filter(None, (event.type, event.mode)))
    sources = ", ".join(party.actor or f"“{party.text}”" for party in event.sources)
    if event.mutual:
        who = " ↔ ".join(party.actor or f"“{party.text}”" for party in event.sources)
    else:
        who = f"{sources} → {', '.join(party.actor or f'“{party.text}”' for party in event.recipients) or '–'}"
    says = f" (says {event.alleged_by.actor or event.alleged_by.text})" if event.alleged_by else ""
    return f"{kind}, {event.status}: {who}{says}"


def block(found: list[tuple[Example, tuple[str, ...]]]) -> str:
    """A block of examples with what is read in each."""
    written = []
    for example, read in found:
        lines = [example.sentence, *(f"    right  {line}" for line in example.right)]
        if sorted(read) != sorted(example.right):
            lines += [f"    read   {line}" for line in read]
        if example.note:
            lines.append(f"    note   {example.note}")
        written.append("\n".join(lines))
    return "```coding\n" + "\n\n".join(written) + "\n```"


def _facts(name: str) -> str:
    kind = ontology.types()[name]
    code = cameo_code(name)
    needs = "yes" if kind.needs_recipient else "no"
    return (
        f"| quad class | intensity | needs a recipient | CAMEO |\n|---|---|---|---|\n"
        f"| {kind.quad} {ontology.QUADS[kind.quad]} | {kind.intensity:+g} | {needs} "
        f"| root {code.root} {code.root_name} |\n"
    )


def _modes(name: str) -> str:
    held = [mode for (kind, _), mode in ontology.modes().items() if kind == name]
    if not held:
        return f"{name} has no modes.\n"
    lines = ["| mode | meaning | intensity | CAMEO |", "|---|---|---|---|"]
    lines += [f"| {mode.name} | {mode.description} | {mode.intensity:+g} | {_code(name, mode.name)} |" for mode in held]
    return "\n".join(lines) + "\n"


def _code(name: str, mode: str) -> str:
    code = cameo_code(name, mode)
    if not code.code:
        return f"no equivalent: {code.note}"
    note = f" ({'less exact: ' if code.fits == 'broader' else ''}{code.note})" if code.note else ""
    return f"{code.code} {code.name}{note}"


def _index(_: str) -> str:
    lines = ["| type | quad class | intensity | in a word |", "|---|---|---|---|"]
    for kind in ontology.types().values():
        link = f"[{kind.name}]({kind.name.lower()}.md)"
        lines.append(f"| {link} | {kind.quad} {ontology.QUADS[kind.quad]} | {kind.intensity:+g} | {kind.description} |")
    return "\n".join(lines) + "\n"


def _statuses(_: str) -> str:
    lines = ["| status | meaning |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {said} |" for name, said in ontology.statuses().items())]) + "\n"


def _roots(_: str) -> str:
    """Type with status → the one word."""
    shown = ("happened", "ongoing", "alleged", "planned", "possible", "refused", "denied")
    lines = ["| type | " + " | ".join(shown) + " |", "|---|" + "---|" * len(shown)]
    for name in ontology.types():
        words = " | ".join(event_root(name, status) or "–" for status in shown)
        lines += [f"| {name} | {words} |"]
    return "\n".join(lines) + "\n"


def _cameo_roots(_: str) -> str:
    lines = ["| root | meaning | from |", "|---|---|---|"]
    names = {row["code"]: row for row in rows("cameo")}
    for code, row in names.items():
        if len(code) == 2:
            given = sorted({way["type"] for way in rows("to_cameo") if way["code"].startswith(code)})
            lines.append(f"| {code} {row['name']} | {row['meaning']} | {', '.join(given) or _why_never(code)} |")
    return "\n".join(lines) + "\n"


def _why_never(root: str) -> str:
    by_word = sorted({way["type"] for way in rows("to_cameo") if f"={root}" in way["by_word"]})
    if by_word:
        return f"{', '.join(by_word)}, by the word used"
    return "never: PLOVER does not code plain statements; they are in the table `statements`"


def _cameo_codes(_: str) -> str:
    lines = [
        "| type | mode | CAMEO | done | announced | refused |",
        "|---|---|---|---|---|---|",
    ]
    for way in rows("to_cameo"):
        fit = {"same": "same", "broader": "less exact", "none": "**no equivalent**"}[way["fits"]]
        done = _code(way["type"], way["mode"])
        refused = way["refused"] if ontology.quad(way["type"]) <= 2 else "–"
        lines.append(f"| {way['type']} | {way['mode'] or '–'} | {fit} | {done} | {way['announced']} | {refused} |")
    return "\n".join(lines) + "\n"


def _intensities(_: str) -> str:
    lines = ["| type | without mode | by mode |", "|---|---|---|"]
    for kind in ontology.types().values():
        held = [f"{m.name} {m.intensity:+g}" for (of, _), m in ontology.modes().items() if of == kind.name]
        lines.append(f"| {kind.name} | {kind.intensity:+g} | {', '.join(held) or '–'} |")
    return "\n".join(lines) + "\n"


def _errors(scope: str) -> str:
    with (FOLDER / "errors.tsv").open(encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("#")]
    held = [row for row in csv.DictReader(lines, delimiter="\t") if not scope or row["scope"] == scope]
    if not held:
        return "No rate has been measured.\n"
    table = ["| what | error | how often | measured on |", "|---|---|---|---|"]
    for row in held:
        of, wrong = int(row["judged"] or 0), int(row["wrong"] or 0)
        rate = f"{100 * wrong / of:.0f} % ({wrong} of {of:,})" if of else row["rate"]
        table.append(f"| {row['scope']} | {row['error']} | {rate} | {row['on']}, {row['as_of']} |")
    return "\n".join(table) + "\n"


PARTS: dict[str, Callable[[str], str]] = {
    "facts": _facts,
    "modes": _modes,
    "index": _index,
    "statuses": _statuses,
    "roots": _roots,
    "cameo_roots": _cameo_roots,
    "cameo_codes": _cameo_codes,
    "intensities": _intensities,
    "errors": _errors,
}


def pages() -> dict[str, str]:
    """File name → content of every page, current. The examples of all pages are read together."""
    held = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
    wanted = {name: examples(page) for name, page in held.items()}
    read = iter(codings([one.sentence for those in wanted.values() for one in those]))
    found = {name: iter([(one, next(read)) for one in those]) for name, those in wanted.items()}
    written, misses = {}, {name: [0, 0] for name in held}
    for name, page in held.items():

        def blocked(match: re.Match[str], name: str = name) -> str:
            those = [next(found[name]) for _ in _parsed(match[1])]
            misses[name][0] += sum(sorted(now) != sorted(one.right) for one, now in those)
            misses[name][1] += len(those)
            return block(those)

        written[name] = _BLOCK.sub(blocked, page)
    table = _counted(misses)
    parts = {**PARTS, "misses": lambda _: table}
    return {name: _PART.sub(lambda m: m[1] + parts[m[2]](m[3] or "") + m[4], page) for name, page in written.items()}


def _counted(misses: dict[str, list[int]]) -> str:
    held = {name: pair for name, pair in misses.items() if pair[1]}
    wrong, total = (sum(pair[n] for pair in held.values()) for n in (0, 1))
    missed = [f"[{n.removesuffix('.md')}]({n}) {pair[0]}" for n, pair in held.items() if pair[0]]
    where = ", ".join(missed) or "none"
    return f"Examples in these pages: {total}. Read otherwise than we hold right: **{wrong}** ({where}).\n"


if __name__ == "__main__":
    for name, content in pages().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        print(FOLDER / name)
