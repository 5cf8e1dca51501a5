# One word per wish. A fresh machine needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
BIN := .venv/bin
# Which tests: make test T=tests/people
T ?= tests
J ?= 2
# Files are UTF-8 whatever this machine's locale says.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench trust fix messages browser lock wheel pictures clean

help: ## show these words
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## set everything up and serve the demo on http://127.0.0.1:8000 (Ctrl-C stops all of it)
	@$(BIN)/arogi run

setup: ## set everything up and start nothing: afterwards .venv/bin/arogi works
	@$(PYTHON) scripts/setup.py

test: setup browser ## every test, the browser's included; `make test T=tests/people` for some
ifeq ($(T),tests)
	@# The rules of benefits know no Django, and neither do their tests.
	@cd packages/openfisca-greece && ../../$(BIN)/python -m pytest -q -n $(J) tests
endif
	@$(BIN)/python -m pytest -n $(J) --dist worksteal $(T)

check: setup ## everything that needs no running: format, types, layers, templates, migrations, words
	@$(BIN)/python scripts/check.py

bench: setup ## measure speed and print the figures
	@$(BIN)/python -m bench

trust: setup ## print the scoreboard of docs/trust.yaml with what the last `make test` measured
	@$(BIN)/python scripts/scoreboard.py

fix: setup ## everything that a tool can put right
	@$(BIN)/ruff check --fix --quiet . || true; $(BIN)/ruff format --quiet .

messages: setup ## add new texts to the Greek catalogues and compile them
	@$(BIN)/python scripts/messages.py merge
	@$(BIN)/python scripts/messages.py compile

browser: setup ## find a Chromium for the browser's tests, or install Debian's
	@$(BIN)/python scripts/browser.py

lock: setup ## choose the versions of the libraries anew (requirements/*.txt)
	@$(BIN)/python scripts/lock.py

wheel: setup ## build dist/*.whl: Arogi with pages' files and Greek texts inside, and the rules of benefits
	@rm -rf build && for project in . packages/openfisca-greece; do \
		$(BIN)/uv build --quiet --wheel --no-build-isolation --out-dir dist $$project || exit 1; done; ls -1 dist/*.whl

pictures: setup browser ## take the README's pictures anew from the demo
	@$(BIN)/python scripts/pictures.py

clean: ## remove what was installed and built; the data in var/ stays
	@rm -rf .venv node_modules build dist arogi.egg-info arogi/core/static/build
