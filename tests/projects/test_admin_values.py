"""The value of a claim as a clerk types it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from projects.admin.typed_values import read_place, read_typed, show_typed
from projects.models import Claim
from tests.factories.projects import ClaimFactory
from tests.factories.regions import CountryFactory, RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhambyl():
    names = {
        "name_en": "Zhambyl Region",
        "name_kk": "Жамбыл облысы",
        "name_ru": "Жамбылская область",
        "name_zh_hans": "江布尔州",
    }
    return RegionFactory(code="KZ-31", capital="Taraz", aliases={"ru": ["Джамбул"]}, **names)


def typed(attribute, value="", low="", high="", bound=""):
    return read_typed(attribute, {"value": value, "low": low, "high": high}, bound)


@pytest.mark.parametrize(
    ("attribute", "text", "columns"),
    [
        ("investment", "420 000 000", {"amount": 420_000_000}),
        ("investment", "420,000,000", {"amount": 420_000_000}),
        ("jobs", "4,000", {"quantity": 4000}),
        ("capacity", "2,5", {"quantity": Decimal("2.5")}),
        ("stage", "under way", {"code": "under_way"}),
        ("stage", "UNDER_WAY", {"code": "under_way"}),
        ("commissioning_on", "2026-33", {"date": "2026-33"}),
    ],
)
def test_a_value_is_read_by_its_attribute(attribute, text, columns):
    assert typed(attribute, text).items() >= columns.items()


def test_a_range_has_two_ends():
    assert typed("investment", low="300 000 000", high="350 000 000", bound="range") == {
        "amount": None,
        "amount_low": 300_000_000,
        "amount_high": 350_000_000,
    }


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"attribute": "capacity", "value": "1,500"}, "value"),
        ({"attribute": "investment", "value": "420 million"}, "value"),
        ({"attribute": "investment", "value": "9" * 20}, "value"),
        ({"attribute": "investment", "low": "some", "high": "5", "bound": "range"}, "low"),
        ({"attribute": "investment", "value": "5", "high": "6", "bound": "at_least"}, "high"),
        ({"attribute": "jobs", "value": "2.5"}, "value"),
        ({"attribute": "stage", "value": "nearly done"}, "value"),
        ({"attribute": "stage", "value": ""}, "value"),
        ({"attribute": "region", "value": "Atlantis"}, "value"),
    ],
)
def test_what_cannot_be_read_is_an_error_of_its_field(given, field):
    with pytest.raises(ValidationError) as refused:
        typed(**given)

    assert list(refused.value.message_dict) == [field]


def test_a_stage_is_read_in_the_language_in_use():
    with override("ru"):
        label = str(Claim(attribute="stage", code="operating").label)

        assert typed("stage", label.upper()) == {"code": "operating"}


@pytest.mark.parametrize(
    "text",
    ["KZ-31", "kz-31", "Zhambyl Region", "zhambyl region", "жамбыл облысы", "江布尔州", "Джамбул", "Anything (KZ-31)"],
)
def test_a_place_is_found_by_code_or_by_a_name_in_any_language(zhambyl, text):
    assert read_place(text) == zhambyl


@pytest.mark.parametrize("text", ["Taraz", "zhambyl", "Zhambil Region", "Elsewhere (KZ-99)"])
def test_what_is_not_the_name_of_a_place_is_refused(zhambyl, text):
    with pytest.raises(ValidationError):
        read_place(text)


@pytest.mark.parametrize("text", ["zhambyl", "Zhambil Region"])
def test_a_place_that_was_probably_meant_is_named(zhambyl, text):
    with pytest.raises(ValidationError, match=r"Zhambyl Region \(KZ-31\)"):
        read_place(text)


def test_a_name_of_two_places_is_refused_with_both():
    CountryFactory(code="GE", name_en="Georgia")
    RegionFactory(code="US-GA", name_en="Georgia")

    with pytest.raises(ValidationError, match=r"Georgia \(GE\); Georgia \(US-GA\)"):
        read_place("Georgia")


@pytest.mark.parametrize(
    ("attribute", "value", "shown"),
    [
        ("investment", "> 420000000", {"value": "420 000 000", "low": "", "high": ""}),
        ("investment", "300..350", {"value": "", "low": "300", "high": "350"}),
        ("capacity", "1320.5 MAW", {"value": "1 320.5", "low": "", "high": ""}),
        ("stage", "under_way", {"value": "under way"}),
        ("region", "KZ-31", {"value": "Region KZ-31 (KZ-31)"}),
        ("commissioning_on", "2026", {"value": "2026"}),
    ],
)
def test_what_is_shown_would_be_read_as_the_same(attribute, value, shown):
    claim = ClaimFactory(attribute=attribute, value=value)

    assert show_typed(claim) == shown
    columns = read_typed(attribute, {"low": "", "high": ""} | show_typed(claim), claim.bound)
    assert all(getattr(claim, name) == each for name, each in columns.items() if each is not None)
