import subprocess
import sys

import westphalia


def test_every_public_name_loads():
    for name in westphalia.__all__:
        assert getattr(westphalia, name) is not None
    assert len(westphalia.__all__) <= 13
    assert set(westphalia.__all__) <= set(dir(westphalia))


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(westphalia, "nonsense")


def test_importing_loads_nothing_heavy():
    code = "import sys, westphalia; print({'spacy', 'numpy', 'polars', 'typer'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_command_line_starts_without_the_parser():
    code = "import sys, westphalia.cli; print({'spacy', 'numpy', 'polars'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
