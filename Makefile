# svodka: everything that is done with it, a target each. A bare `make` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES ?= seeds
OUTPUT ?= outputs

.DEFAULT_GOAL := help
.PHONY: help setup extract report test check bench evaluate soak clean

help: ## Show this list.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(VENV)/ready ## Make .venv with everything that is needed (the other targets do it, too).

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "svodka needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

extract: $(VENV)/ready ## Write the tables of SOURCES (seeds) to OUTPUT (outputs).
	$(BIN)/svodka extract $(SOURCES) -o $(OUTPUT)

report: $(VENV)/ready ## Write tables and an HTML report of SOURCES to OUTPUT.
	$(BIN)/svodka extract $(SOURCES) -o $(OUTPUT) --format csv,json,report

test: $(VENV)/ready ## Run the tests.
	$(BIN)/python -m pytest -n auto

check: $(VENV)/ready ## Run linters and the type checker.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/ready ## Measure speed against natasha (FILE=texts.jsonl N=400).
	$(BIN)/python benchmarks/bench.py $(FILE) $(if $(N),-n $(N))

evaluate: $(VENV)/ready ## Score svodka on the gold file FILE (a JSONL of documents).
	$(BIN)/svodka evaluate $(FILE)

soak: $(VENV)/ready ## Run 20,000 articles (FILE=some.jsonl N=…) while workers are killed.
	$(BIN)/python benchmarks/soak.py $(FILE) $(if $(N),-n $(N))

clean: ## Remove .venv and caches.
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
