# make demo | test | lint | bench | gate | docs. Each creates .venv on first use; PYTHON=… names the interpreter.

VENV := .venv
BIN := $(VENV)/bin
export PYTHONHASHSEED ?= 0
export OMP_NUM_THREADS ?= 1

.PHONY: demo test lint gate bench docs lock clean

# DEMO: path, without ending, of the world and the page that the demonstration makes.
DEMO ?= demo
demo: $(VENV)/ready
	@$(BIN)/westphalia demo --world "$(DEMO).db"
	@$(BIN)/westphalia demo --world "$(DEMO).db" --format html --out "$(DEMO).html"

test: $(VENV)/ready
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

gate: $(VENV)/ready
	$(BIN)/python -m benchmarks.gate

# DATA: folder with one folder per benchmark, in the public layout of each data set.
DATA ?= data
bench: $(VENV)/ready
	@for name in events triples actors statements times; do \
	  [ -d "$(DATA)/$$name" ] && $(BIN)/python -m benchmarks $$name --data "$(DATA)/$$name"; done; \
	[ -d "$(DATA)/newswire" ] && $(BIN)/python -m benchmarks speed --data "$(DATA)/newswire"; true

$(VENV)/ready: pyproject.toml requirements.lock
	@tools/make_venv.sh $(VENV) $(PYTHON)
	@touch $@

# The generated reference, and what the examples in the pages print.
docs: $(VENV)/ready
	$(BIN)/python tools/write_reference.py
	$(BIN)/python tools/write_codebook.py
	$(BIN)/python tools/write_examples.py

# Written anew when pyproject.toml changes; hashes in, index addresses out.
lock: $(VENV)/ready
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.12 --universal --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) demo.db demo.html .mypy_cache .ruff_cache .pytest_cache
