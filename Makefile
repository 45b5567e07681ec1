# `make run` starts the registry, `make test` and `make check` prove a change; `make help` lists all.

PORT ?= 8000
BIND ?= 127.0.0.1
VAR_DIR ?= var
WHEELS = --require-hashes --only-binary :all:
UV = .venv-lock/bin/uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help
help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1 - /p' Makefile

.PHONY: lock
lock: $(UV)  ## for maintainers: write the locks anew
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) -c requirements.txt requirements-dev.in -o requirements-dev.txt

$(UV):
	python3 -m venv .venv-lock
	.venv-lock/bin/pip install --quiet uv
