"""Changes of single rows, as a form with existing and empty rows sends them."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from investors.models import Ownership
from investors.services import OWNERS
from sources.rows import Edit, Edits, sync_rows
from tests.factories.investors import InvestorFactory, OwnershipFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def values(owner, share=None):
    return {"owner": owner, "share_low": share, "citation": {"source": SourceFactory(slug="annual-report")}}


def owners(investor):
    return {row.owner.slug: row.share_low for row in Ownership.objects.current().filter(owned=investor)}


@pytest.fixture
def owned():
    investor = InvestorFactory(slug="owned")
    for slug in ("first", "second"):
        OwnershipFactory(owned=investor, owner=InvestorFactory(slug=slug))
    return investor


def row(investor, slug):
    return Ownership.objects.current().get(owned=investor, owner__slug=slug)


def test_an_added_row_leaves_all_others(owned):
    sync_rows(OWNERS, owned, Edits([Edit(0, values=values(InvestorFactory(slug="third"), 10))]))

    assert owners(owned) == {"first": None, "second": None, "third": 10}


def test_a_corrected_row_is_retired_and_added(owned):
    former = row(owned, "first")

    sync_rows(OWNERS, owned, Edits([Edit(0, former.uid, values(former.owner, 30))]))

    assert owners(owned) == {"first": 30, "second": None}
    assert Ownership.objects.get(pk=former.pk).retired_at is not None


def test_a_row_corrected_to_what_it_says_stays(owned):
    former = row(owned, "first")

    sync_rows(OWNERS, owned, Edits([Edit(0, former.uid, {"owner": former.owner, "citation": former.citation})]))

    assert row(owned, "first").pk == former.pk


def test_a_row_without_values_is_retired(owned):
    sync_rows(OWNERS, owned, Edits([Edit(1, row(owned, "second").uid)]))

    assert owners(owned) == {"first": None}


def test_no_edits_change_nothing(owned):
    sync_rows(OWNERS, owned, Edits())

    assert owners(owned) == {"first": None, "second": None}


@pytest.mark.parametrize("given", [{}, {"values": {"share_low": 5}}])
def test_a_row_that_is_not_current_is_named_by_its_place(owned, given):
    with pytest.raises(ValidationError) as refused:
        sync_rows(OWNERS, owned, Edits([Edit(3, uuid4(), **given)]))

    assert list(refused.value.error_dict) == ["owners.3.uid"]
    assert owners(owned) == {"first": None, "second": None}
