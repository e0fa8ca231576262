"""The process that is killed: `westphalia read` with the reader of the engine's tests, saying each report it wrote."""

import sys
from pathlib import Path

from westphalia.engine import Plan, read


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent / "engine"))
    world, source = sys.argv[1:3]
    said = 0

    def acknowledge(summary) -> None:
        nonlocal said
        if summary.read > said:
            said = summary.read
            sys.stdout.write(".")
            sys.stdout.flush()

    read([source], world, plan=Plan(2, reader="stub_reader"), progress=acknowledge)


if __name__ == "__main__":
    main()
