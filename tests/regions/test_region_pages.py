import pytest

from regions import map as maps
from regions.models import Region
from tests.elements import read
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, ClaimFactory, ProjectFactory
from tests.factories.regions import AreaFactory, BoundaryFactory, CountryFactory, RegionFactory
from tests.factories.sources import SourceFactory
from tests.pages import links_of, queries_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch):
    monkeypatch.setattr(maps, "_drawings", {})


def kazakhstan():
    """Kazakhstan in Central Asia in Asia, with two regions."""
    asia = AreaFactory(code="142", name_en="Asia")
    country = CountryFactory(code="KZ", name_en="Kazakhstan", parent=AreaFactory(code="143", parent=asia))
    for code, name in (("KZ-31", "Zhambyl"), ("KZ-61", "Turkistan")):
        RegionFactory(code=code, name_en=name, parent=country)
    return country


def test_the_list_is_the_tree_with_the_number_of_projects_within_each_place(client):
    kazakhstan()
    ProjectFactory(region="KZ-31")
    ProjectFactory(region="KZ")
    ProjectFactory()

    page = client.get("/regions/")

    addresses = [link for link in links_of(page) if link.startswith("/regions/") and link.count("/") == 3]
    in_order = list(dict.fromkeys(addresses))
    assert in_order == [f"/regions/{code}/" for code in ("001", "142", "143", "KZ", "KZ-31", "KZ-61")]
    assert "Kazakhstan KZ country Area 143 2" in text_of(page)
    assert "Zhambyl KZ-31 region Kazakhstan 1" in text_of(page)
    assert "/projects/?region=KZ-61" not in links_of(page)


@pytest.mark.parametrize("words", ["жамбыл", "江布尔", "zhamb", "KZ-31", "тараз", "Джамбул"])
def test_a_place_is_found_by_its_names_in_any_script_its_capital_and_its_code(client, words):
    country = kazakhstan()
    RegionFactory(code="KZ-31").delete()
    RegionFactory(
        code="KZ-31", parent=country, name_en="Zhambyl", name_kk="Жамбыл облысы", name_zh_hans="江布尔州",
        capital_ru="Тараз", aliases={"ru": ["Джамбул"]},
    )  # fmt: skip

    page = client.get("/regions/", {"q": words})

    assert "/regions/KZ-31/" in links_of(page)
    assert "/regions/KZ-61/" not in links_of(page)


@pytest.mark.parametrize("query", ["?knd=city", "?kind=citty", "?within=KX", "?ordering=size", "?page=x"])
def test_a_wrong_parameter_is_a_400_that_shows_the_error_and_no_place(client, query):
    kazakhstan()

    page = client.get(f"/regions/{query}")

    assert page.status_code == 400
    assert "no rows are shown" in text_of(page)
    assert "/regions/KZ/" not in links_of(page)


def test_the_list_leads_to_the_same_selection_as_csv_and_json(client):
    kazakhstan()

    page = client.get("/regions/?kind=country")

    for name in ("csv", "json"):
        address = f"/api/v1/regions/?kind=country&format={name}"
        assert address in links_of(page)
        assert client.get(address).status_code == 200


def test_the_page_of_a_place_tells_names_codes_capital_and_what_it_is_part_of(client):
    country = kazakhstan()
    RegionFactory(
        code="KZ-10", parent=country, name_en="Abai", name_kk="Абай облысы", name_ru="Абайская область",
        capital_en="Semey", capital_ru="Семей", latitude=48.5, longitude=79.0, valid_from="2022-06-08",
        aliases={"en": ["Abay Region"]},
    )  # fmt: skip

    page = client.get("/regions/KZ-10/")

    for said in ("Абай облысы", "KZ-10 ISO 3166-2", "Semey Семей", "48.50, 79.00", "June 8, 2022", "Abay Region"):
        assert said in text_of(page)
    assert links_of(page).index("/regions/142/") < links_of(page).index("/regions/KZ/")
    assert "/api/v1/regions/KZ-10/?format=json" in links_of(page)


def test_its_page_has_the_projects_within_it_with_honest_sums(client):
    kazakhstan()
    ProjectFactory(slug="plant", region="KZ-31", jobs="1500")
    ProjectFactory(slug="line", region="KZ", jobs="> 4000")
    ProjectFactory(slug="elsewhere", region="CN", jobs="9")

    page = client.get("/regions/KZ/")

    assert "more than 5,500 stated by 2 of 2" in text_of(page)
    assert {"/projects/plant/", "/projects/line/", "/projects/?region=KZ"} <= set(links_of(page))
    assert "/projects/elsewhere/" not in links_of(page)


def test_its_parts_are_compared_each_with_its_sums_and_what_names_no_part_at_the_end(client):
    kazakhstan()
    ProjectFactory(region="KZ-31", investment="20000000 USD", jobs="100")
    ProjectFactory(region="KZ-31", jobs="> 50")
    ProjectFactory(region="KZ")

    said = text_of(client.get("/regions/KZ/"))

    assert "Zhambyl 2 $20 million more than 150 part not stated 1 not stated not stated" in said
    assert "All, each project once 3 $20 million more than 150" in said


def test_an_area_of_the_world_compares_what_lies_right_below_it(client):
    kazakhstan()
    ProjectFactory(region="KZ-31", jobs="100")

    said = text_of(client.get("/regions/142/"))

    assert "By part: Asia Sums by part Part Projects Investment Jobs Area 143 1 not stated 100" in said


def test_parts_are_drawn_on_a_map_only_where_each_with_a_project_has_an_outline(client):
    kazakhstan()
    ProjectFactory(region="KZ-31")
    BoundaryFactory(region=RegionFactory(code="KZ-61"))

    assert "<svg" not in client.get("/regions/KZ/").content.decode()
    BoundaryFactory(region=RegionFactory(code="KZ-31"), credit="A surveyor")
    page = client.get("/regions/KZ/").content.decode()
    assert 'class="map-place level-unknown' in page
    assert "A surveyor" in page


def test_a_place_without_projects_says_so_and_names_its_parts(client):
    kazakhstan()

    page = client.get("/regions/KZ/")

    assert "No published project is known here." in text_of(page)
    assert {"/regions/KZ-31/", "/regions/KZ-61/"} <= set(links_of(page))


def test_parts_that_are_no_more_are_not_named(client):
    country = kazakhstan()
    RegionFactory(code="KZ-99", parent=country, valid_to="1997-05-01")

    assert "/regions/KZ-99/" not in links_of(client.get("/regions/KZ/"))


def test_a_country_names_its_investors_agreements_and_the_projects_elsewhere(client):
    CountryFactory(code="CN", name_en="China")
    tbea = InvestorFactory(slug="tbea", country="CN")
    ProjectFactory(region="KZ-31", investors=[tbea], markets=["CN"])
    AgreementFactory(slug="deal", parties=["CN"])

    page = client.get("/regions/CN/")

    assert "1 project sells here" in text_of(page)
    assert "1 project has a party from here" in text_of(page)
    assert {
        *("/investors/tbea/", "/investors/?country=CN", "/agreements/deal/"),
        *("/projects/?market=CN", "/projects/?country=CN"),
    } <= set(links_of(page))


@pytest.mark.parametrize("publication", ["draft", "withdrawn"])
def test_projects_that_are_not_public_are_neither_counted_nor_shown(client, publication):
    kazakhstan()
    investor = InvestorFactory(country="KZ")
    ProjectFactory(
        slug="secret", title="Secret", region="KZ-31", jobs="4321", publication=publication,
        investors=[investor], markets=["KZ"],
    )  # fmt: skip

    for address in ("/regions/", "/regions/KZ/", "/regions/KZ-31/"):
        page = client.get(address)
        assert not {"Secret", "4,321"} & set(text_of(page).split())
        assert not any(link.startswith("/projects/?") for link in links_of(page))
        assert "/projects/secret/" not in links_of(page)


def test_lists_and_pages_of_ten_times_more_need_no_more_statements(client):
    country = kazakhstan()

    def more():
        place = RegionFactory(parent=country, code=f"KZ-{Region.objects.count()}").code
        ProjectFactory(
            region=place, investors=[InvestorFactory(country="KZ")], investment="20 USD", jobs="> 4",
            capacity="5 MAW", sectors=["energy"], markets=["KZ"],
        )  # fmt: skip
        AgreementFactory(parties=["KZ"])

    more()
    addresses = ("/regions/", "/regions/KZ/", "/regions/142/")
    few = [queries_of(client, address) for address in addresses]
    for _number in range(10):
        more()

    assert [queries_of(client, address) for address in addresses] == few
    assert max(few) <= 70


def test_a_place_that_is_not_there_is_a_404(client):
    assert client.get("/regions/XX/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "zh-hans"])
def test_the_pages_answer_in_every_language(client, language):
    CountryFactory(code="KZ", name_en="Kazakhstan", name_kk="Қазақстан", name_ru="Казахстан", name_zh_hans="哈萨克斯坦")

    for address in ("/regions/", "/regions/KZ/"):
        page = client.get(f"/{language}{address}")
        assert page.status_code == 200
        assert {"kk": "Қазақстан", "ru": "Казахстан", "zh-hans": "哈萨克斯坦"}[language] in text_of(page)
        assert f"/{language}/regions/" in links_of(page)


def test_the_page_of_a_place_names_who_invests_most_there(client):
    kazakhstan()
    large, small = InvestorFactory(name_en="Large"), InvestorFactory(name_en="Small")
    ProjectFactory(region="KZ-31", investment="9", investors=[large])
    ProjectFactory(region="KZ-31", investment="> 4", investors=[small])
    ProjectFactory(region="KZ-61", investment="900", investors=[InvestorFactory()])

    page = read(client.get("/regions/KZ-31/?as_of=2100-01-01"))
    bars = page.one("figure", class_="bar-chart").all("li", class_="bar")
    assert [bar.one(class_="bar-label").text for bar in bars] == ["Large", "Small", "not stated"]
    assert "/projects/?region=KZ-31&as_of=2100-01-01&view=map" in page.links().values()


def test_the_page_of_a_place_tells_what_was_heard_last_of_its_projects(client):
    kazakhstan()
    port = ProjectFactory(region="KZ-31", title="Port", jobs="> 40")
    ProjectFactory(region="KZ-61", title="Elsewhere")
    ProjectFactory(region="KZ-31", title="Draft", publication="draft")
    ClaimFactory(project=port, attribute="investment", value="20", source=SourceFactory(title_en="Annual report"))

    news = read(client.get("/regions/KZ-31/")).one("section", aria_labelledby="news")
    told = [one.text for one in news.one("ul", class_="timeline").all("li") if one.all("ul")]
    assert "Annual report" in told[0]
    assert "Port Investment : $20" in told[0]
    assert "Jobs : > 40" in told[1]
    assert len(told) == 2


def test_a_place_without_projects_has_neither(client):
    kazakhstan()

    page = read(client.get("/regions/KZ-31/"))
    assert not page.all("section", aria_labelledby="news")
    assert not page.all("section", aria_labelledby="leading")


def test_outlines_for_a_map_to_zoom_come_with_their_credit(client, django_assert_num_queries):
    BoundaryFactory(region=RegionFactory(code="KZ-31"), credit="A surveyor")
    BoundaryFactory(region=CountryFactory(code="UZ"), credit="Another one")
    RegionFactory(code="UZ-TK")

    for code, credit in (("KZ", "A surveyor"), ("001", "Another one")):
        with django_assert_num_queries(1):
            outlines = client.get(f"/regions/{code}/outlines.json").json()
        assert outlines["geometry"]["type"] == "MultiPolygon"
        assert outlines["properties"]["credits"] == [credit]
        assert all(ring[0] == ring[-1] for part in outlines["geometry"]["coordinates"] for ring in part)
    assert client.get("/regions/UZ/outlines.json").status_code == 404
