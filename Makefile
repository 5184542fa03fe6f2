# Two commands are all that a fresh machine with Python, make and git needs: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo explorer test setup services lock format lint types layers checks unit processes schema bench clean

demo: setup
	-@$(BIN)/python -m gateway.explorer.build
	$(BIN)/python -m gateway demo

# What takes one core for a minute is looked at while the tests, which never need all of both, have begun.
test: setup services
	$(MAKE) -j 2 checks unit
	$(MAKE) processes

# The virtual environment follows the lock: it is made anew when the lock changes.
setup: $(VENV)/.made

$(VENV)/.made: requirements-dev.txt
	$(PYTHON) -m venv $(VENV) || (sh tests/install.sh venv && $(PYTHON) -m venv $(VENV))
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# The browser's explorer, by npm; where it can't be had, a small page of our own is served instead.
explorer: setup
	$(BIN)/python -m gateway.explorer.build

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

checks:
	$(MAKE) -j 1 lint types layers

# The real parts that tests run against: Redis and a browser. Node comes with the lock where the machine has none, or too old a one.
services:
	sh tests/install.sh services

# What starts whole gateways, routers and browsers runs after the rest, and what measures them alone.
PROCESSES := tests/clients tests/docs tests/explorer tests/federation tests/observe
MEASURED := tests/benchmarks tests/load

# A file's tests run in one process; the longest begin first (`tests/conftest.py`), or the others would wait for them at the end.
TOGETHER := -n 3 --dist loadfile --no-loadscope-reorder

unit:
	$(BIN)/python -m pytest $(TOGETHER) $(addprefix --ignore=,$(PROCESSES) $(MEASURED))

processes:
	$(BIN)/python -m gateway.explorer.build
	$(BIN)/python -m pytest $(TOGETHER) $(PROCESSES)
	$(BIN)/python -m pytest $(MEASURED)

# About a minute: the README's query and a hundred people at once, beside a bare server. The README holds its table:
# python -m tests.benchmarks --write README.md
bench: setup
	$(BIN)/python -m tests.benchmarks

# The schema as it is published; a test fails where this file is stale.
schema: setup
	$(BIN)/python -m gateway schema > schema.graphql

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Hash-pinned and without registry addresses: what runs (traces too), what tests, what builds. Needs `uv` in the virtual environment.
lock:
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra otel pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group build -o requirements-build.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache tests/clients/node_modules tests/clients/.ariadne gateway/explorer/assets
