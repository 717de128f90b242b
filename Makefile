# Usance: every command of the project. `make` alone lists them.
# Works with GNU make 3.81 and later; needs Python 3.11 or 3.12 with venv (or uv), nothing else.
# All that the tools write stays inside this folder: .venv, .cache, .build, out.

# Not /bin/sh: make 3.81 (macOS) runs simple lines without a shell and then with the old PATH.
SHELL := /bin/bash
ROOT := $(CURDIR)
JOBS ?= 2
WALK_STEPS ?= 2000000
EXAMPLES ?= 3000

export PATH := $(ROOT)/.venv/bin:$(ROOT)/.cache/node/bin:$(PATH)
export APE_DATA_FOLDER := $(ROOT)/.cache/ape
export VVM_BINARY_PATH := $(ROOT)/.cache/vvm
export MYPY_CACHE_DIR := $(ROOT)/.cache/mypy
export RUFF_CACHE_DIR := $(ROOT)/.cache/ruff
export HYPOTHESIS_STORAGE_DIRECTORY := $(ROOT)/.cache/hypothesis
export IPYTHONDIR := $(ROOT)/.cache/ipython
export npm_config_cache := $(ROOT)/.cache/npm
USANCE_SHARED ?= $(ROOT)/../shared
export USANCE_SHARED
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTEST := python -m pytest -p no:ape_test -o cache_dir=.cache/pytest
APE_TEST := ape test -o cache_dir=.cache/pytest
# Folders with a target of their own; all the rest of tests/ is `make test`.
APART := ape scripts shared node browser
ON_APE := $(wildcard tests/ape tests/scripts)

.PHONY: help venv compile demo test test-shared test-node test-browser check guards deep bench chain \
	docs format requirements clean

help:
	@echo "make demo          two credits and two claims, from promise to money"
	@echo "make test          the test suite (no node, no browser, no key)"
	@echo "make test-shared   tests over real sample messages in $${USANCE_SHARED}"
	@echo "make test-node     tests on anvil, installed into .cache/node"
	@echo "make test-browser  the report in Chromium (CHROMIUM=path to name one)"
	@echo "make check         gates: bytes, Vyper AST and style, size, ruff, mypy, build, docs"
	@echo "make guards        every tagged guard removed must fail a test (ONLY=text to pick)"
	@echo "make deep          long runs of the state machines (WALK_STEPS=$(WALK_STEPS) EXAMPLES=$(EXAMPLES))"
	@echo "make bench         gas and throughput -> benchmarks/RESULTS.md"
	@echo "make chain         a local chain that keeps its state (PORT=8545, START=2026-03-02T10:00Z)"
	@echo "make docs          write docs/errors.md and docs/reference.md anew"
	@echo "make clean         delete what the tools wrote"

venv:
	@sh tools/venv.sh

# One forced compile for each state of the sources; Ape alone would keep stale dependents.
compile: venv
	@python -m tools.compile

demo: compile
	@ape run demo $(ARGS)

test: compile
	@echo "model and revm suites, $(JOBS) processes"
	@$(PYTEST) -n $(JOBS) tests $(foreach folder,$(APART),--ignore=tests/$(folder))
	@echo "suites on Ape's own chain, one process"
	@$(APE_TEST) $(ON_APE)

test-shared: compile
	@test -d "$$USANCE_SHARED/samples" || \
		{ echo "test-shared: no folder $$USANCE_SHARED/samples; set USANCE_SHARED to the samples" >&2; exit 1; }
	@$(PYTEST) tests/shared

test-node: compile
	@sh tools/node.sh
	@$(PYTEST) tests/node

test-browser: compile
	@CHROMIUM=`sh tools/chromium.sh` && export CHROMIUM && $(PYTEST) tests/browser

check: venv
	@python -m tools.check

guards: compile
	@python -m tools.guards --jobs $(JOBS) $(if $(ONLY),--only "$(ONLY)")

deep: compile
	@USANCE_WALK_STEPS=$(WALK_STEPS) USANCE_EXAMPLES=$(EXAMPLES) $(PYTEST) -n $(JOBS) tests/machines

bench: compile
	@sh tools/node.sh
	@python -m tools.bench

chain: venv
	@sh tools/node.sh
	@sh tools/chain.sh

docs: venv
	@python -m tools.docs

format: venv
	@ruff check --fix .
	@ruff format .

# For maintainers: pins every package of requirements.in with its hashes for both Pythons. Needs uv.
requirements:
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--prerelease=if-necessary-or-explicit --custom-compile-command "make requirements" \
		requirements.in -o requirements.txt

clean:
	@rm -rf .build .cache out .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@echo "deleted .build .cache out; .venv is kept (rm -rf .venv)"
