"""What all tests share: each lane runs the tests that are for it, so that none has to be skipped."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation


def pytest_configure(config):
    config.addinivalue_line("markers", "sqlite: is about SQLite alone, left out on other lanes")
    config.addinivalue_line("markers", "postgresql: is about PostgreSQL alone, left out on other lanes")


def pytest_collection_modifyitems(config, items):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def _fresh_start():
    """No test meets what an earlier one left in the cache, or the language of its last request."""
    cache.clear()
    translation.deactivate()
