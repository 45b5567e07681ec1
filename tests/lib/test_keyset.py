import string
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Value, When
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.keyset import Term, ordered, page_after

pytestmark = pytest.mark.django_db

# Few values of each type, so that many rows share one and pages break between them.
KINDS = {
    "int": (models.BigIntegerField(), [0, -1, 7, 10**15]),
    "decimal": (models.DecimalField(max_digits=15, decimal_places=4), [Decimal("0.1"), Decimal("10.2500"), Decimal(9)]),
    "text": (models.CharField(), ["", "b", "B", "Ұлы", "中国", "a'\"\\%"]),
    "day": (models.DateField(), [date(2025, 6, 16), date(2024, 12, 31)]),
    "moment": (
        models.DateTimeField(),
        [datetime(2025, 6, 16, tzinfo=UTC), datetime(2025, 6, 16, 0, 0, 0, 5, tzinfo=UTC)],
    ),
    "truth": (models.BooleanField(), [True, False]),
    "uuid": (models.UUIDField(), [UUID(int=1), UUID(int=2**127)]),
}
NAMES = string.ascii_lowercase[:9]


@st.composite
def orders(draw):
    """Up to three terms, each with a value or null for each of the groups."""
    found = []
    for kind in draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=3, unique=True)):
        field, values = KINDS[kind]
        per_group = draw(st.lists(st.none() | st.sampled_from(values), min_size=len(NAMES), max_size=len(NAMES)))
        whens = [
            When(name=name, then=Value(value, output_field=field)) for name, value in zip(NAMES, per_group, strict=True)
        ]
        found.append(Term(kind, Case(*whens, output_field=field), draw(st.booleans())))
    return found


@pytest.fixture(autouse=True)
def _groups():
    Group.objects.all().delete()
    Group.objects.bulk_create([Group(name=name) for name in NAMES])


def walk(rows, terms, size):
    pages, token = [], ""
    while token is not None and len(pages) <= len(NAMES):
        page, token = page_after(rows, terms, size, token)
        pages.append([row.pk for row in page])
    return pages


BY_NAME = [Term("name", F("name"), descending=False)]


@settings(max_examples=80, deadline=None)
@given(orders(), st.integers(1, len(NAMES) + 1))
def test_walking_all_pages_gives_every_row_once_in_the_order_of_the_list(terms, size):
    rows = Group.objects.all()

    pages = walk(rows, terms, size)

    assert [pk for page in pages for pk in page] == [row.pk for row in ordered(rows, terms)]
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.parametrize("descending", [False, True])
def test_not_stated_comes_last_in_both_directions(descending):
    stated = Case(When(name="c", then=Value(1)), When(name="e", then=Value(2)), output_field=models.IntegerField())

    rows = ordered(Group.objects.all(), [Term("stated", stated, descending)])

    first = ["e", "c"] if descending else ["c", "e"]
    assert [row.name for row in rows] == [*first, *(name for name in NAMES if name not in first)]


def test_a_row_that_comes_in_between_shifts_no_page():
    _page, token = page_after(Group.objects.all(), BY_NAME, 3, "")
    Group.objects.create(name="aa")

    page, _next = page_after(Group.objects.all(), BY_NAME, 3, token)

    assert [row.name for row in page] == ["d", "e", "f"]


def test_the_token_of_a_page_stays_the_same():
    assert page_after(Group.objects.all(), BY_NAME, 3, "")[1] == page_after(Group.objects.all(), BY_NAME, 3, "")[1]


def test_a_full_last_page_has_no_next():
    assert walk(Group.objects.all(), BY_NAME, 3)[-1] != []


def test_a_deep_page_is_one_query(django_assert_num_queries):
    _page, token = page_after(Group.objects.all(), BY_NAME, 3, "")

    with django_assert_num_queries(1):
        page_after(Group.objects.all(), BY_NAME, 3, token)


def refused(rows, terms, token):
    with pytest.raises(ValidationError) as raised:
        page_after(rows, terms, 3, token)
    [error] = raised.value.error_dict["cursor"]
    return error.code


def test_a_token_of_another_order_or_list_is_an_error():
    _page, token = page_after(Group.objects.all(), BY_NAME, 3, "")

    assert refused(Group.objects.all(), [Term("name", F("name"), descending=True)], token) == "invalid"
    assert refused(Group.objects.all(), [], token) == "invalid"
    assert refused(Permission.objects.all(), BY_NAME, token) == "invalid"


def test_a_token_that_was_changed_is_an_error():
    _page, token = page_after(Group.objects.all(), BY_NAME, 3, "")

    assert refused(Group.objects.all(), BY_NAME, token[:-1]) == "invalid"
    assert refused(Group.objects.all(), BY_NAME, "A" + token) == "invalid"


@given(st.text(min_size=1) | st.sampled_from([".", "e30", "bnVsbA", "W10.W10", "\0", "x" * 10_000]))
def test_garbage_is_an_error(token):
    assert refused(Group.objects.all(), BY_NAME, token) == "invalid"
