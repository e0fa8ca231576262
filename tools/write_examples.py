"""Runs the examples of the pages and writes what they print, so that no page shows what the program does not do.

    python tools/write_examples.py

In a block ```console, lines that begin with `$ ` are commands; the rest is their standard output. A block ```python
is run as a script; a block ```text right after it is what it prints. All pages share one folder, in the order of
`PAGES`, with `examples/` in it. `tests/docs/` fails while a page is not current.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/tutorial.md", "docs/howto.md", "docs/tutorial/system.md")
MARK = "— end of output —"
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def refreshed(page: str, folder: Path) -> str:
    """The page with the output of its examples as it is now."""
    return _BLOCK.sub(lambda block: _block(block, folder), page)


def _block(block: re.Match[str], folder: Path) -> str:
    language, body, output = block.groups()
    if language == "python":
        printed = _run([sys.executable, "-c", body], folder)
        if output is None and not printed:
            return block[0]
        return f"```python\n{body}```\n\n```text\n{printed}```\n"
    commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
    written = []
    # one shell for the whole block, so that variables last; the marks part the outputs
    shell = "set -e\n" + "".join(f"{command}\necho '{MARK}'\n" for command in commands)
    for command, printed in zip(commands, _run(["bash", "-c", shell], folder).split(f"{MARK}\n"), strict=False):
        written.append(f"$ {command}\n{printed}")
    return "```console\n" + "".join(written) + "```\n" + (f"\n```text\n{output}```\n" if output is not None else "")


def _run(command: list[str], folder: Path) -> str:
    """Standard output of a command; raises with its errors if it fails."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("WESTPHALIA_")}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{own.get('PATH', '')}"
    settings = own | {"PATH": programs, "COLUMNS": "100", "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=folder, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode or "Traceback" in done.stderr:
        raise RuntimeError(f"{command[-1]}\n{done.stdout}{done.stderr}")
    return "".join(line.rstrip() + "\n" for line in done.stdout.split("\n")[:-1])


def pages() -> dict[str, str]:
    """Path → content of every page with examples, current."""
    with tempfile.TemporaryDirectory(prefix="westphalia-docs-") as held:
        folder = Path(held)
        (folder / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
        return {name: refreshed((ROOT / name).read_text(encoding="utf-8"), folder) for name in PAGES}


if __name__ == "__main__":
    for name, content in pages().items():
        (ROOT / name).write_text(content, encoding="utf-8")
        print(ROOT / name)
