#!/bin/sh
# Make the virtual environment $1 with the first Python that is new enough; PYTHON names another one.
# Each candidate is run, not only found: a version manager's stand-in may exist and refuse to start.
set -eu

suits() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

for python in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
    if suits "$python"; then
        echo "Making $1 with $("$python" --version) ..."
        rm -rf "$1"
        "$python" -m venv "$1" || { rm -rf "$1"; exit 1; }
        exit 0
    fi
done
echo "No Python 3.11 or newer with venv found (on Debian and Ubuntu: apt install python3-venv)." >&2
echo "Name one: make run PYTHON=/path/to/python3" >&2
exit 1
