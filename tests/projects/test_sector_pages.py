import pytest

from projects.models import Sector
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, ProjectFactory, SectorFactory
from tests.pages import links_of, queries_of, text_of

pytestmark = pytest.mark.django_db


def energy():
    """Energy with two sectors in it."""
    SectorFactory(code="energy", name_en="Energy", isic=["35"], dac="23110", oc4ids="energy")
    SectorFactory(code="energy.coal", name_en="Coal", name_zh_hans="煤电", isic=["3510", "3530"], dac="23320")
    SectorFactory(code="energy.wind", name_en="Wind", oc4ids="energy.wind")


def test_the_list_is_the_tree_with_the_crosswalk_and_the_projects_within_each_sector(client):
    energy()
    ProjectFactory(sectors=["energy.coal", "energy.wind"])

    page = client.get("/sectors/")

    assert "Energy 35 23110 energy 1 Coal 3510, 3530 23320 1 Wind energy.wind 1" in text_of(page)
    assert "/projects/?sector=energy" in links_of(page)


def test_the_whole_tree_is_on_one_page(client):
    for number in range(60):
        SectorFactory(code=f"sector{number}")

    assert text_of(client.get("/sectors/")).count("Sector sector") == 60


@pytest.mark.parametrize("words", ["煤电", "coal", "COAL"])
def test_a_sector_is_found_by_its_names_in_any_script_and_its_code(client, words):
    energy()

    page = client.get("/sectors/", {"q": words})

    assert "/sectors/energy.coal/" in links_of(page)
    assert "/sectors/energy.wind/" not in links_of(page)


@pytest.mark.parametrize("query", ["?prent=energy", "?parent=enrgy", "?ordering=size", "?page=2"])
def test_a_wrong_parameter_is_a_400_that_shows_the_error_and_no_sector(client, query):
    energy()

    page = client.get(f"/sectors/{query}")

    assert page.status_code == 400
    assert "no rows are shown" in text_of(page)
    assert "/sectors/energy/" not in links_of(page)


def test_the_list_leads_to_the_same_selection_as_csv_and_json(client):
    energy()

    page = client.get("/sectors/?parent=energy")

    for name in ("csv", "json"):
        address = f"/api/v1/sectors/?parent=energy&format={name}"
        assert address in links_of(page)
        assert client.get(address).status_code == 200


def test_the_page_of_a_sector_has_its_codes_and_the_projects_within_it_with_honest_sums(client):
    energy()
    ProjectFactory(slug="plant", sectors=["energy.coal"], jobs="1500")
    ProjectFactory(slug="park", sectors=["energy.wind"], jobs="> 4000")
    ProjectFactory(slug="mill", sectors=["agro"], jobs="9")

    page = client.get("/sectors/energy/")

    assert "Code energy ISIC Rev. 4 35 CRS purpose code 23110 OC4IDS sector energy" in text_of(page)
    assert "more than 5,500 stated by 2 of 2" in text_of(page)
    assert {"/projects/plant/", "/projects/park/", "/projects/?sector=energy"} <= set(links_of(page))
    assert "/projects/mill/" not in links_of(page)
    assert "/api/v1/sectors/energy/?format=json" in links_of(page)


def test_the_page_of_a_sector_leads_up_and_down_the_tree_and_to_agreements(client):
    energy()
    SectorFactory(code="energy.coal.heat")
    AgreementFactory(slug="deal", sectors=["energy.coal"])

    page = client.get("/sectors/energy.coal/")

    assert {"/sectors/energy/", "/sectors/energy.coal.heat/", "/agreements/deal/"} <= set(links_of(page))
    assert "煤电" in text_of(page)


@pytest.mark.parametrize("publication", ["draft", "withdrawn"])
def test_projects_that_are_not_public_are_neither_counted_nor_shown(client, publication):
    energy()
    ProjectFactory(slug="secret", title="Secret", sectors=["energy.coal"], jobs="4321", publication=publication)

    for address in ("/sectors/", "/sectors/energy/", "/sectors/energy.coal/"):
        page = client.get(address)
        assert not {"Secret", "4,321"} & set(text_of(page).split())
        assert not any(link.startswith("/projects/?") for link in links_of(page))


def test_lists_and_pages_of_ten_times_more_need_no_more_statements(client):
    energy()

    def more():
        code = f"energy.coal.kind{Sector.objects.count()}"
        SectorFactory(code=code)
        ProjectFactory(
            sectors=[code, "energy.coal"], investors=[InvestorFactory()], investment="20 USD", jobs="> 4",
            capacity="5 MAW", region="KZ-31",
        )  # fmt: skip
        AgreementFactory(sectors=["energy.coal"])

    more()
    addresses = ("/sectors/", "/sectors/energy.coal/")
    few = [queries_of(client, address) for address in addresses]
    for _number in range(10):
        more()

    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= 50


def test_a_sector_that_is_not_there_is_a_404(client):
    assert client.get("/sectors/magic/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "zh-hans"])
def test_the_pages_answer_in_every_language(client, language):
    SectorFactory(code="energy", name_en="Energy", name_kk="Қуат", name_ru="Энергетика", name_zh_hans="能源")

    for address in ("/sectors/", "/sectors/energy/"):
        page = client.get(f"/{language}{address}")
        assert {"kk": "Қуат", "ru": "Энергетика", "zh-hans": "能源"}[language] in text_of(page)
        assert f"/{language}/sectors/" in links_of(page)


def test_a_code_with_a_nul_is_no_address(client, db):
    assert client.get("/sectors/%00/").status_code == client.get("/regions/%00/").status_code == 404
