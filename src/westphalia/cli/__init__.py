"""The command line: one file per group of commands. Data on standard output, everything else on standard error.

Exit status: 0 done; 1 nothing could be done, or it failed, or the doctor found something; 2 the request makes no
sense; 3 with `read --strict`: done, but something was rejected; 130 interrupted.
"""

from westphalia.cli.app import main

__all__ = ["main"]
