# Two commands on a fresh machine with Python 3.11 and make: `make demo` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: setup demo test lint types data-check bench requirements docs model clean

setup: $(BIN)/dragoman

$(VENV)/.runtime: requirements/runtime.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/runtime.txt
	@touch $@

$(BIN)/dragoman: $(VENV)/.runtime pyproject.toml models/dragoman_model/pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(PIP) install --no-deps --no-build-isolation --editable models/dragoman_model
	@touch $@

$(VENV)/.dev: $(BIN)/dragoman requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# Codes three dispatches, loads them into a fresh database, and explains one claim.
demo: setup
	@rm -f demo.duckdb
	$(BIN)/dragoman code examples/dispatches --format table
	$(BIN)/dragoman load examples/dispatches --db demo.duckdb
	$(BIN)/dragoman query --db demo.duckdb --kind event --type SANCTION --limit 1 --format jsonl --out demo.jsonl
	$(BIN)/dragoman explain --db demo.duckdb "$$($(BIN)/python -c "import json; print(json.loads(open('demo.jsonl').readline())['id'])")"

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dragoman data check --no-examples
	$(BIN)/pytest -n 2

lint: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/memory.py

# Generated pages: docs/rules.md and docs/schema.md
docs: $(VENV)/.dev
	$(BIN)/python docs/make_pages.py

# Trains both models anew, of event types and of statements, on two CPU cores in about an hour; torch is installed for this alone.
.venv-training/.done: pyproject.toml requirements/runtime.txt
	$(PYTHON) -m venv .venv-training
	.venv-training/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/runtime.txt
	.venv-training/bin/python -m pip --disable-pip-version-check --quiet install --editable ".[training]"
	@touch $@

model: .venv-training/.done
	.venv-training/bin/python training/train.py --out models/dragoman_model/src/dragoman_model
	.venv-training/bin/python training/train_statements.py --out models/dragoman_model/src/dragoman_model

# Needs pip-tools; writes versions and hashes only, no addresses.
COMPILE = pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host
requirements:
	$(COMPILE) --output-file requirements/runtime.txt pyproject.toml
	$(COMPILE) --extra dev --extra frames --constraint requirements/runtime.txt \
	  --output-file requirements/dev.txt pyproject.toml

clean:
	rm -rf $(VENV) demo.duckdb demo.jsonl
