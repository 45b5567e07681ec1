import json

import pytest
from django.conf import settings

from history.shipped import Counts
from lib.countries import locale_of
from regions import reference
from regions.models import Boundary, Region
from regions.reference import load_places
from regions.services import save_region

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.regions.urls")]
LANGUAGES = ["en", "kk", "ru", "zh_hans"]


def state():
    """All that is stored of places, but for the moment of the last change."""
    places = [{k: v for k, v in row.items() if k != "updated_at"} for row in Region.objects.order_by("pk").values()]
    return places, list(Boundary.objects.order_by("pk").values("region", "geojson", "credit"))


def test_all_places_are_loaded(shipped):
    kinds = {kind: Region.objects.filter(kind=kind).count() for kind in ("world", "area", "country", "region", "city")}

    # 249 countries of ISO 3166-1 and XK
    assert kinds == {"world": 1, "area": 27, "country": 250, "region": 17, "city": 3}


def test_loading_twice_changes_nothing(shipped):
    before = state()

    counts = load_places()

    assert counts == {"regions": Counts(same=298), "boundaries": Counts(same=195)}
    assert state() == before


def test_a_load_takes_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        load_places()
    with django_assert_max_num_queries(20):
        load_places()


def test_every_place_has_its_name_in_four_languages(shipped):
    for place in Region.objects.all():
        assert all(getattr(place, f"name_{language}") for language in LANGUAGES), place.code


def test_the_column_without_a_language_is_the_english_name(shipped):
    columns = Region.objects.values_list("code", "name_en")
    raw = Region.objects.rewrite(False).values_list("code", "name")

    assert dict(raw) == dict(columns)


def test_no_name_of_a_country_is_another_languages(shipped):
    """CLDR itself has the name: Babel fell back to nothing."""
    for place in Region.objects.countries():
        for language in ("en", "kk", "ru", "zh-hans"):
            assert place.code in locale_of(language).territories


def test_a_name_that_cldr_does_not_have_is_an_error():
    with pytest.raises(LookupError):
        reference._cldr_name("QQ", "kk")


def test_the_world_begins_with_a_capital(shipped, place):
    world = place("001")

    assert [getattr(world, f"name_{language}") for language in LANGUAGES] == ["World", "Әлем", "Весь мир", "世界"]


def test_kazakhstan_has_its_twenty_regions(shipped):
    below = Region.objects.filter(parent__code="KZ")

    assert below.count() == 20
    assert {place.code for place in below.filter(kind="city")} == {"KZ-71", "KZ-75", "KZ-79"}
    for place in below:
        assert all(getattr(place, f"capital_{language}") for language in LANGUAGES), place.code
        assert place.west < place.longitude < place.east, place.code
        assert place.south < place.latitude < place.north, place.code


def test_almaty_region_is_not_almaty_city(shipped, place):
    region, city = place("KZ-19"), place("KZ-75")

    assert (region.kind, region.name, region.capital) == ("region", "Almaty Region", "Qonaev")
    assert (city.kind, city.name, city.capital) == ("city", "Almaty", "Almaty")
    assert not Region.objects.within(["KZ-19"]).filter(code="KZ-75").exists()


def test_the_young_regions_say_since_when(shipped):
    young = Region.objects.filter(parent__code="KZ", valid_from="2022-06-08")

    assert {place.code for place in young} == {"KZ-10", "KZ-33", "KZ-62"}


def test_europe_and_china_and_a_region_stand_in_one_tree(shipped):
    assert Region.objects.within(["150"]).filter(code="FR").exists()
    assert {place.code for place in Region.objects.around(["KZ-31"])} == {"142", "143", "KZ"}
    assert Region.objects.within(["001"]).count() == Region.objects.count()


def test_every_outline_has_its_box_and_its_credit(shipped):
    credit_lines = {"© OpenStreetMap contributors, ODbL 1.0": 20, "Made with Natural Earth": 175}

    for credit, number in credit_lines.items():
        assert Boundary.objects.filter(credit=credit, region__west__isnull=False).count() == number
    assert Region.objects.filter(west__isnull=False).count() == 195


def test_boxes_of_countries_across_the_180th_meridian_are_narrow(shipped, place):
    assert (place("FJ").west, place("FJ").east) == (177.29, -179.79)
    assert place("RU").west > place("RU").east


def test_every_outline_belongs_to_a_place():
    for name in reference.BOUNDARIES:
        content = json.loads((settings.BASE_DIR / "fixtures" / "reference" / name).read_text(encoding="utf-8"))
        codes = [feature["properties"]["code"] for feature in content["features"]]
        assert len(codes) == len(set(codes))
        assert content["credit"]


def test_what_people_edited_is_kept(shipped, place):
    save_region(region=place("KZ-31"), values={"name_zh_hans": "詹布尔州"}, user=None)

    counts = load_places()

    assert counts["regions"] == Counts(kept=1, same=297)
    assert place("KZ-31").name_zh_hans == "詹布尔州"


def test_what_nobody_edited_follows_the_files(shipped, place, monkeypatch):
    Region.objects.filter(code="KZ-31").update(name_ru="Джамбульская область")
    Boundary.objects.filter(region__code="KZ-31").update(credit="Somebody")

    counts = load_places()

    assert counts == {"regions": Counts(updated=1, same=297), "boundaries": Counts(updated=1, same=194)}
    assert (place("KZ-31").name_ru, place("KZ-31").version) == ("Жамбылская область", 1)


def test_a_place_that_moves_in_the_files_takes_along_what_people_put_below(shipped, place):
    Region.objects.filter(code="143").update(parent=place("150"), path="/001/150/143/")
    Region.objects.move_below("/001/142/143/", "/001/150/143/")
    district = Region.objects.create(code="KZ-31-1", kind="district", parent=place("KZ-31"), name_en="A district")

    load_places()

    district.refresh_from_db()
    assert district.path == "/001/142/143/KZ/KZ-31/KZ-31-1/"


def test_places_that_people_added_stay(shipped, place):
    Region.objects.create(code="KZ-31-1", kind="district", parent=place("KZ-31"), name_en="A district")

    load_places()

    assert place("KZ-31-1").name == "A district"
