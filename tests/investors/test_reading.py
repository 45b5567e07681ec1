import pytest
from django.utils import timezone

from investors.models import Investor, Ownership
from investors.services import investor_document
from tests.factories.investors import InvestorFactory, OwnershipFactory

pytestmark = pytest.mark.django_db


def test_an_owner_that_was_retired_is_in_no_record_and_on_no_page():
    owned, former, owner = (InvestorFactory(slug=slug) for slug in ("owned", "former", "owner"))
    for holder in (former, owner):
        OwnershipFactory(owner=holder, owned=owned)
    Ownership.objects.filter(owner=former).retire(timezone.now())

    assert [row["owner"]["slug"] for row in investor_document(owned)["owners"]] == ["owner"]
    assert list(Investor.objects.for_page().get(slug="former").holdings.all()) == []
    assert [row.owned for row in Investor.objects.for_page().get(slug="owner").holdings.all()] == [owned]
