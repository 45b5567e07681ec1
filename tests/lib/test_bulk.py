from datetime import date
from decimal import Decimal

import pytest

from investors.models import Ownership
from lib.bulk import write_columns
from tests.factories.investors import InvestorFactory, OwnershipFactory

pytestmark = pytest.mark.django_db


def test_the_named_columns_of_the_given_rows_are_written_and_no_others(django_assert_num_queries):
    rows, other = OwnershipFactory.create_batch(3), OwnershipFactory()
    owner = InvestorFactory()
    for number, row in enumerate(rows):
        row.share_low, row.share_high, row.valid_from, row.owner = Decimal(number), Decimal(50), date(2025, 1, 1), owner

    with django_assert_num_queries(1):
        write_columns(rows, ["share_low", "valid_from", "owner"])

    columns = ("share_low", "share_high", "valid_from", "owner")
    assert [tuple(row) for row in Ownership.objects.order_by("pk").values_list(*columns)] == [
        *((number, None, date(2025, 1, 1), owner.pk) for number in range(3)),
        (None, None, None, other.owner_id),
    ]


def test_nothing_is_written_for_no_rows(django_assert_num_queries):
    with django_assert_num_queries(0):
        write_columns([], ["share_low"])
