"""What a search finds: by the API, on its page, while one types, and in views of the past."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from investors.services import save_investor
from projects.services import save_code, save_project
from regions.services import save_region
from tests.elements import read
from tests.factories.investors import InvestorFactory, InvestorNameFactory
from tests.factories.projects import (
    AgreementFactory,
    ClaimFactory,
    FacilityFactory,
    ProductFactory,
    ProjectFactory,
    SectorFactory,
)
from tests.factories.regions import RegionFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def found(api, words, name="projects", **more):
    rows = api.get(f"{name}/?{urlencode({'q': words, **more})}").json()["results"]
    return [row.get("slug") or row["code"] for row in rows]


def suggested(api, words):
    answer = api.get(f"suggest/?{urlencode({'q': words})}").json()
    return {group["kind"]: [one["name"] for one in group["results"]] for group in answer["groups"]}


@pytest.fixture
def mill():
    """A project with everything that it can be found by."""
    investor = InvestorFactory(slug="fufeng", name_en="Fufeng Group")
    InvestorNameFactory(investor=investor, text="阜丰集团")
    investor.refresh_search_text()
    RegionFactory(code="KZ-31", name_en="Zhambyl Region", name_ru="Жамбылская область", name_kk="Жамбыл облысы")
    SectorFactory(code="agro", name_en="Agriculture")
    SectorFactory(code="agro.corn", name_en="Maize growing", name_ru="Выращивание кукурузы")
    ProductFactory(slug="starch", name_en="Modified starch")
    project = ProjectFactory(
        slug="mill",
        title="Corn mill",
        summary="Deep processing of grain",
        place="Merki",
        region="KZ-31",
        investors=[investor],
        sectors=["agro.corn"],
        products=["starch"],
        identifiers=[{"scheme": "X", "value": "AB-77"}],
    )
    FacilityFactory(project=project, slug="silo", name_en="Silo", place="Oytal")
    ClaimFactory(project=project, attribute="jobs", value="20", exact="some twenty vacancies", as_printed="twenty")
    ProjectFactory(slug="other", title="Port")
    return project


@pytest.mark.parametrize(
    "words",
    [
        *(
            "corn mill",
            "MILLS corn",
            "processing",
            "grain merk",
            "Fufeng",
            "阜丰",
            "丰",
            "集团 mill",
            "жамбыл",
            "jambyl",
        ),
        *("Жамбылской облас", "country kz", "agriculture", "кукуруза", "starch", "AB-77", "silo", "oytal", "vacancy"),
        *("fufeng zhambyl starch twenty", "KZ-31"),
    ],
)
def test_a_project_is_found_by_all_that_it_shows(api, mill, words):
    assert found(api, words) == ["mill"]


@pytest.mark.parametrize("words", ["corn port", "orn", "fufengs group ltd", "wheat", "31KZ"])
def test_every_word_must_be_found(api, mill, words):
    assert found(api, words) == []


def test_what_fits_best_comes_first_then_by_title(api):
    InvestorFactory(slug="steel", name_en="Steel works")
    source = SourceFactory()
    told = {"attribute": "jobs", "value": "20", "source": source, "as_printed": "steel"}
    ClaimFactory(project=ProjectFactory(slug="cited", title="A"), **told)
    ProjectFactory(slug="summary", title="B", summary="Steel")
    ProjectFactory(slug="place", title="C", place="Steel Town")
    ProjectFactory(slug="investor", title="D", investors=[InvestorFactory._meta.model.objects.get(slug="steel")])
    ProjectFactory(slug="second", title="Steel z", summary="Steel")
    ProjectFactory(slug="first", title="Steel Y")

    assert found(api, "steel") == ["first", "second", "investor", "place", "summary", "cited"]
    assert found(api, "steel", ordering="slug")[0] == "cited"
    assert found(api, "steel", ordering="relevance")[0] == "cited"


def test_pages_and_cursors_go_through_what_is_found_in_its_order(api):
    for number in range(5):
        ProjectFactory(slug=f"p{number}", title=f"Port {number % 2} {number}", summary="port" if number % 3 else "")
    whole = found(api, "port")
    walked, address = [], "/api/v1/projects/?q=port&page_size=2&cursor="
    while address:
        answer = api.get(address).json()
        walked += [row["slug"] for row in answer["results"]]
        address = answer["next"] and answer["next"].removeprefix("http://testserver")

    paged = [slug for page in (1, 2, 3) for slug in found(api, "port", page=page, page_size=2)]
    assert walked == paged == whole == ["p0", "p2", "p4", "p1", "p3"]


@pytest.mark.parametrize("address", ["projects/", "investors/", "regions/", "suggest/"])
@pytest.mark.parametrize("words", ["—", "!!", "🌾", "x" * 201, "\0"])
def test_signs_that_are_no_words_are_refused(api, address, words):
    answer = api.get(f"{address}?{urlencode({'q': words})}")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["q"])


def test_the_order_by_relevance_needs_words(api):
    assert api.get("projects/?ordering=relevance").status_code == 400


# What follows a change, in its transaction


def test_a_new_name_of_an_investor_finds_his_projects(api, mill):
    investor = mill.participations.get().investor

    save_investor(investor, {"name_en": "Meihua", "names": [{"text": "梅花", "kind": "former"}]}, user=None)

    assert found(api, "meihua") == found(api, "梅花") == ["mill"]
    assert found(api, "阜丰") == []


def test_new_names_of_places_sectors_and_products_find_projects(api, mill):
    country = mill.region.parent
    save_region(region=country, values={"name_en": "Steppeland"}, user=None)
    save_code(SectorFactory(code="agro"), {"name_en": "Husbandry"}, user=None)
    save_code(ProductFactory(slug="starch"), {"name_en": "Amylum"}, user=None)

    assert found(api, "steppeland husbandry amylum") == ["mill"]
    assert found(api, "starch modified") == []


def test_a_place_that_moves_takes_its_projects_along(api, mill):
    region = RegionFactory(code="KZ-19", name_en="Upper part")
    inner = RegionFactory(code="KZ-31-MERKI", kind="district", parent=mill.region, name_en="Merki district")
    ProjectFactory(slug="inner", region=inner.code)
    assert found(api, "inner zhambyl") == ["inner"]

    save_region(region=inner, values={"parent": region}, user=None)

    assert found(api, "inner zhambyl") == []
    assert found(api, "inner upper") == ["inner"]


def test_a_row_that_is_retired_finds_no_more(api, mill):
    save_project(mill, {"participations": [], "project_products": []}, user=None)

    assert found(api, "fufeng") == found(api, "starch") == []


def test_a_write_that_fails_changes_no_words(api, mill):
    with pytest.raises(Exception, match="never changes"):
        save_project(mill, {"title_en": "Wheat mill", "slug": "another"}, user=None)

    assert found(api, "wheat") == []


# The other lists


def test_all_lists_are_searched_alike(api, mill):
    AgreementFactory(slug="pact", title="Framework pact")
    SourceFactory(slug="times", title_en="Maize boom", publisher="Шымкент келбеті")

    assert found(api, "集团", "investors") == ["fufeng"]
    assert found(api, "жамбылская", "regions") == ["KZ-31"]
    assert found(api, "maize", "sectors") == ["agro.corn"]
    assert found(api, "starches", "products") == ["starch"]
    assert found(api, "shymkent", "sources") == ["times"]
    assert found(api, "pacts", "agreements") == ["pact"]


def test_claims_are_found_by_the_very_letters_that_are_printed(api, mill):
    assert [row["as_printed"] for row in api.get("claims/?q=twen").json()["results"]] == ["twenty"]
    assert api.get("claims/?q=TWEN").json()["results"] == []


# Views of the past


def test_words_are_those_of_today_in_views_of_the_past(api, mill):
    before = timezone.now()
    save_project(mill, {"title_en": "Wheat mill"}, user=None)
    moment = before.isoformat()

    assert found(api, "wheat", known_on=moment) == ["mill"]
    assert found(api, "wheat", as_of="2025-06-16") == ["mill"]
    assert found(api, "wheat", as_of="2025-06-15") == []


# Suggestions


def test_suggestions_are_grouped_by_kind_with_addresses_and_what_was_typed(api, mill):
    answer = api.get("suggest/?q=zhamb").json()

    assert [(group["kind"], group["label"]) for group in answer["groups"]] == [
        ("projects", "Projects"),
        ("regions", "Regions"),
    ]
    assert answer["groups"][1]["results"] == [
        {
            "name": "Zhambyl Region",
            "url": "/regions/KZ-31/",
            "parts": [{"text": "Zhambyl", "match": True}, {"text": " Region", "match": False}],
            "note": "Country KZ",
        }
    ]
    assert answer["did_you_mean"] == []


def test_a_name_that_is_not_written_so_is_asked_back(api, mill):
    answer = api.get("suggest/?q=Fufong").json()

    assert answer == {"groups": [], "did_you_mean": [{"name": "Fufeng Group", "url": "/search/?q=Fufeng+Group"}]}
    assert api.get("suggest/?q=Fufeng").json()["did_you_mean"] == []


def test_suggestions_know_public_projects_only(api, admin_client):
    ProjectFactory(slug="draft", title="Secret plant", publication="draft")
    ProjectFactory(slug="gone", title="Secret port", publication="withdrawn")

    assert suggested(api, "secret") == {}
    assert admin_client.get("/api/v1/suggest/?q=secret").json()["groups"] == []


@pytest.mark.parametrize(("query", "name"), [("", "q"), ("q=", "q"), ("q=a&page=2", "page"), ("Q=a", "Q")])
def test_suggestions_need_words_and_nothing_else(api, query, name):
    answer = api.get(f"suggest/?{query}")

    assert answer.status_code == 400
    assert name in answer.json()["errors"]


@pytest.mark.parametrize("number", [1, 4])
def test_suggestions_take_one_statement_a_kind(api, django_assert_num_queries, number):
    for n in range(number):
        ProjectFactory(title=f"Tea {n}", investors=[InvestorFactory(name_en=f"Tea {n}")], region=f"KZ-{n + 10}")
        ProductFactory(slug=f"tea-{n}")

    with django_assert_num_queries(7):
        assert len(suggested(api, "tea")["projects"]) == number


def test_asking_back_takes_a_fixed_number_of_statements(api, django_assert_num_queries):
    for n in range(5):
        InvestorFactory(name_en=f"Fufeng {n}")

    # seven kinds, and the organizations that sound alike with their names
    with django_assert_num_queries(7 + 2):
        assert len(api.get("suggest/?q=fufong").json()["did_you_mean"]) == 3


# The page


def test_the_page_shows_what_is_found_by_kind(client, mill):
    page = read(client.get("/search/?q=zhambyl"))

    assert page.one("h1").text == "Found by “zhambyl”"
    assert [heading.text for heading in page.all("h2")] == ["Projects 1", "Regions 1"]
    assert page.links()["Zhambyl Region"] == "/regions/KZ-31/"
    assert [mark.text for mark in page.all("mark")] == ["Zhambyl"]


def test_the_page_leads_to_all_that_is_found(client):
    for number in range(12):
        ProjectFactory(title=f"Port {number}")

    page = read(client.get("/search/?q=port"))

    assert len(page.all("a", class_="project-name")) == 10
    assert page.links()["All 12 of them"] == "/projects/?q=port"


def test_the_page_asks_back(client, mill):
    page = read(client.get("/search/?q=Файфын"))

    assert page.links()["Fufeng Group"] == "/search/?q=Fufeng+Group"
    assert read(client.get("/projects/?q=fufong")).links()["Fufeng Group"] == "?q=Fufeng+Group"
    assert read(client.get("/investors/?q=fufong")).links()["Fufeng Group"] == "?q=Fufeng+Group"


@pytest.mark.parametrize(
    ("query", "status"), [("", 200), ("?q=", 200), ("?q=—", 400), ("?regoin=KZ", 400), ("?q=a&q=b", 400), ("?Q=a", 400)]
)
def test_the_page_answers_any_address(client, query, status):
    answer = client.get(f"/search/{query}")

    assert answer.status_code == status
    assert ("error-summary" in answer.content.decode()) == (status == 400)


def test_the_page_shows_nothing_that_is_not_public(client, admin_client):
    ProjectFactory(slug="draft", title="Secret plant", publication="draft")

    for one in (client, admin_client, Client()):
        assert "Secret plant" not in one.get("/search/?q=secret").content.decode()


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_takes_a_fixed_number_of_statements(client, django_assert_num_queries, number):
    for n in range(number):
        ProjectFactory(title=f"Tea {n}", investors=[InvestorFactory(name_en=f"Tea {n}")], region=f"KZ-{n + 10}")

    # one for each kind, and four for what the table shows of the projects beside them
    with django_assert_num_queries(11):
        client.get("/search/?q=tea")


def test_the_box_on_every_page_leads_to_the_search(client, mill):
    page = read(client.get("/projects/mill/"))

    assert page.one("form", class_="site-search").attributes["action"] == "/search/"
    assert page.one("form", class_="site-search").attributes["data-suggest"] == "/api/v1/suggest/"


def test_what_was_searched_for_is_marked_in_lists(client, mill):
    assert [mark.text for mark in read(client.get("/projects/?q=mill+fuf")).all("mark")] == ["mill", "Fufeng"]
    assert [mark.text for mark in read(client.get("/investors/?q=fufeng")).all("mark")] == ["Fufeng"]


def test_marks_escape_what_they_mark(client):
    ProjectFactory(title="<script>port</script>")

    assert "&lt;<mark>script</mark>&gt;port" in client.get("/projects/?q=script").content.decode()


@pytest.mark.parametrize(
    ("query", "chosen"),
    [("", "Investment, descending"), ("?q=port", "Best match first"), ("?q=port&ordering=title", "Title, ascending")],
)
def test_the_form_says_how_what_is_found_is_ordered(client, query, chosen):
    ordering = read(client.get(f"/projects/{query}")).one("select", name="ordering")

    assert [option.text for option in ordering.all("option") if "selected" in option.attributes] == [chosen]
