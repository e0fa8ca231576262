import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "westphalia"

LAYERS = (
    {"errors"},
    {"settings", "vocabulary"},
    {"model"},
    {"reference"},
    {"world", "intake", "reading"},
    {"reconciling"},
    {"system"},
    {"forecast"},
    {"brief", "export", "explaining"},
    {"engine"},
    {"api", "web"},
    {"cli"},
)
"""From the bottom up. A part imports only from layers below its own."""

ALLOWED_SIDEWAYS = {("reading", "intake")}
"""Reading may use intake's pure text functions."""

RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module a file imports, also within functions and for type checking."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} relative import"
            yield node.module or "", node.lineno
            if node.module == "westphalia":
                yield from ((f"westphalia.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            yield from ((arg.value, node.lineno) for arg in node.args[:1] if isinstance(arg, ast.Constant))


def wrong(path: Path) -> list[str]:
    here, found = part_of(path), []
    for name, line in imports(path):
        parts = name.split(".")
        if parts[0] != "westphalia" or len(parts) < 2 or parts[1] == here or parts[1] not in RANK:
            continue
        if RANK[parts[1]] >= RANK[here] and (here, parts[1]) not in ALLOWED_SIDEWAYS:
            found.append(f"{path.relative_to(SOURCE)}:{line} imports {name}")
    return found


def test_every_part_has_a_layer():
    parts = {part_of(path) for path in modules()} - {"__init__"}
    assert parts <= set(RANK), f"give a layer to {parts - set(RANK)}"


def test_no_import_goes_up_or_sideways():
    problems = [problem for path in modules() if part_of(path) != "__init__" for problem in wrong(path)]
    assert not problems, "\n".join(problems)


def test_an_upward_import_is_seen(tmp_path, monkeypatch):
    bad = SOURCE / "model" / "bad.py"
    source = "def f():\n    from westphalia.world import Store\n    return Store\n"
    monkeypatch.setattr(Path, "read_text", lambda self, **_: source)
    assert wrong(bad) == ["model/bad.py:2 imports westphalia.world"]


def test_the_model_needs_the_standard_library_only():
    outside = [
        f"{path.name}:{line} {name}"
        for path in modules()
        if part_of(path) in ("model", "errors", "settings")
        for name, line in imports(path)
        if name.split(".")[0] not in sys.stdlib_module_names | {"westphalia"}
    ]
    assert not outside


@pytest.mark.parametrize("word", ["sqlite3"])
def test_only_the_world_speaks_sql(word):
    speakers = {part_of(p) for p in modules() for name, _ in imports(p) if name.split(".")[0] == word}
    assert speakers == {"world"}


def test_no_sql_text_outside_the_world():
    found = []
    for path in modules():
        if part_of(path) == "world":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.lstrip()
                if text.startswith(("SELECT ", "INSERT INTO", "DELETE FROM", "UPDATE ", "CREATE TABLE", "PRAGMA ")):
                    found.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert not found


def test_public_names_have_docstrings():
    bare = []
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            bare.append(str(path.relative_to(SOURCE)))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                bare.append(f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}")
    assert not bare


def test_modules_stay_small():
    """About 400 lines at most: past that a module has two nouns."""
    long = {str(p.relative_to(SOURCE)): n for p in modules() if (n := len(p.read_text().splitlines())) > 450}
    assert not long
