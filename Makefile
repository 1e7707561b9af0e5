# `make demo` and `make test` do all the set-up themselves; it needs Python 3.11 or newer, pip and make, and keeps to .venv.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CANDIDATES := python3 python3.13 python3.12 python3.11

.PHONY: help install demo run test lint format docs train lock clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 12

install: $(READY)  ## set up .venv (done by the others when needed)

$(READY): requirements.lock pyproject.toml
	@set -e; python="$(PYTHON)"; \
	for each in $(CANDIDATES); do \
	  [ -n "$$python" ] && break; \
	  "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python="$$each"; \
	done; \
	[ -n "$$python" ] || { echo "chuhai needs Python 3.11 or newer: install one, or say make PYTHON=/path/to/python3"; exit 2; }; \
	echo "setting up $(VENV) with $$($$python --version), once; a minute or two"; \
	[ -x $(BIN)/python ] || "$$python" -m venv $(VENV) || "$$python" -m venv --without-pip $(VENV); \
	$(BIN)/python -m pip --version >/dev/null 2>&1 || "$$python" -m pip --python $(BIN)/python install -q pip; \
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock; \
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: $(READY)  ## one whole cycle over the sample newsroom: crawl, read, store, mail
	@$(BIN)/chuhai demo

run: $(READY)  ## the service: crawls, digests, web page and API on http://127.0.0.1:8765
	@$(BIN)/chuhai run

test: $(READY)  ## every test
	$(BIN)/python -m pytest

lint: $(READY)  ## style, types, and which room may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## what the formatter and the linter can mend by themselves
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY)  ## write the reference pages that are made from the code
	$(BIN)/python docs/render.py

train: $(READY)  ## train the models of company names and of insights anew
	$(BIN)/python -m nlp.train
	$(BIN)/python -m nlp.train --model insights

lock: $(READY)  ## choose and pin the newest versions that fit pyproject.toml
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade --generate-hashes \
	  --no-header --no-annotate -q -o requirements.lock

clean:  ## caches and build results; .venv and your data in var/ stay
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .scrapy
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
