import pytest
from django.http import QueryDict

from regions.filters import RegionFilter
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


def found(query):
    return sorted(place.code for place in RegionFilter(QueryDict(query), Region.objects.all()).rows())


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("q=жамбыл", ["KZ-31"]),
        ("q=almaty&kind=city", ["KZ-75"]),
        ("within=KZ&kind=city", ["KZ-71", "KZ-75", "KZ-79"]),
        ("within=KZ-19,KZ-75", ["KZ-19", "KZ-75"]),
        ("within=KZ-19&within=KZ-75", ["KZ-19", "KZ-75"]),
        ("parent=001", ["002", "009", "019", "142", "150", "AQ"]),
        ("parent=KZ&q=region&valid_on=2022-06-07&within=KZ-10,KZ-11", ["KZ-11"]),
    ],
)
def test_places_are_narrowed(query, codes):
    assert found(query) == codes


@pytest.mark.parametrize("query", ["within=KZ-99", "kind=province", "valid_on=yesterday", "regoin=KZ"])
def test_what_is_wrong_or_unknown_finds_nothing(query):
    chosen = RegionFilter(QueryDict(query), Region.objects.all())

    assert not chosen.rows()
    assert list(chosen.errors_by_parameter()) == [query.partition("=")[0]]


def test_a_wrong_code_comes_with_near_ones():
    chosen = RegionFilter(QueryDict("within=KZ-99"), Region.objects.all())

    assert any(code.startswith("KZ-") for code in chosen.errors_by_parameter()["within"][0]["suggestions"])
