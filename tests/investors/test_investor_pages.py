import pytest

from regions import map as maps
from tests.elements import read
from tests.factories.investors import InvestorFactory, InvestorIdentifierFactory, InvestorNameFactory, OwnershipFactory
from tests.factories.projects import AgreementFactory, ParticipationFactory, ProjectFactory
from tests.factories.regions import BoundaryFactory, CountryFactory
from tests.factories.sources import CitationFactory, SourceFactory
from tests.pages import links_of, queries_of, text_of

pytestmark = pytest.mark.django_db


def test_the_list_has_names_in_all_scripts_country_basis_identifiers_and_the_number_of_projects(client):
    tbea = InvestorFactory(slug="tbea", name_en="TBEA", name_zh_hans="特变电工", country_basis="inferred")
    InvestorIdentifierFactory(investor=tbea, scheme="ticker", value="600089")
    ProjectFactory(investors=[tbea])

    page = client.get("/investors/")

    assert "TBEA 特变电工 China inferred company ticker 600089 1" in text_of(page)
    assert {"/investors/tbea/", "/projects/?investor=tbea"} <= set(links_of(page))


@pytest.mark.parametrize("words", ["tbea", "特变", "тэбиан", "600089", "TBEA Co"])
def test_an_organization_is_found_by_any_name_in_any_script_and_by_its_codes(client, words):
    tbea = InvestorFactory(slug="tbea", name_en="TBEA", name_zh_hans="特变电工")
    InvestorNameFactory(investor=tbea, text="ТЭБИАН", language="ru", kind="transliteration")
    InvestorNameFactory(investor=tbea, text="TBEA Co., Ltd.", kind="legal")
    InvestorIdentifierFactory(investor=tbea, scheme="ticker", value="600089")
    InvestorFactory(slug="huawei", name_en="Huawei")
    tbea.refresh_search_text()

    page = client.get("/investors/", {"q": words})

    assert "/investors/tbea/" in links_of(page)
    assert "/investors/huawei/" not in links_of(page)


def test_the_list_is_narrowed_by_country_and_kind_and_says_so(client):
    InvestorFactory(slug="fund", kind="fund")
    InvestorFactory(slug="company")
    InvestorFactory(slug="local", country="KZ")

    page = client.get("/investors/?country=CN&kind=company")

    assert "/investors/company/" in links_of(page)
    assert not {"/investors/fund/", "/investors/local/"} & set(links_of(page))
    assert {"/investors/?kind=company", "/investors/?country=CN"} <= set(links_of(page))


@pytest.mark.parametrize(
    ("query", "near"),
    [("?contry=CN", "/investors/?country=CN"), ("?kind=fnd", "/investors/?kind=fund"), ("?page=9", None)],
)
def test_a_wrong_parameter_is_a_400_that_shows_the_error_and_nobody(client, query, near):
    InvestorFactory(slug="fund", kind="fund")

    page = client.get(f"/investors/{query}")

    assert page.status_code == 400
    assert "no rows are shown" in text_of(page)
    assert "/investors/fund/" not in links_of(page)
    assert not any("format=" in link for link in links_of(page))
    assert near is None or near in links_of(page)


def test_the_list_leads_to_the_same_selection_as_csv_and_json(client):
    InvestorFactory(kind="fund")

    page = client.get("/investors/?kind=fund&ordering=-name")

    for name in ("csv", "json"):
        address = f"/api/v1/investors/?kind=fund&ordering=-name&format={name}"
        assert address in links_of(page)
        assert client.get(address).status_code == 200


def test_a_list_of_ten_times_more_needs_no_more_statements(client):
    def investor():
        made = InvestorFactory()
        InvestorIdentifierFactory(investor=made)
        ProjectFactory(investors=[made])

    investor()
    few = queries_of(client, "/investors/")
    for _number in range(10):
        investor()

    assert queries_of(client, "/investors/") == few <= 15


def test_the_page_of_an_organization_tells_all_its_names_codes_and_country(client):
    tbea = InvestorFactory(
        slug="tbea", name_en="TBEA", name_zh_hans="特变电工", country_basis="inferred", website="https://tbea.example/"
    )
    InvestorNameFactory(investor=tbea, text="TBEA Co., Ltd.", kind="legal")
    InvestorIdentifierFactory(investor=tbea, scheme="LEI", value="ABC")

    page = client.get("/investors/tbea/")

    for said in ("特变电工", "TBEA Co., Ltd. legal name", "LEI ABC", "China inferred"):
        assert said in text_of(page)
    assert {"/regions/CN/", "https://tbea.example/", "/api/v1/investors/tbea/?format=json"} <= set(links_of(page))


def test_its_page_has_its_projects_with_honest_sums_and_who_states_them(client):
    tbea = InvestorFactory(slug="tbea")
    ProjectFactory(slug="plant", investors=[tbea], investment="20000000 USD", jobs="> 4000")
    ProjectFactory(slug="line", investors=[tbea], jobs="~ 300")
    ProjectFactory(slug="other")

    page = client.get("/investors/tbea/")

    assert "more than about 4,300 at least 4,270, no upper limit stated by 2 of 2" in text_of(page)
    assert "$20 million stated by 1 of 2" in text_of(page)
    assert {"/projects/plant/", "/projects/line/", "/projects/?investor=tbea"} <= set(links_of(page))
    assert "/projects/explain/?figure=investment_usd&investor=tbea" in links_of(page)
    assert "/projects/other/" not in links_of(page)


def test_its_page_names_owners_and_holdings_with_shares_and_their_words(client):
    words = CitationFactory(source=SourceFactory(slug="report"), exact="holds 51 percent")
    middle = InvestorFactory(slug="middle")
    OwnershipFactory(owner=InvestorFactory(name_en="Above"), owned=middle, share_low=51, citation=words)
    OwnershipFactory(owner=middle, owned=InvestorFactory(name_en="Below"))

    page = client.get("/investors/middle/")

    assert "Above “” owner ≥ 51%" in text_of(page)
    assert "Below “” owned by it not stated" in text_of(page)
    assert f"/sources/report/?citation={words.pk}#citation-{words.pk}" in links_of(page)


def test_its_page_names_the_agreements_that_name_it(client):
    AgreementFactory(slug="deal", participants=[InvestorFactory(slug="huawei")], date="2025-06")
    AgreementFactory(slug="another")

    page = client.get("/investors/huawei/")

    assert "/agreements/deal/" in links_of(page)
    assert "/agreements/another/" not in links_of(page)
    assert "framework agreement · June 2025" in text_of(page)


@pytest.mark.parametrize("publication", ["draft", "withdrawn"])
def test_projects_that_are_not_public_are_neither_counted_nor_shown(client, publication):
    tbea = InvestorFactory(slug="tbea")
    ProjectFactory(slug="secret", title="Secret", investors=[tbea], jobs="4321", publication=publication)

    pages = [client.get("/investors/"), client.get("/investors/tbea/")]

    for page in pages:
        assert "Secret" not in text_of(page)
        assert "4,321" not in text_of(page)
        assert not {"/projects/secret/", "/projects/?investor=tbea"} & set(links_of(page))


def test_a_project_whose_organization_left_it_is_not_counted_any_more(client):
    row = ParticipationFactory(investor=InvestorFactory(slug="tbea"))
    type(row).objects.filter(pk=row.pk).retire(row.recorded_at)

    assert "/projects/?investor=tbea" not in links_of(client.get("/investors/"))


def test_a_page_of_ten_times_more_needs_no_more_statements(client):
    tbea = InvestorFactory(slug="tbea")

    def more():
        InvestorNameFactory(investor=tbea)
        InvestorIdentifierFactory(investor=tbea)
        OwnershipFactory(owned=tbea)
        OwnershipFactory(owner=tbea)
        AgreementFactory(participants=[tbea])
        ProjectFactory(
            investors=[tbea], investment="20 USD", jobs="> 4", capacity="5 MAW", sectors=["energy"], region="KZ-31"
        )

    more()
    few = queries_of(client, "/investors/tbea/")
    for _number in range(10):
        more()

    assert queries_of(client, "/investors/tbea/") == few <= 45


def test_an_organization_that_is_not_there_is_a_404(client):
    assert client.get("/investors/nobody/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "zh-hans"])
def test_the_pages_answer_in_every_language_with_addresses_in_it(client, language):
    InvestorFactory(slug="tbea", name_en="TBEA", name_zh_hans="特变电工")

    for address in ("/investors/", "/investors/tbea/"):
        page = client.get(f"/{language}{address}")
        assert page.status_code == 200
        assert f"/{language}/investors/" in links_of(page)
        assert "特变电工" in text_of(page)


def test_a_page_only_reads(client):
    assert client.post("/investors/").status_code == 405


def test_the_list_shows_whence_investors_come_and_each_country_leads_to_its_own(client, monkeypatch):
    monkeypatch.setattr(maps, "_drawings", {})
    ProjectFactory(investors=[InvestorFactory(country="CN")], investment="7")
    BoundaryFactory(region=CountryFactory(code="CN"))

    page = read(client.get("/investors/?as_of=2100-01-01"))
    link = page.one("section", class_="place-map").one("svg").one("a")
    assert link.one("title").text == "Country CN: $7, stated by 1 of 1"
    assert link["href"] == "/investors/?country=CN&as_of=2100-01-01"
    assert not read(client.get("/investors/?country=CN")).all("section", class_="place-map")
