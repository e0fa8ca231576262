"""The pages say what the program does: links lead somewhere, nothing is left out, nothing named that is not there."""

import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest
import typer.main

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "examples/README.md", *ROOT.glob("benchmarks/**/*.md")]
)
WRITTEN = [page for page in PAGES if "docs/reference" not in page.as_posix()]


def heading_anchors(text):
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in re.findall(r"^#+ (.+)$", text, re.M)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_repository_lead_somewhere(page):
    prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{page.name}: {link}"
        assert aim.is_relative_to(ROOT), f"{page.name}: {link} leads out of the repository"
        if anchor:
            assert anchor in heading_anchors(aim.read_text(encoding="utf-8")), f"{page.name}: {link}"


@pytest.fixture(scope="module")
def written():
    return {page: page.read_text(encoding="utf-8") for page in WRITTEN}


def commands():
    from westphalia.cli.app import app

    group = typer.main.get_group(app)
    found = {(): group}
    for name, command in group.commands.items():
        found[name,] = command
        found |= {(name, sub): held for sub, held in getattr(command, "commands", {}).items()}
    return found


def test_every_command_is_in_the_readme_and_every_setting_in_a_page(written):
    from westphalia.settings import SETTINGS

    readme = written[ROOT / "README.md"]
    for path in commands():
        if len(path) == 1:
            assert f"`westphalia {path[0]}`" in readme
    reference = (ROOT / "docs/reference/settings.md").read_text() + "".join(written.values())
    for setting in SETTINGS.values():
        assert f"`{setting.env}`" in reference


def test_every_option_of_read_and_brief_is_explained(written):
    guides = written[ROOT / "docs/tutorial.md"] + written[ROOT / "docs/howto.md"]
    for name in ("read", "brief"):
        for option in (o for p in commands()[name,].params for o in p.opts if o.startswith("--") and o != "--help"):
            assert re.search(rf"{option}\b", guides), f"westphalia {name} {option}"


def test_pages_name_no_command_option_or_variable_that_is_not_there(written):
    from westphalia.settings import SETTINGS

    known = commands()
    variables = {setting.env for setting in SETTINGS.values()}
    for page, text in written.items():
        for variable in re.findall(r"\bWESTPHALIA_[A-Z_]+\b", text):
            assert variable in variables, f"{page.name}: {variable}"
        for line in re.findall(r"(?:^\$ |`)(westphalia [a-z][^`\n]*)", text, re.M):
            words = shlex.split(re.split(r"[|;<>]|&&|\$\(", line)[0].replace("'", ""))
            path = tuple(words[1:3]) if tuple(words[1:3]) in known else tuple(words[1:2])
            assert path in known, f"{page.name}: {line}"
            options = {o for p in known[path].params for o in p.opts} | {"--help"}
            for option in (w.partition("=")[0] for w in words if w.startswith("--")):
                assert option in options, f"{page.name}: {line}: {option}"


def test_make_targets_named_in_pages_are_there(written):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for page, text in written.items():
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.M))
        assert named <= targets, f"{page.name}: {named - targets}"


def test_examples_print_what_the_pages_show():
    spec = importlib.util.spec_from_file_location("write_examples", ROOT / "tools" / "write_examples.py")
    examples = importlib.util.module_from_spec(spec)
    sys.modules["write_examples"] = examples
    spec.loader.exec_module(examples)
    for name, now in examples.pages().items():
        shown = (ROOT / name).read_text(encoding="utf-8")
        assert now == shown, f"{name} shows what the program no longer prints; run: make docs"
