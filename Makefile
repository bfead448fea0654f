# Two commands: `make run` starts a working site, `make test` runs the suite. All the rest serves these two.

.ONESHELL:
.SHELLFLAGS := -euc
.DEFAULT_GOAL := help
.PHONY: help run test test-postgresql check format lock clean

# Compiled once, not at every start.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# More than there are cores, for browser tests mostly wait.
WORKERS := $(shell echo $$(( $$(nproc) + 1 )))
FRONT_END := build/front-end/.made-from
STATIC_SOURCES := $(shell find static -type f)

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 20

run: build/runtime.stamp build/collected.stamp .env ## Start the site with the real 2025 data on 127.0.0.1:$PORT (8000)
	@$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py seed_demo
	$(BIN)/python manage.py load_polls fixtures/polls/webinar.yaml
	exec $(BIN)/gunicorn --config gunicorn.conf.py aligns_site.wsgi

test: build/dev.stamp $(FRONT_END) .env ## Run the whole suite, with the browser tests, on SQLite (or DATABASE_URL)
	@scripts/chromium --install
	$(BIN)/pytest -n $(WORKERS) $(TESTS)

test-postgresql: build/dev.stamp $(FRONT_END) .env ## Run the whole suite on a PostgreSQL of its own
	@scripts/chromium --install
	scripts/with-postgresql $(BIN)/pytest -n $(WORKERS) $(TESTS)

check: build/dev.stamp $(FRONT_END) .env ## Look at style, templates, migrations and deployment settings
	@if git grep -nE '^(<{7}|>{7}) '; then exit 1; fi # marks of a merge
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --check --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	HTTPS=yes ALLOWED_HOSTS=aligns.example $(BIN)/python manage.py check --deploy --fail-level WARNING

format: build/dev.stamp ## Bring code and templates into shape
	@$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(BIN)/djlint --reformat --quiet templates || true

lock: build/dev.stamp ## Lock the dependencies anew (needs uv)
	@for lock in "pyproject.toml -o requirements.txt" "pyproject.toml --group dev -o requirements-dev.txt" "--group node -o requirements-node.txt"; do
		uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet $$lock
	done

clean: ## Take away what was built (not the data)
	@rm -rf build node_modules .venv

.env: build/runtime.stamp
	@test -e .env || $(BIN)/python -m aligns_site.env

$(BIN)/python:
	@scripts/make-venv

build/runtime.stamp: requirements.txt | $(BIN)/python
	@echo "Installing what the site needs (the first time takes a minute)"
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.txt
	mkdir -p build && touch $@

build/dev.stamp: requirements-dev.txt build/runtime.stamp
	@echo "Installing what the tests need"
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
	touch $@

$(FRONT_END): package-lock.json $(shell find front-end -type f) | build/runtime.stamp
	@echo "Building the front end"
	scripts/npm ci --silent
	scripts/npm run --silent build
	touch $@

build/collected.stamp: $(FRONT_END) $(STATIC_SOURCES) requirements.txt .env
	@echo "Collecting static files"
	$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	touch $@
