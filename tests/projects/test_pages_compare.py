import pytest
from django.core.exceptions import ValidationError

from projects.models import Project
from tests.elements import read
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import SourceFactory
from tests.pages import queries_of, text_of

pytestmark = pytest.mark.django_db


def rows_of(page):
    """By label the texts of the cells, and whether the row says that they differ."""
    rows = page.one("table", class_="side-by-side").one("tbody").all("tr")
    return {
        row.one("th").text.replace(" (differs)", ""): (
            [cell.text for cell in row.all("td")],
            "differs" in row.classes,
        )
        for row in rows
    }


@pytest.fixture
def pair():
    first = ProjectFactory(slug="first", stage="operating", investment="20")
    ClaimFactory(project=first, attribute="jobs", value="> 4000", modality="aimed")
    ProjectFactory(slug="second", stage="operating", investment="30", region="KZ-31")


def test_figures_stand_side_by_side_with_bound_sense_and_what_is_not_stated(client, pair):
    rows = rows_of(read(client.get("/projects/compare/?slug=first,second")))

    assert rows["Jobs"] == (["> 4,000 more than 4,000 “” aimed at", "not stated"], True)
    assert rows["Investment"][1] is True
    assert rows["Stage"][1] is False


def test_the_projects_stand_in_the_order_in_which_they_are_named(client, pair):
    page = read(client.get("/projects/compare/?slug=second&slug=first"))

    assert [head.text for head in page.one("thead").all("th")] == ["What", "Second", "First"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "slug: name 2 to 5 projects, as slug=a,b; there are 0."),
        ("slug=first", "there are 1."),
        ("slug=first,first", "there are 1."),
        ("slug=a,b,c,d,e,f", "there are 6."),
        ("slug=first,secnd", "slug: there is no project “secnd”. Is “second” meant?"),
        ("slug=first,hidden", "slug: there is no project “hidden”."),
        ("slug=first,second&foo=1", "“foo” is no parameter of this page."),
        ("slug=first,%00", "slug: there is no project"),
    ],
)
def test_a_wrong_address_is_refused_by_name(client, pair, query, said):
    ProjectFactory(slug="hidden", publication="draft")

    response = client.get(f"/projects/compare/?{query}")

    assert response.status_code == 400
    assert said in text_of(response)


def test_the_past_is_compared_as_it_was(client):
    for slug in ("first", "second"):
        project = ProjectFactory(slug=slug, jobs="3", source=SourceFactory(published="2020"))
        ClaimFactory(project=project, attribute="jobs", value="9", source=SourceFactory(published="2024"))

    then = rows_of(read(client.get("/projects/compare/?slug=first,second&as_of=2021-01-01")))

    assert then["Jobs"][0] == ["3 “”", "3 “”"]


def test_five_projects_take_as_many_queries_as_two(client):
    for number in range(5):
        ProjectFactory(slug=f"p{number}", jobs="3", investment="20", region="KZ-31")
    two = queries_of(client, "/projects/compare/?slug=p0,p1")

    assert queries_of(client, "/projects/compare/?slug=p0,p1,p2,p3,p4") == two


def test_no_project_takes_the_address_of_the_comparison():
    with pytest.raises(ValidationError) as refused:
        Project(slug="compare").clean()

    assert refused.value.error_dict["slug"][0].code == "reserved"


def test_a_list_offers_its_projects_to_compare_by_a_plain_form(client, pair):
    page = read(client.get("/projects/"))

    form = page.one("form", id="compare")
    boxes = page.all("input", type="checkbox", name="slug")

    assert (form["action"], form["method"]) == ("/projects/compare/", "get")
    assert sorted(box["value"] for box in boxes) == ["first", "second"]
    assert {box["form"] for box in boxes} == {"compare"}


def test_a_project_offers_related_ones_to_compare_with(client):
    tbea = InvestorFactory()
    project = ProjectFactory(investors=[tbea])
    other = ProjectFactory(slug="other", investors=[tbea])

    form = read(client.get(project.get_absolute_url())).one("form", class_="compare-form")

    assert form["action"] == "/projects/compare/"
    assert form.one("input")["value"] == project.slug
    assert [option["value"] for option in form.all("option")] == [other.slug]
