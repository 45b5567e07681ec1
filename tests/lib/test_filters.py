from datetime import date
from decimal import Decimal

import django_filters
import pytest
from django.contrib.auth.models import Group, Permission
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.filters import CommaFilter, CountFilter, DayFilter, QuantityFilter, StrictBooleanFilter, StrictFilterSet

pytestmark = pytest.mark.django_db


class GroupFilter(StrictFilterSet):
    name = CommaFilter(records=Group.objects.all, key="name")
    letter = CommaFilter(field_name="name", choices=[("a", "A"), ("b", "B"), ("c", "C")])
    right = CommaFilter(
        field_name="permissions__codename", records=Permission.objects.all, key="codename", distinct=True
    )
    words = django_filters.CharFilter(field_name="name", lookup_expr="contains", max_length=20)
    empty = StrictBooleanFilter(field_name="permissions", lookup_expr="isnull")
    members_min = CountFilter(method="at_least")
    weight_min = QuantityFilter(method="at_least")
    since = DayFilter(method="at_least")
    match = django_filters.ChoiceFilter(choices=[("certain", "certainly"), ("possible", "possibly")], method="at_least")

    def at_least(self, queryset, name, value):
        return queryset


@pytest.fixture(autouse=True)
def _groups():
    Group.objects.all().delete()
    Group.objects.bulk_create([Group(name=name) for name in ("a", "b", "c", "d")])


def chosen(query, **options):
    return GroupFilter(QueryDict(query), Group.objects.order_by("name"), **options)


def names(query):
    return [group.name for group in chosen(query).rows()]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "abcd"),
        ("name=a", "a"),
        ("name=a,b", "ab"),
        ("name=a&name=b", "ab"),
        ("name=a,b&name=b,c", "abc"),
        ("name=%20a%20,%20b", "ab"),
        ("letter=a,c", "ac"),
        ("name=a,b&letter=b,c", "b"),
        ("name=", "abcd"),
        ("name=,&letter=&words=&empty=&members_min=&since=&match=", "abcd"),
        ("words=a&words=", "a"),
        ("words=a&words=a", "a"),
        ("empty=true", "abcd"),
        ("empty=false", ""),
    ],
)
def test_several_values_are_any_of_and_several_parameters_all_of(query, expected):
    assert names(query) == list(expected)


@pytest.mark.parametrize(
    ("query", "name", "code", "suggestions"),
    [
        ("leter=a", "leter", "unknown", ["letter"]),
        ("xyzzy=1", "xyzzy", "unknown", []),
        ("name=aa&leter=", "leter", "unknown", ["letter"]),
        ("letter=a,B", "letter", "invalid", ["b"]),
        ("name=a,zzzz", "name", "invalid", []),
        ("right=add_grup", "right", "invalid", ["add_group"]),
        ("match=posible", "match", "invalid", ["possible"]),
        ("empty=yes", "empty", "invalid", []),
        ("empty=true&empty=false", "empty", "invalid", []),
        ("words=a&words=b", "words", "invalid", []),
        ("members_min=-1", "members_min", "invalid", []),
        ("members_min=1_000", "members_min", "invalid", []),
        ("members_min=%D9%A3", "members_min", "invalid", []),
        ("members_min=1.5", "members_min", "invalid", []),
        ("members_min=" + "9" * 10_000, "members_min", "invalid", []),
        ("weight_min=1e-999999", "weight_min", "invalid", []),
        ("weight_min=NaN", "weight_min", "invalid", []),
        ("weight_min=Infinity", "weight_min", "invalid", []),
        ("weight_min=-0.5", "weight_min", "invalid", []),
        ("weight_min=0.00001", "weight_min", "invalid", []),
        ("weight_min=123456789012", "weight_min", "invalid", []),
        ("weight_min=1,5", "weight_min", "invalid", []),
        ("since=2025-02-30", "since", "invalid", []),
        ("since=2025-W01-1", "since", "invalid", []),
        ("since=16.06.2025", "since", "invalid", []),
        ("words=" + "x" * 10_000, "words", "invalid", []),
        ("name=" + "x" * 10_000, "name", "invalid", []),
        ("name=" + "x," * 10_000 + "y," * 3, "name", "invalid", []),
        ("name=a%00", "name", "invalid", []),
        ("words=a%00", "words", "invalid", []),
        ("since=2025-06-1%00", "since", "invalid", []),
    ],
)
def test_what_is_unknown_or_wrong_is_an_error_and_gives_no_rows(query, name, code, suggestions):
    filterset = chosen(query)

    first = filterset.errors_by_parameter()[name][0]
    assert first["code"] == code
    assert first.get("suggestions", []) == suggestions
    assert list(filterset.rows()) == list(filterset.qs) == []


def test_each_wrong_value_has_its_own_error():
    errors = chosen("letter=x,a,y").errors_by_parameter()["letter"]

    assert [error["message"] for error in errors] == ["“x” is not known here.", "“y” is not known here."]


def test_many_wrong_values_are_not_all_looked_up(django_assert_max_num_queries):
    filterset = chosen("name=" + ",".join(f"n{number}" for number in range(200)))

    with django_assert_max_num_queries(11):
        assert len(filterset.errors_by_parameter()["name"]) == 10


def test_parameters_that_are_no_filters_are_known_by_name():
    assert chosen("page=2&name=a", also_known=["page"]).errors_by_parameter() == {}
    assert "page" in chosen("page=2").errors_by_parameter()


def test_a_page_finds_all_errors_in_the_form():
    form = chosen("leter=a&empty=yes").form

    assert not form.is_valid()
    assert form.non_field_errors() == ["There is no parameter “leter”."]
    assert form["empty"].errors == ["Write true or false."]


def test_a_row_with_two_of_the_values_comes_once():
    Group.objects.get(name="a").permissions.set(Permission.objects.filter(codename__in=["add_group", "view_group"]))

    assert names("right=add_group,view_group") == ["a"]


def test_chosen_has_the_cleaned_values_in_use():
    assert chosen("name=b,a,b&since=2025-06-16&empty=false&words=").chosen == {
        "name": ["b", "a"],
        "since": date(2025, 6, 16),
        "empty": False,
    }


def test_a_quantity_keeps_its_fraction():
    assert chosen("weight_min=12345678901.2345").chosen == {"weight_min": Decimal("12345678901.2345")}


def test_but_leaves_a_filter_out():
    assert [group.name for group in chosen("name=a,b&letter=a").but("letter").rows()] == ["a", "b"]


wild = st.text(max_size=40) | st.sampled_from(
    [
        "a",
        "a,b",
        "true",
        "NaN",
        "Infinity",
        "-1",
        "1e999",
        "9" * 5000,
        "x" * 10_000,
        "\0",
        ",",
        "2025-06-16",
        "0000-00-00",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([*GroupFilter.base_filters, "page"]) | st.text(max_size=20), wild), max_size=6),
    st.sampled_from([[], ["page"]]),
)
def test_no_input_is_an_exception(pairs, also_known):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    filterset = GroupFilter(query, Group.objects.all(), also_known=also_known)

    rows, errors = list(filterset.rows()), filterset.errors_by_parameter()

    assert not (rows and errors)
    assert all({"code", "message"} <= set(problem) for problems in errors.values() for problem in problems)
    assert filterset.form.is_valid() == (not errors)
