# Two commands are enough: `make run` and `make test`. `make` alone lists the rest.

PORT  ?= 8000
VENV  := .venv
BIN   := $(VENV)/bin
ARGS  ?=
PY    ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
PIP   := $(BIN)/python -m pip --disable-pip-version-check --quiet
# For commands that read the settings without any record: no key is made, no folder written.
NOWHERE := HOMEWARD_SECRET_KEY=only-for-checks-only-for-checks-only-for-checks

.DEFAULT_GOAL := help
.PHONY: help run test check e2e bench docs lock assets cover
.DELETE_ON_ERROR:

help: ## this list
	@echo "To use it"
	@sed -n 's/^\(run\):.*## \(.*\)/  make \1     \2/p' $(MAKEFILE_LIST)
	@echo "To change it"
	@sed -n 's/^\(test\|check\|e2e\|bench\|cover\):.*## \(.*\)/  make \1	  \2/p' $(MAKEFILE_LIST)
	@echo "To keep it"
	@sed -n 's/^\(docs\|lock\|assets\):.*## \(.*\)/  make \1	  \2/p' $(MAKEFILE_LIST)

# --- To use it --------------------------------------------------------------

run: $(VENV)/.ok-run ## start everything on http://127.0.0.1:8000 (PORT= another; Ctrl-C stops it)
	@HOMEWARD_REHEARSAL=$${HOMEWARD_REHEARSAL:-1} exec $(BIN)/homeward server run --port $(PORT)

# --- To change it -----------------------------------------------------------

test: $(VENV)/.ok-test ## all tests, on a throw-away PostgreSQL (ARGS="-k board" for some)
	@$(BIN)/python -m pytest --numprocesses=2 --dist=worksteal $(ARGS)

check: $(VENV)/.ok-lint ## lint, types, floors, security lint, generated pages, missing migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(NOWHERE) $(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml src tools
	@$(NOWHERE) DJANGO_SETTINGS_MODULE=homeward.config.settings $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	@$(BIN)/homeward docs check

e2e: $(VENV)/.ok-e2e ## the journeys in Chromium, with an accessibility check of each page
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
		echo "Chromium is not installed: run 'apt-get install chromium' (or your system's own way), then 'make e2e' again."; exit 1; }
	@$(BIN)/python -m pytest tests/journeys -m e2e $(ARGS)

bench: $(VENV)/.ok-test ## measurements side by side, written to bench/results.json
	@$(BIN)/python -m bench $(ARGS)

cover: $(VENV)/.ok-test ## the tests with branch coverage; the rules must be covered whole
	@$(BIN)/python -m coverage run -m pytest $(ARGS)
	@$(BIN)/python -m coverage report --include='src/homeward/rules/*' --fail-under=100

# --- To keep it -------------------------------------------------------------

docs: $(VENV)/.ok-run ## write the generated pages of docs/ anew
	@$(BIN)/homeward docs write

assets: $(VENV)/.ok-run ## fetch and adapt the front-end files (needs npm; the results are committed)
	@$(BIN)/python tools/assets.py

lock: $(VENV)/.ok-lint ## resolve pyproject.toml into locks/*.txt, with hashes (needs uv)
	@for group in run test e2e lint; do \
		case $$group in \
			run) groups="" ;; \
			test) groups="--group test" ;; \
			e2e) groups="--group test --group e2e" ;; \
			lint) groups="--group test --group e2e --group lint" ;; \
		esac; \
		uv pip compile pyproject.toml $$groups --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate --quiet --output-file locks/$$group.txt || exit 1; \
	done

# --- The virtual environment ------------------------------------------------
# Each group adds to the same folder; a later group never removes what an earlier one put there.

$(BIN)/python:
	@test -n "$(PY)" || { echo "Python 3.11 or newer was not found. Install it, or name it: make run PY=/path/to/python3"; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PY) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making the virtual environment in $(VENV)."
	@$(PY) -m venv $(VENV)

# The package is not built or installed: a path file names src/, and the command is four lines.
$(BIN)/homeward: Makefile | $(BIN)/python
	@$(BIN)/python -c 'import pathlib, sysconfig; \
		pathlib.Path(sysconfig.get_path("purelib"), "homeward.pth").write_text(str(pathlib.Path("src").resolve()) + "\n")'
	@printf '%s\n' '#!/bin/sh' \
		'# Runs the checkout that this virtual environment belongs to.' \
		'here=$$(dirname -- "$$(readlink -f -- "$$0")")' \
		'exec "$$here/python" -m homeward "$$@"' > $@
	@chmod +x $@

$(VENV)/.ok-%: locks/%.txt $(BIN)/homeward | $(BIN)/python
	@echo "Installing the locked packages ($*)."
	@$(PIP) install --require-hashes --requirement locks/$*.txt
	@touch $@
