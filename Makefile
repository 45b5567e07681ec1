# `make run` starts the registry, `make test` and `make check` prove a change, `make help` lists the rest.
# Needs make and Python 3.11 or newer, nothing else.

PORT ?= 8000
VAR_DIR ?= var
export VAR_DIR

# A registry on one's own machine speaks plain HTTP; no variable of the environment turns DEBUG on here.
LOCAL = DEBUG=off HTTPS=off BIND=127.0.0.1:$(PORT)
PY = .venv/bin/python
INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
UV = .venv-lock/bin/uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help run more admin test check format bench screens lock messages

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1: /p' Makefile

run: .venv/run.stamp $(VAR_DIR)/secret_key $(VAR_DIR)/static.stamp  ## make all that is missing and serve the registry (PORT=8000)
	@$(LOCAL) $(PY) manage.py setup
	@exec env $(LOCAL) $(PY) -m gunicorn --config python:registry.serving registry.wsgi

more: .venv/run.stamp $(VAR_DIR)/secret_key  ## load what further sources say of the article's projects, and disagree
	@$(LOCAL) $(PY) manage.py setup --verbosity 0
	@$(LOCAL) $(PY) manage.py loaddata kazakhstan-further

admin: .venv/run.stamp $(VAR_DIR)/secret_key  ## make an admin user
	@$(LOCAL) $(PY) manage.py setup --verbosity 0
	@$(LOCAL) $(PY) manage.py createsuperuser

test: .venv/dev.stamp  ## run the tests on every lane there is (LANES="sqlite postgresql browser", ARGS=tests/lib)
	@$(PY) -m tests.lanes --lanes "$(LANES)" $(ARGS)

check: .venv/dev.stamp  ## format, lint, types, floors, settings, migrations, translations; changes nothing
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	git ls-files -z --cached --others --exclude-standard 'templates/*.html' '*/templates/*.html' \
		| xargs -0 .venv/bin/djade --target-version 5.2 --check
	$(PY) -m mypy
	$(PY) -m pytest -q -p no:cacheprovider tests/test_floors.py
	$(PY) manage.py check --fail-level WARNING --settings tests.settings
	$(PY) manage.py makemigrations --check --dry-run --settings tests.settings
	$(PY) manage.py messages check --settings tests.settings

format: .venv/dev.stamp  ## put code and templates into the house's format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	git ls-files -z --cached --others --exclude-standard 'templates/*.html' '*/templates/*.html' \
		| xargs -0 .venv/bin/djade --target-version 5.2

messages: .venv/dev.stamp  ## update the catalogues of locale/ from the code, and say what is to be translated
	@$(PY) manage.py messages extract --settings tests.settings

bench: .venv/run.stamp  ## time the reads on generated data (N=1000)
	@$(PY) -m bench

screens: .venv/dev.stamp  ## take pictures of every page into docs/screens/
	@$(PY) manage.py messages compile --settings tests.settings
	@$(PY) -m tests.screens

lock: $(UV)  ## for maintainers: write the locks anew from requirements*.in
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt

# The environment. A stamp is younger than its lock when that lock is installed.

$(PY):
	@PYTHON="$(PYTHON)" sh registry/make_venv.sh .venv

.venv/run.stamp: requirements.txt | $(PY)
	@echo "Installing what the registry runs on ..."
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt | $(PY)
	@echo "Installing what the tests and checks need ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch .venv/run.stamp $@

$(UV):
	@PYTHON="$(PYTHON)" sh registry/make_venv.sh .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv

# What the running registry keeps.

$(VAR_DIR)/secret_key: | $(PY)
	@mkdir -p $(VAR_DIR)
	@umask 077; $(PY) -c "import secrets; print(secrets.token_urlsafe(50))" > $@.new && mv $@.new $@

$(VAR_DIR)/static.stamp: requirements.txt $(shell find static -type f) | .venv/run.stamp $(VAR_DIR)/secret_key
	@echo "Collecting the static files ..."
	@$(LOCAL) $(PY) manage.py collectstatic --noinput --verbosity 0
	@touch $@
