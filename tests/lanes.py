"""Runs the tests on each lane this machine has, and says which ran: `python -m tests.lanes [--lanes ...] [paths ...]`.

sqlite runs always; postgresql where one answers at TEST_POSTGRES_URL; browser where a Chromium is found (CHROMIUM
names one). With CI=true a lane that can't run is a failure. What stands behind the lanes' names goes on to pytest.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import psycopg2

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_TESTS = 5  # pytest's exit code


@dataclass(frozen=True)
class Lane:
    """One way to run the suite. `missing` answers why the lane can't run here, or "" when it can."""

    missing: Callable[[], str]
    environment: Callable[[], dict[str, str]]
    pytest: tuple[str, ...]


def chromium() -> str:
    """Answer the path of the Chromium to test with, or "" without one."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named) or ""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")


def no_postgresql() -> str:
    try:
        psycopg2.connect(POSTGRES_URL, connect_timeout=5).close()
    except psycopg2.OperationalError as error:
        reason = (str(error).strip().splitlines() or ["no answer"])[0]
        return f"no PostgreSQL answers at TEST_POSTGRES_URL ({reason})"
    return ""


BACKEND = ("-n", "2", "-m", "not browser")
LANES = {
    "sqlite": Lane(lambda: "", lambda: {"TEST_DATABASE_URL": ""}, BACKEND),
    "postgresql": Lane(no_postgresql, lambda: {"TEST_DATABASE_URL": POSTGRES_URL}, BACKEND),
    "browser": Lane(
        lambda: "" if chromium() else "no Chromium found; CHROMIUM can name one",
        lambda: {"TEST_DATABASE_URL": "", "CHROMIUM": chromium(), "DJANGO_ALLOW_ASYNC_UNSAFE": "true"},
        ("-p", "no:xdist", "-m", "browser"),
    ),
}


def run(name: str, extra: list[str]) -> str:
    """Run one lane; answer "passed", "failed", or "no tests" when the chosen paths have none for it."""
    lane = LANES[name]
    sys.stdout.write(f"\n== lane {name}\n")
    sys.stdout.flush()
    chosen = extra or (["tests/browser"] if name == "browser" else [])
    code = subprocess.call(  # noqa: S603
        [sys.executable, "-m", "pytest", "-q", *lane.pytest, *chosen], env={**os.environ, **lane.environment()}
    )
    if code == NO_TESTS and extra:
        return "no tests"
    return "failed" if code else "passed"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lanes", default="", help="names of the lanes to run, by blanks; all when empty")
    options, extra = parser.parse_known_args()
    wanted = options.lanes.split() or list(LANES)
    if unknown := set(wanted) - set(LANES):
        parser.error(f"unknown lane: {', '.join(sorted(unknown))}; there are {', '.join(LANES)}")
    outcomes = {}
    for name in wanted:
        reason = LANES[name].missing()
        outcomes[name] = f"not run: {reason}" if reason else run(name, extra)
    sys.stdout.write("\nLanes: " + "; ".join(f"{name} {outcome}" for name, outcome in outcomes.items()) + "\n")
    required = os.environ.get("CI", "").lower() == "true"
    bad = [name for name, said in outcomes.items() if said == "failed" or (required and said.startswith("not run"))]
    return 1 if bad or "passed" not in outcomes.values() else 0


if __name__ == "__main__":
    sys.exit(main())
