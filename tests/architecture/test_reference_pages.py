import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def generator():
    spec = importlib.util.spec_from_file_location("write_reference", ROOT / "tools" / "write_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_current():
    made = generator()
    stale = [
        n for n, text in made.pages().items() if not (made.FOLDER / n).exists() or (made.FOLDER / n).read_text() != text
    ]
    assert not stale, f"run: python tools/write_reference.py ({', '.join(stale)})"


def test_every_command_and_setting_is_on_its_page():
    from westphalia.settings import SETTINGS

    made = generator()
    for name in ("demo", "read", "brief", "search", "export", "doctor"):
        assert f"## westphalia {name}\n" in made.commands()
    for setting in SETTINGS.values():
        assert setting.env in made.pages()["settings.md"]


def test_every_variable_the_code_reads_is_a_setting():
    import re

    from westphalia.settings import SETTINGS

    named = {v for p in (ROOT / "src").rglob("*.py") for v in re.findall(r"\bWESTPHALIA_[A-Z_]+\b", p.read_text())}
    assert named == {setting.env for setting in SETTINGS.values()}
