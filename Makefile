# Needs Python 3.11 or newer and make, and nothing else.
# `make help` lists what there is.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

# The first Python here that is new enough; `make PYTHON=/path/to/python` overrules it.
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name $(NEW_ENOUGH) 2>/dev/null && echo $$name && break; done)
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALLED := .venv/.installed
PYTEST = $(BIN)/python -m pytest --numprocesses auto --dist loadgroup
JS_TESTS = $(wildcard tests/js/*.test.js)

.PHONY: help install run test test-thorough test-js lint format formats coverage translations screenshots evidence bench lock

help: ## List what make can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Make .venv from the lock, with .venv/bin/annotator in it

# The stamp is newer than the lock when everything in the lock is installed.
$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Annotator needs Python 3.11 or newer, and none was found." >&2; exit 1; }
	@echo "Installing the locked dependencies into .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
		echo "Making .venv failed. On Debian and Ubuntu the package python3-venv may be missing." >&2; exit 1; }
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

run: install ## Load the demonstration and serve it (PORT=8000)
	@$(BIN)/annotator demo
	@$(BIN)/annotator serve --port $(PORT)

test: test-js ## Run the tests for each change (PYTEST_ARGS="-k words" runs part of them)
	@$(PYTEST) -m "not thorough" $(PYTEST_ARGS)

test-thorough: install ## Run the tests that take long: every page on every screen, every journey
	@$(PYTEST) -m thorough $(PYTEST_ARGS)

# Playwright brings a node of its own, for machines that have none.
NODE = $(shell command -v node || ls .venv/lib/python3*/site-packages/playwright/driver/node 2>/dev/null)
test-js: install ## Run the JavaScript unit tests
	@if [ -z "$(JS_TESTS)" ]; then echo "No JavaScript unit tests yet."; \
	elif [ -n "$(NODE)" ]; then "$(NODE)" --test $(JS_TESTS); \
	elif [ -n "$$CI" ]; then echo "Node is missing, and a build server must not skip its tests." >&2; exit 1; \
	else echo "Skipped the JavaScript unit tests: there is no node."; fi

lint: install ## Check style, types, scripts and vendored files; changes nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/oxlint --deny-warnings static/js tests/js
	@$(BIN)/python scripts/vendor.py --check

format: install ## Rewrite the Python files in the project's style
	@$(BIN)/ruff check --fix --unsafe-fixes --select I,UP,RUF100 .
	@$(BIN)/ruff format .

coverage: install ## Run the tests and list the lines that none of them reached
	@$(BIN)/python -m pytest --numprocesses auto --dist loadgroup --cov --cov-report term $(PYTEST_ARGS)

translations: install ## Take the sentences of the sources into the catalogues, and compile these
	@$(BIN)/python scripts/translations.py update
	@$(BIN)/python scripts/translations.py compile
	@$(BIN)/python scripts/translations.py check

formats: install ## Write what the code says into docs/formats.md, and docs/first-use.md as a notebook
	@$(BIN)/python scripts/formats_doc.py
	@$(BIN)/python scripts/first_use.py

screenshots: install ## Take the pictures in docs/screenshots
	@$(BIN)/python scripts/screenshots.py

evidence: install ## Run the long checks and print the figures behind the README's promises
	@$(PIP) install --require-hashes --requirement requirements-engines.lock
	@$(PIP) install --require-hashes --requirement requirements-fuzzing.lock || \
		echo "atheris does not install on this Python: nothing is fuzzed." >&2
	@$(BIN)/python scripts/evidence.py

bench: install ## Measure speed beside bare references (BENCH=save runs one part)
	@$(BIN)/python -m bench $(BENCH)

# The newest versions that pyproject.toml allows; UV_ARGS="--upgrade-package flask" for one of them.
LOCK := $(BIN)/uv --quiet pip compile --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links
lock: install ## Write the four lock files anew from pyproject.toml
	$(LOCK) pyproject.toml --extra parquet --group dev $(UV_ARGS) --output-file requirements.lock >/dev/null
	$(LOCK) --group readers --constraint requirements.lock $(UV_ARGS) \
		--output-file requirements-readers.lock >/dev/null
	$(LOCK) --group engines --constraint requirements.lock $(UV_ARGS) \
		--output-file requirements-engines.lock >/dev/null
	$(LOCK) --group fuzzing --constraint requirements.lock $(UV_ARGS) \
		--output-file requirements-fuzzing.lock >/dev/null
