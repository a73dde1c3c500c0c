# The commands of this project; `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export FLASK_APP := app
export PYTHONDONTWRITEBYTECODE :=
BIN := .venv/bin
# Thousands of small databases are made and thrown away: in memory, where there is room for them.
ROOM := $(shell [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 4000000 ] 2>/dev/null && echo /dev/shm || echo /tmp)

.PHONY: help setup setup-test run test check journeys main-path built lint bench chaos requirements

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup:  ## install what running needs
	@tools/setup.sh run

setup-test:  ## install what the tests need
	@tools/setup.sh test

run: setup  ## start the platform with its demonstration world; Ctrl-C stops it
	@tools/run.sh

test: setup-test check  ## everything: lint, types, architecture, unit, integration on two databases, journeys in a browser
	TMPDIR=$(ROOM) TEST_DATABASE=sqlite $(BIN)/pytest -q -n 2 tests/integration
	TMPDIR=$(ROOM) TEST_DATABASE=postgresql $(BIN)/pytest -q -n 2 tests/integration
	TMPDIR=$(ROOM) $(BIN)/python -m benchmarks.chaos --short
	@$(MAKE) -j 2 -O journeys main-path

journeys:
	TEST_DATABASE=sqlite $(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder tests/journeys

main-path:
	TEST_DATABASE=postgresql $(BIN)/pytest -q tests/journeys -m main_path

check: setup-test  ## the fast part of the tests
	@$(MAKE) -j 2 -O lint built
	$(BIN)/pytest -q -n 2 tests/unit tests/architecture

built:
	$(BIN)/flask assets build
	$(BIN)/flask translations compile

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: setup-test  ## measure CPU per save, start and hand-in on PostgreSQL; one JSON line each
	@$(BIN)/flask assets build > /dev/null
	@$(BIN)/python -m benchmarks.bench

chaos: setup-test  ## kill everything while candidates write; nothing acknowledged may be lost; one JSON line a figure
	@TMPDIR=$(ROOM) $(BIN)/python -m benchmarks.chaos

requirements:  ## lock the dependencies of pyproject.toml again
	$(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements-dev.txt
