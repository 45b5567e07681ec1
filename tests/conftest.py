"""What all tests share: each lane runs the tests that are for it, so that none has to be skipped."""

import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation

from registry.catalogues import compile_stale
from tests.api import Api

BROWSER = Path(__file__).parent / "browser"


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs a Chromium; every test below tests/browser has it")
    config.addinivalue_line("markers", "sqlite: is about SQLite alone, left out on other lanes")
    config.addinivalue_line("markers", "postgresql: is about PostgreSQL alone, left out on other lanes")
    compile_stale()


def pytest_collection_modifyitems(config, items):
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker("browser")
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_sessionfinish(session):
    """On CI a skipped test is a failure: every lane is there, and each test belongs to one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _fresh_start():
    """No test meets what an earlier one left in the cache, or the language of its last request."""
    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="module")
def article(django_db_setup, django_db_blocker):
    """The registry as `make run` fills it, loaded once a module: reference data and the article's five projects."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        call_command("loaddata", "kazakhstan-2025-06", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def further(article, django_db_blocker):
    """On top of it what further sources say of the five projects, as `make more` adds it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "kazakhstan-further", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def api(db):
    """A program that calls the API without a token."""
    return Api()
