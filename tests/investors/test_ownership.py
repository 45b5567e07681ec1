"""Who owns whom: shares that can be, and never a circle."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from investors.models import Ownership
from investors.services import save_investor
from tests.factories.investors import InvestorFactory, OwnershipFactory
from tests.factories.sources import CitationFactory

pytestmark = pytest.mark.django_db


def own(owned, *owners, **columns):
    """Let these be all owners of an organization."""
    citation = CitationFactory()
    rows = [{"owner": owner, "citation": citation} | columns for owner in owners]
    with transaction.atomic():
        return save_investor(owned, {"owners": rows}, user=None)


def refused(act):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        act()
    return {name: problems[0].code for name, problems in error.value.error_dict.items()}


def test_owners_may_share_and_hold_several():
    first, second, third = InvestorFactory.create_batch(3)

    own(first, second, third)
    own(second, third)

    assert Ownership.objects.current().count() == 3


@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_nobody_owns_himself_however_long_the_chain(length):
    chain = InvestorFactory.create_batch(length)
    for owner, owned in zip(chain, chain[1:], strict=False):
        own(owned, owner)

    assert refused(lambda: own(chain[0], chain[-1])) == {"owners.0.owner": "circle"}


def test_a_former_owner_makes_no_circle():
    first, second = InvestorFactory.create_batch(2)
    own(first, second)
    own(first)

    own(second, first)

    assert Ownership.objects.current().get().owned == second


def test_a_corrected_owner_makes_no_circle_with_the_row_that_it_corrects():
    first, second, third = InvestorFactory.create_batch(3)
    own(first, second)
    own(second, third)

    own(first, second, share_low=10)

    assert Ownership.objects.current().count() == 2


def test_a_circle_that_is_there_already_does_not_keep_the_check_going():
    inside, beside = OwnershipFactory(), InvestorFactory()
    Ownership.objects.bulk_create(
        [
            Ownership(
                **{"owner": inside.owned, "owned": inside.owner, "citation": inside.citation},
                **{"said_first": "2025-01-01", "said_last": "2025-01-01"},
            )
        ]
    )

    own(beside, inside.owner)

    assert Ownership.objects.current().filter(owned=beside).exists()


@pytest.mark.parametrize(
    ("columns", "errors"),
    [
        ({"share_low": 101}, {"owners.0.share_low": "percent"}),
        ({"share_high": -1}, {"owners.0.share_high": "percent"}),
        ({"share_low": 60, "share_high": 40}, {"owners.0.share_high": "reversed"}),
        (
            {"valid_from": date(2025, 1, 2), "valid_to": date(2025, 1, 1)},
            {"owners.0.valid_to": "reversed"},
        ),
    ],
)
def test_what_cannot_be_is_refused_by_its_column(columns, errors):
    assert refused(lambda: own(InvestorFactory(), InvestorFactory(), **columns)) == errors


@pytest.mark.parametrize(
    "columns",
    [
        *({"share_low": 101}, {"share_low": -1}, {"share_high": 101}, {"share_low": 60, "share_high": 40}),
        {"valid_from": date(2025, 1, 2), "valid_to": date(2025, 1, 1)},
    ],
)
def test_the_database_refuses_what_cannot_be(columns):
    raw = Ownership(
        **{"owner": InvestorFactory(), "owned": InvestorFactory(), "said_first": "2025-01-01"},
        **{"said_last": "2025-01-01"} | columns,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Ownership.objects.bulk_create([raw])


def test_the_database_refuses_an_owner_of_itself():
    investor = InvestorFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Ownership.objects.bulk_create(
            [Ownership(owner=investor, owned=investor, said_first="2025-01-01", said_last="2025-01-01")]
        )


@pytest.mark.parametrize("columns", [{}, {"share_low": 10}, {"share_high": 10}, {"share_low": 0, "share_high": 100}])
def test_shares_may_be_open_or_not_stated(columns):
    own(InvestorFactory(), InvestorFactory(), **columns)

    assert Ownership.objects.exists()
