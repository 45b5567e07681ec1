import json
from datetime import date

import pytest
from django.utils.translation import override

from lib.serializers import document
from regions.models import Region
from regions.serializers import RegionSerializer
from tests.factories.regions import BoundaryFactory, CountryFactory, RegionFactory, square

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.regions.urls")]


@pytest.fixture
def jambyl(place):
    CountryFactory(code="KZ", name_en="Kazakhstan")
    region = RegionFactory(
        code="KZ-31", name_en="Zhambyl Region", name_kk="Жамбыл облысы", capital_en="Taraz", capital_kk="Тараз",
        latitude=44.3174, longitude=72.1398, valid_from=date(1939, 10, 14), aliases={"en": ["Jambyl Region"]},
    )  # fmt: skip
    BoundaryFactory(region=region, geojson=square(70, 45))
    return place("KZ-31")


def test_the_record_form_of_a_place(jambyl, rf):
    record = RegionSerializer(jambyl, context={"request": rf.get("/")}).data
    record.pop("updated_at")

    assert json.loads(json.dumps(record, default=str)) == {
        "code": "KZ-31",
        "name": "Zhambyl Region",
        "names": {"en": "Zhambyl Region", "kk": "Жамбыл облысы"},
        "kind": "region",
        "parent": "KZ",
        "capital": "Taraz",
        "capitals": {"en": "Taraz", "kk": "Тараз"},
        "latitude": 44.3174,
        "longitude": 72.1398,
        "box": [70, 45, 71, 46],
        "valid_from": "1939-10-14",
        "valid_to": None,
        "aliases": {"en": ["Jambyl Region"]},
        "url": "http://testserver/api/regions/KZ-31/",
    }


def test_name_and_capital_are_in_the_language_in_use(jambyl, rf):
    with override("kk"):
        record = RegionSerializer(jambyl, context={"request": rf.get("/")}).data

    assert (record["name"], record["capital"]) == ("Жамбыл облысы", "Тараз")


def test_a_language_without_a_name_falls_back_to_english(jambyl, rf):
    with override("zh-hans"):
        assert RegionSerializer(jambyl, context={"request": rf.get("/")}).data["name"] == "Zhambyl Region"


def test_the_document_for_history_is_english_and_without_moments(jambyl):
    with override("kk"):
        kept = document(RegionSerializer, jambyl)

    assert kept["name"] == "Zhambyl Region"
    assert not {"url", "updated_at"} & set(kept)


def test_many_places_are_one_query(jambyl, rf, django_assert_num_queries):
    with django_assert_num_queries(1):
        places = Region.objects.for_record()
        assert len(RegionSerializer(places, many=True, context={"request": rf.get("/")}).data) == 3
