from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from regions.models import Boundary, Region
from tests.factories.regions import AreaFactory, BoundaryFactory, CountryFactory, RegionFactory, square, world

pytestmark = pytest.mark.django_db


def refused_by_database(**values):
    """Whether the database refuses these columns of KZ-31, as seen on an update that no Python checks."""
    place = RegionFactory(code="KZ-31")
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=place.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "province"},
        {"kind": "country"},
        {"kind": "area"},
        {"code": "kz-31", "path": "/001/KZ/kz-31/"},
        {"code": "KZ31", "path": "/001/KZ/KZ31/"},
        {"code": "KZ-3/1", "path": "/001/KZ/KZ-3/1/"},
        {"path": "/001/KZ/KZ-61/"},
        {"parent": None},
        {"name_en": ""},
        {"name_en": None},
        {"latitude": 10.0, "longitude": None},
        {"latitude": 90.5, "longitude": 10.0},
        {"latitude": 10.0, "longitude": -180.5},
        {"latitude": float("nan"), "longitude": 10.0},
        {"valid_from": date(2022, 6, 8), "valid_to": date(2022, 6, 7)},
        {"west": 1.0},
        {"west": 1.0, "south": 2.0, "east": 2.0, "north": 1.0},
        {"west": 1.0, "south": 2.0, "east": 181.0, "north": 3.0},
    ],
)
def test_the_database_refuses(values):
    refused_by_database(**values)


def test_the_database_refuses_a_place_that_is_its_own_parent():
    place = RegionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.filter(pk=place.pk).update(parent=place.pk)


def test_there_is_one_world():
    world()

    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(code="001", kind="world", name_en="Another world")
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(code="002", kind="world", name_en="Another world")


def test_a_box_may_lie_across_the_180th_meridian():
    place = RegionFactory(code="RU-CHU", west=157.0, south=61.0, east=-169.0, north=71.0)

    assert Region.objects.get(pk=place.pk).west == 157.0


@pytest.mark.parametrize(
    ("kind", "code", "above"),
    [
        ("area", "14", "001"),
        ("area", "ABC", "001"),
        ("country", "KAZ", "001"),
        ("country", "K1", "001"),
        ("region", "KZ_31", "KZ"),
        ("region", "KZ-ABCD", "KZ"),
        ("district", "KZ-31-", "KZ-10"),
    ],
)
def test_a_code_has_the_form_of_its_kind(kind, code, above, place):
    RegionFactory(code="KZ-10")
    new = Region(kind=kind, code=code, parent=place(above), name_en="Somewhere")

    with pytest.raises(ValidationError) as refused:
        new.clean()

    assert refused.value.error_dict["code"][0].code == "form"


@pytest.mark.parametrize(
    ("kind", "code", "above", "why"),
    [
        ("region", "KZ-31", "142", "kind"),
        ("region", "KZ-31", "FR", "country"),
        ("area", "143", "KZ", "kind"),
        ("country", "KG", "KZ", "kind"),
        ("city", "KZ-75", "001", "kind"),
        ("region", "KZ-31", None, "required"),
    ],
)
def test_a_place_is_part_of_one_that_may_hold_it(kind, code, above, why, place):
    AreaFactory(code="142")
    CountryFactory(code="KZ")
    CountryFactory(code="FR")
    new = Region(kind=kind, code=code, parent=above and place(above), name_en="Somewhere")

    with pytest.raises(ValidationError) as refused:
        new.clean()

    assert refused.value.error_dict["parent"][0].code == why


@pytest.mark.parametrize(("kind", "code"), [("city", "KZ-10-SEMEY"), ("district", "KZ-10-101"), ("region", "KZ-101")])
def test_places_below_a_region_have_codes_of_their_country(kind, code):
    new = Region(kind=kind, code=code, parent=RegionFactory(code="KZ-10"), name_en="Somewhere")

    new.full_clean(exclude=["path"])


def test_a_code_never_changes():
    region = RegionFactory(code="KZ-31")
    region.code = "KZ-32"

    with pytest.raises(ValidationError) as refused:
        region.clean()

    assert refused.value.error_dict["code"][0].code == "immutable"


def test_a_saved_boundary_sets_the_box_of_its_region(place):
    BoundaryFactory(region=RegionFactory(code="KZ-31"), geojson=square(70, 45, size=2))

    region = place("KZ-31")
    assert (region.west, region.south, region.east, region.north) == (70, 45, 72, 47)


@pytest.mark.parametrize("geojson", [{}, [], {"type": "Point", "coordinates": [1, 2]}, square(179, 45, size=2)])
def test_a_boundary_is_a_polygon_on_the_globe(geojson):
    with pytest.raises(ValidationError) as refused:
        Boundary(region=RegionFactory(), geojson=geojson, credit="A surveyor").clean()

    assert refused.value.error_dict["geojson"][0].code == "geojson"


def test_a_boundary_names_whom_to_credit():
    boundary = BoundaryFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Boundary.objects.filter(pk=boundary.pk).update(credit="")


def test_with_boundary_joins_it(django_assert_num_queries):
    BoundaryFactory(region=RegionFactory(code="KZ-31"))

    with django_assert_num_queries(1):
        assert [place.boundary.credit for place in Region.objects.with_boundary()] == ["A surveyor"]


def test_a_place_is_valid_from_its_first_to_its_last_day():
    RegionFactory(code="KZ-10", valid_from=date(2022, 6, 8))
    RegionFactory(code="KZ-81", valid_to=date(2018, 6, 19))

    def names(*day):
        return [place.code for place in Region.objects.filter(kind="region").valid_on(date(*day))]

    assert names(2018, 6, 19) == ["KZ-81"]
    assert names(2020, 1, 1) == []
    assert names(2022, 6, 8) == ["KZ-10"]
