#!/usr/bin/env bash
# Creates the virtual environment $1 with the pinned packages and Westphalia itself.
# $2, if given, is the interpreter; otherwise the first working Python 3.12 or newer is taken.
set -euo pipefail

venv=$1
works() { "$@" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

find_python() {
  local name version
  if [ -n "${1:-}" ]; then
    works "$1" && { echo "$1"; return; }
    echo "make: PYTHON=$1 is not a working Python 3.12 or newer" >&2; return 1
  fi
  for name in python3.12 python3.13 python3.14 python3 python; do
    works "$name" && { echo "$name"; return; }
  done
  # pyenv keeps interpreters that plain names do not reach
  for version in $(pyenv versions --bare 2>/dev/null | grep -E '^3\.(1[2-9]|[2-9][0-9])' | sort -V); do
    name="$(pyenv root)/versions/$version/bin/python3"
    works "$name" && { echo "$name"; return; }
  done
  echo "make: no Python 3.12 or newer found; install one or say make PYTHON=/path/to/python3.12" >&2
  return 1
}

python=$(find_python "${2:-}")
echo "make: $("$python" --version), environment in $venv"
"$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
"$venv/bin/python" -m compileall -q "$venv/lib" >/dev/null 2>&1 || true
