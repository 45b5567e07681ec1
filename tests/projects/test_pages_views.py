"""The table of projects with columns and density of the reader's choice, and the same selection as cards."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.showing.columns import PROJECT_COLUMNS
from tests.api import results
from tests.elements import project_names, read
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ClaimFactory, FacilityFactory, ProjectFactory

pytestmark = pytest.mark.django_db

ALL = ",".join(PROJECT_COLUMNS)


def page_of(client, query=""):
    return read(client.get(f"/projects/{query}"))


def heads_of(page):
    return [head.text for head in page.one("table", class_="project-table").all("th", scope="col")]


def cells_of(page):
    """The first row, by the heading of each column."""
    row = page.one("table", class_="project-table").one("tbody").one("tr")
    return {cell["data-label"]: cell.text for cell in row.all("td")}


@pytest.mark.parametrize(
    ("query", "heads"),
    [
        ("", ["Project", "Sector", "Region", "Stage", "Investment", "Jobs"]),
        ("?columns=", ["Project", "Sector", "Region", "Stage", "Investment", "Jobs"]),
        ("?columns=jobs,title,kind", ["Jobs", "Project", "Kind"]),
        ("?columns=jobs&columns=kind,jobs", ["Project", "Jobs", "Kind"]),
        ("?columns=announced_on,%20completeness", ["Project", "Announced on", "Completeness"]),
    ],
)
def test_columns_come_in_the_order_in_which_they_are_asked_for(client, query, heads):
    ProjectFactory()

    assert heads_of(page_of(client, query)) == heads


def test_a_wrong_column_is_named_with_the_right_one(client):
    ProjectFactory(title="Port")

    page = read(client.get("/projects/?columns=title,job"), status=400)

    errors = page.one(id="filter-errors")
    assert errors.one("code").text == "columns"
    assert errors.links()["jobs"] == "/projects/?columns=title,jobs"
    assert "Port" not in page.text


def test_a_wrong_view_leads_to_the_right_one(client):
    errors = read(client.get("/projects/?view=card&stage=closed"), status=400).one(id="filter-errors")

    assert errors.links()["cards"] == "/projects/?view=cards&stage=closed"


def test_each_column_shows_what_is_known_or_that_it_is_not_stated(client):
    project = ProjectFactory(
        sectors=["energy.wind"],
        region="KZ-31",
        stage="announced",
        investment="20",
        jobs="> 4000",
        investors=[InvestorFactory(name_en="Winds")],
        announced_on="2025-06",
        place="Taraz",
    )
    ClaimFactory(project=project, attribute="commissioning_on", value="2027")

    cells = cells_of(page_of(client, f"?columns={ALL}"))

    assert cells["Announced on"].startswith("June 2025")
    assert cells["Commissioning on"].startswith("2027")
    assert cells["Parties"].startswith("Winds")
    assert cells["Parties"].endswith("(investor)")
    assert cells["Completeness"].endswith("%")
    assert (cells["Place"], cells["Kind"], cells["Verified on"]) == ("Taraz", "single project", "not stated")


def test_a_date_has_the_mark_of_its_claim(client):
    claim = ClaimFactory(project=ProjectFactory(), attribute="commissioning_on", value="2027")

    row = page_of(client, "?columns=commissioning_on").one("table", class_="project-table").one("tbody")

    assert f"#citation-{claim.citation_id}" in row.one("a", class_="figure-mark")["href"]


def test_an_organization_is_named_once_in_each_role_however_many_plants_it_has(client):
    project, investor = ProjectFactory(slug="port"), InvestorFactory(name_en="Winds")
    for facility in ("", FacilityFactory(project=project).slug):
        project.participations.create(investor=investor, facility=facility)

    assert cells_of(page_of(client, "?columns=participations"))["Parties"].count("Winds") == 1


def test_columns_are_offered_in_their_order_and_can_be_moved(client):
    ProjectFactory()

    form = page_of(client, "?kind=single&columns=jobs,title&page=1").one(class_="column-form")

    boxes = [box["value"] for box in form.all("input", type="checkbox")]
    assert boxes[:2] == ["jobs", "title"]
    assert sorted(boxes) == sorted(PROJECT_COLUMNS)
    assert [box["value"] for box in form.all("input", type="checkbox") if "checked" in box.attributes] == boxes[:2]
    assert {box["name"]: box["value"] for box in form.all("input", type="hidden")} == {"kind": "single", "page": "1"}
    assert [link["href"] for link in form.all("a", class_="move")] == [
        "/projects/?kind=single&columns=title,jobs",
        "/projects/?kind=single&columns=title,jobs",
    ]
    assert form.links()["The usual columns"] == "/projects/?kind=single"


def test_the_filters_keep_the_columns_and_the_density(client):
    ProjectFactory()

    page = page_of(client, "?columns=title,jobs&density=compact&view=table")

    form = page.one("details", class_="filters")
    hidden = {field["name"]: field["value"] for field in form.all("input", type="hidden")}
    assert hidden == {"columns": "title,jobs", "density": "compact", "view": "table"}
    assert "is-compact" in page.one("table", class_="project-table")["class"]
    assert page.links()["Clear all"] == "/projects/?columns=title,jobs&density=compact&view=table"


def test_a_file_of_the_table_has_the_members_of_its_columns(client):
    ProjectFactory(slug="port", jobs="3")

    links = page_of(client, "?columns=jobs,publishers,doubts").one("ul", class_="formats").links()

    assert links["CSV"] == "/api/v1/projects/?format=csv&fields=slug,title,jobs,completeness"
    assert links["JSON"] == "/api/v1/projects/?format=json"
    head = b"".join(client.get(links["CSV"]).streaming_content).decode("utf-8-sig").splitlines()[0]
    assert head.startswith('"slug","title","jobs.value"')
    assert results(client.get(links["JSON"]))[0]["slug"] == "port"


def test_cards_show_the_headline_with_its_marks(client):
    project = ProjectFactory(title="Port", region="KZ-31", stage="announced", sectors=["energy"])
    claim = ClaimFactory(project=project, attribute="jobs", value="> 4000", modality="aimed", exact="4,000 jobs")

    card = page_of(client, "?view=cards").one(class_="cards").one("li")

    assert card.one("h2").one("a")["href"] == project.get_absolute_url()
    facts = {fact.one("dt").text: fact.one("dd") for fact in card.all("div")}
    assert list(facts) == ["Investment", "Jobs", "Stage", "Region", "Sector", "Parties"]
    assert facts["Investment"].text == facts["Parties"].text == "not stated"
    assert "more than 4,000" in facts["Jobs"].text
    assert f"#citation-{claim.citation_id}" in facts["Jobs"].one("a", class_="figure-mark")["href"]
    assert facts["Stage"].text.startswith("announced")


def test_cards_are_of_the_same_selection_in_the_same_order(client):
    for number in range(3):
        ProjectFactory(title=f"Port {number}", jobs=str(number + 1))
    ProjectFactory(title="Mill")

    query = "?q=port&ordering=jobs&page_size=2"

    assert project_names(page_of(client, query)) == project_names(page_of(client, f"{query}&view=cards"))
    assert "view=cards" in page_of(client, f"{query}&view=cards").links()["Next →"]


def test_an_answer_to_htmx_is_the_page_itself(client):
    ProjectFactory(title="Port")

    # The address to cite has the moment in it.
    with time_machine.travel("2026-11-24T12:00:00Z", tick=False):
        page = client.get("/projects/?q=port")
        part = client.get("/projects/?q=port", headers={"HX-Request": "true"})

    assert part.content == page.content
    assert part["ETag"] == page["ETag"]
    assert "hx-request" not in part["Vary"].lower()


def queries_of(client, query):
    with CaptureQueriesContext(connection) as queries:
        page_of(client, query)
    return len(queries)


@pytest.mark.parametrize("query", [f"?columns={ALL}", "?view=cards", "?density=compact"])
def test_neither_columns_nor_cards_take_queries_of_their_own(client, query):
    for number in range(4):
        project = ProjectFactory(jobs="3", investors=[InvestorFactory()], commissioning_on=f"203{number}")
        FacilityFactory(project=project)
    queries_of(client, "")  # what is kept between requests is kept now

    assert queries_of(client, query) == queries_of(client, "")
