# One line a target; `make help` prints them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m bot

.DEFAULT_GOAL := help
.PHONY: help env env-run demo demo-reset test lint check fix train lock audit bench pictures clean

help: ## what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env-run: $(VENV)/.run ## the environment that the app needs
env: $(VENV)/.dev ## the environment with everything the tests need

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Warmline needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python has no working venv module here (on Debian: apt-get install python3-venv)."; exit 1; }

$(VENV)/.run: requirements/run.lock | $(BIN)/python
	@echo "Installing what Warmline runs on (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@touch $@

$(VENV)/.dev: requirements/dev.lock | $(BIN)/python
	@echo "Installing what Warmline and its tests run on (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@ $(VENV)/.run

demo: env-run ## try Warmline without Slack: the sandbox and the real app
	@exec $(RUN) demo

demo-reset: env-run ## forget what the demo has stored
	@$(RUN) demo --reset

test: env ## everything, on SQLite and PostgreSQL
	@$(BIN)/python -m pytest -n 2

lint: env ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

check: lint test ## what must pass before a commit

fix: env ## mend what a tool can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

train: env ## the judge of questions, anew: bot/domain/judging.bin
	@$(BIN)/python -m training.train_questions

bench: env ## how fast, side by side with bare Bolt and the disk
	@$(BIN)/python -m pytest -m bench -s tests/bench

pictures: env ## the pictures in docs/images, from the running demo
	@$(BIN)/python -m tests.browser.pictures

lock: env ## resolve the dependencies again
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --upgrade --no-annotate --no-header pyproject.toml -o requirements/run.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --upgrade --no-annotate --no-header pyproject.toml --group dev -o requirements/dev.lock

audit: env ## known holes in what we lock
	@$(BIN)/pip-audit --require-hashes -r requirements/run.lock

clean: ## the environment and what the tools left
	@rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis
