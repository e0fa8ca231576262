"""The brief says what the reports say, from whom, and what is not known; hostile text stays text."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from westphalia.brief import brief, render, sections
from westphalia.engine.local import reconcile
from westphalia.errors import UsageError
from westphalia.intake import report_from_text
from westphalia.reading import VERSION, read
from westphalia.world import Store

REPORTS = {
    "north.txt": (
        "Ministers of Norway and Peru meet in Lima\n\nNorwegian Foreign Minister Ada Berg met Peruvian Foreign "
        "Minister Luis Soto in Lima on Monday. “Our friendship has no limits,” Berg said. Soto is to visit Norway "
        "in June.",
        "Northern Star",
        date(2024, 5, 7),
    ),
    "south.txt": (
        "Norwegian minister in Lima\n\nPeru's Foreign Minister Luis Soto met Norwegian Foreign Minister Ada Berg on "
        "Monday in the Peruvian capital, Lima. Berg said that there are no limits to the friendship. Norway has not "
        "condemned the blockade of the port. About 300 people were displaced, according to the United Nations.",
        "Southern Post",
        date(2024, 5, 7),
    ),
    "hostile.txt": (
        "<script>alert(1)</script> [x](javascript:alert(2)) | talks\n\nNorway and Peru signed an agreement on fish on "
        "Tuesday. “We will keep our promise to the fishermen <img src=x onerror=alert(3)> of both countries,” "
        "Peruvian Foreign Minister Luis Soto said.",
        "=HYPERLINK(1)<b>",
        date(2024, 5, 8),
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("brief") / "world.db"
    with Store(path, create=True) as store:
        for name, (text, outlet, day) in REPORTS.items():
            store.add(read(report_from_text(text, name=name, outlet=outlet, published=day)), VERSION)
        reconcile(store)
        yield store


def test_the_meeting_is_one_happening_of_two_reports(world: Store) -> None:
    text = render(brief(world, "NOR", "PER"))
    line = next(part for part in text.split("├") if "Mon 6 May 2024" in part)
    assert "Lima" in line
    assert "│ 2 [" in line


def test_wordings_of_one_utterance_stand_together(world: Store) -> None:
    text = render(brief(world, "Norway", "Peru"))
    said = text[text.index("WHO SAID WHAT") : text.index("EVIDENCE")]
    utterances = [" ".join(line.split()) for line in said.split("•")]
    both = [
        line for line in utterances if "Our friendship has no limits" in line and "no limits to the friendship" in line
    ]
    assert len(both) == 1


def test_what_most_tell_leads_with_what_they_agree_on(world: Store) -> None:
    short = " ".join(render(brief(world, "NOR", "PER")).split())
    line = short[short.index("Told by most: ") : short.index("WHAT HAPPENED")]
    assert "Mon 6 May 2024, Lima (2 of 3 reports). Accounts agree on who" in line
    assert "what, when, status" in line


def test_coverage_names_every_outlet_with_its_denominator(world: Store) -> None:
    text = render(brief(world, "NOR", "PER"))
    table = text[text.index("COVERAGE") : text.index("UNKNOWN")]
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in table.splitlines() if line[:1] == "│"]
    told = {row[0]: row[1:] for row in rows}
    assert set(told) == {"Northern Star", "Southern Post", "=HYPERLINK(1)<b>"}
    assert told["Northern Star"][:2] == ["1", "1"]
    assert told["Northern Star"][4].startswith("1 of 1")


def test_figures_positions_and_plans_are_told_as_such(world: Store) -> None:
    text = " ".join(render(brief(world, "NOR")).split())
    assert "about 300, according to United Nations" in text
    assert "has not condemned" in text
    assert "planned: " in text


def test_no_conflict_is_said_not_left_out(world: Store) -> None:
    assert "Conflict between the two: none reported." in render(brief(world, "NOR", "PER"))


def test_every_label_cited_is_explained_and_marks_the_exact_words(world: Store) -> None:
    made = brief(world, "NOR", "PER")
    for source in made.sources:
        for note in source.notes:
            before, passage, after = note.marked
            assert before + passage + after == note.sentence
            assert passage.strip()
    labels = {note.label for source in made.sources for note in source.notes}
    page = render(made, "html")
    assert labels
    assert all(f'id="n{label}"' in page and f'href="#n{label}"' in page for label in labels)


def test_hostile_text_is_inert(world: Store) -> None:
    made = brief(world, "NOR", "PER")
    page = render(made, "html")
    assert "<script" not in page.lower()
    assert "<img" not in page.lower()
    assert "&lt;img src=x onerror=alert(3)&gt;" in page
    marked = render(made, "md")
    assert "<img" not in marked.replace("\\<", "")
    assert "](javascript:" not in marked.replace("\\](", "").replace("\\]", "")


def test_a_period_without_reports_says_so(world: Store) -> None:
    text = render(brief(world, "NOR", "PER", since=date(2030, 1, 1)))
    assert "0 reports" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"actor": "Atlantis"}, "no actor"),
        ({"actor": "Norwey"}, "Norway"),
        ({"actor": "NOR", "other": "NOR"}, "one actor"),
        ({"actor": "NOR", "since": date(2024, 2, 1), "until": date(2024, 1, 1)}, "before it begins"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_hint(world: Store, arguments: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        brief(world, **arguments)  # type: ignore[arg-type]


def test_an_unknown_format_is_refused(world: Store) -> None:
    with pytest.raises(UsageError, match="html"):
        render(brief(world, "NOR"), "docx")


def test_many_reports_that_name_a_thing_are_shown_by_outlet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [
        ("a", "The war in Peru goes on, Norway said.", "Star"),
        ("b", "The war in Peru is long. Norway waits.", "Star"),
        ("c", "The Peru crisis worries Norway and Peru.", "Post"),
    ]
    monkeypatch.setattr(sections, "MOST_NAMING", 2)
    with Store(tmp_path / "w.db", create=True) as store:
        for name, text, outlet in told:
            store.add(read(report_from_text(text, name=name, outlet=outlet, published=date(2024, 5, 7))), VERSION)
        reconcile(store)
        made = render(brief(store, "NOR"), "md")
    table = made[made.index("How each names it") : made.index("Coverage")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line[:1] == "|"]
    assert [row[:2] for row in rows[2:]] == [["Star", "2 of 2"], ["Post", "1 of 1"]]
    assert rows[2][2].startswith("war in Peru (1)")
    assert rows[2][3].startswith("war in Peru (1)")
