import pytest

from regions.models import Region
from regions.reference import load_places


@pytest.fixture
def shipped(db):
    """All places that come with the registry."""
    load_places()


@pytest.fixture
def place(db):
    return lambda code: Region.objects.get(code=code)
