import re

import pytest
from django.core.management import call_command
from django.utils.translation import override

from history.models import Revision
from history.shipped import Counts
from projects.models import Aim, Sector
from projects.reference import load_aims, load_sectors
from regions.models import Region

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "kk", "ru", "zh_hans"]
# The projectSector list of OC4IDS 0.9.5.
PROJECT_SECTORS = {
    *("education", "health", "communications", "waterAndWaste", "governance", "economy", "cultureSportsAndRecreation"),
    *("energy", "energy.solar", "energy.wind", "energy.hydropower", "energy.biomass", "energy.geothermal"),
    *("transport", "transport.air", "transport.water", "transport.rail", "transport.road", "transport.urban"),
    *("transport.lowCarbon", "socialHousing", "naturalResources", "naturalResources.floodProtection"),
}


@pytest.fixture
def _shipped():
    load_sectors()
    load_aims()


@pytest.mark.usefixtures("_shipped")
@pytest.mark.parametrize("model", [Sector, Aim])
def test_every_name_is_there_in_four_languages(model):
    assert model.objects.count() > 20
    for record in model.objects.all():
        assert all(getattr(record, f"name_{language}") for language in LANGUAGES), record


@pytest.mark.usefixtures("_shipped")
def test_every_sector_stands_below_the_one_its_code_continues():
    for sector in Sector.objects.select_related("parent"):
        sector.full_clean()


@pytest.mark.usefixtures("_shipped")
def test_every_sector_has_codes_of_isic_and_of_the_crs():
    """Letter of a section, or two to four digits of ISIC; five digits of the CRS."""
    for sector in Sector.objects.all():
        assert sector.isic, sector.code
        assert all(re.fullmatch(r"[A-U]|[0-9]{2,4}", code) for code in sector.isic), sector.code
        assert re.fullmatch(r"[1-4][0-9]{4}", sector.dac), sector.code


@pytest.mark.usefixtures("_shipped")
def test_sectors_without_a_code_of_oc4ids_are_few():
    assert set(Sector.objects.filter(oc4ids="").values_list("code", flat=True)) == {
        "construction",
        "urban_infrastructure",
    }


def test_loading_twice_changes_nothing():
    first = load_sectors(), load_aims()

    again = load_sectors(), load_aims()

    assert again == tuple(Counts(same=counts.made) for counts in first)


@pytest.mark.usefixtures("_shipped")
def test_what_people_edited_is_kept():
    sector = Sector.objects.get(code="agro.cotton")
    sector.name_en = "Cotton"
    sector.save()

    assert load_sectors().kept == 1
    assert Sector.objects.get(code="agro.cotton").name_en == "Cotton"


@pytest.mark.usefixtures("_shipped")
def test_what_nobody_edited_follows_the_file():
    Sector.objects.filter(code="agro.cotton").update(name_en="Cotton")

    assert load_sectors().updated == 1
    assert Sector.objects.get(code="agro.cotton").name_en == "Cotton growing"


@pytest.mark.usefixtures("_shipped")
def test_sectors_are_found_by_their_names():
    assert "мақта" in Sector.objects.get(code="agro.cotton").search_text


def test_one_command_loads_everything_in_few_statements_and_says_what_it_did(capsys, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        call_command("load_reference")

    said = capsys.readouterr().out
    assert "regions: 298 made, 0 updated, 0 kept, 0 same" in said
    assert "boundaries: 195 made" in said
    assert not Revision.objects.exists()


def test_the_column_without_a_language_is_english_whatever_the_language_in_use():
    with override("kk"):
        call_command("load_reference", verbosity=0)

    assert Region.objects.rewrite(False).filter(code="KZ").values_list("name", flat=True).get() == "Kazakhstan"
    assert Sector.objects.rewrite(False).filter(code="education").values_list("name", flat=True).get() == "Education"


@pytest.mark.usefixtures("_shipped")
def test_codes_of_oc4ids_are_on_its_list():
    assert set(Sector.objects.exclude(oc4ids="").values_list("oc4ids", flat=True)) <= PROJECT_SECTORS
