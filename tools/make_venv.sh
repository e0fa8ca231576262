#!/usr/bin/env bash
# Creates the virtual environment $1 with the pinned packages and Westphalia itself.
# $2, if given, is the interpreter; otherwise the first working Python 3.12 or newer is taken.
set -euo pipefail

venv=$1
works() { "$@" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

# interpreters to try: first what PATH reaches, then the folders where pyenv and hand-made installations keep them,
# which a bare environment does not reach; of these the oldest that will do, for the pins are made with 3.12
candidates() {
  local folder
  printf '%s\n' python3.12 python3.13 python3.14 python3 python
  for folder in "${PYENV_ROOT:-$(pyenv root 2>/dev/null || true)}/versions" "${HOME:-}/.pyenv/versions" /opt; do
    printf '%s\n' "$folder"/*/bin/python3 | sort -V
  done
  printf '%s\n' /usr/local/bin/python3.1[2-9] /usr/local/bin/python3
}

find_python() {
  local name
  if [ -n "${1:-}" ]; then
    works "$1" && { echo "$1"; return; }
    echo "make: PYTHON=$1 is not a working Python 3.12 or newer" >&2; return 1
  fi
  while read -r name; do
    works "$name" && { echo "$name"; return; }
  done < <(candidates)
  echo "make: no Python 3.12 or newer on PATH, in ${PYENV_ROOT:-~/.pyenv}/versions, /opt/*/bin or /usr/local/bin;" \
    "install one or say make PYTHON=/path/to/python3.12" >&2
  return 1
}

python=$(find_python "${2:-}")
echo "make: $("$python" --version), environment in $venv"
"$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
"$venv/bin/python" -m compileall -q "$venv/lib" >/dev/null 2>&1 || true
