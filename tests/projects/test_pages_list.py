import csv
import io

import pytest

from projects.attributes import Stage
from projects.filters import missing_choices
from tests.api import results
from tests.elements import project_names, read
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

# Facets take most of them.
QUERIES = 49


def page_of(client, query=""):
    return read(client.get(f"/projects/{query}"))


def api_titles(client, query):
    return [row["title"] for row in results(client.get(f"/api/v1/projects/{query}"))]


def csv_titles(client, query):
    sign = "&" if query else "?"
    response = client.get(f"/api/v1/projects/{query}{sign}format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [row["title"] for row in csv.DictReader(io.StringIO(text))]


def group_of(page, label):
    """A group of the filter form."""
    return next(group for group in page.all("details", class_="filter-group") if group.text.startswith(label))


def choices_of(page, label):
    """The checkboxes of a group: (name, value) and the count beside it."""
    boxes = group_of(page, label).all("label", class_="choice")
    return {
        (box.one("input")["name"], box.one("input")["value"]): int(box.one(class_="choice-count").text.split()[-1])
        for box in boxes
    }


@pytest.mark.parametrize(
    "query",
    ["", "?q=wind", "?stage=announced", "?amount_min=10", "?ordering=title", "?missing=jobs", "?page_size=1&page=2"],
)
def test_page_api_and_export_list_the_same_projects(client, query):
    ProjectFactory(title="Wind farm", investment="20", stage="announced")
    ProjectFactory(title="Port", investment="5", jobs="40", stage="operating")
    ProjectFactory(title="Wind mill", jobs="> 3")

    titles = project_names(page_of(client, query))

    assert titles
    assert titles == api_titles(client, query)
    if "page" not in query:
        assert titles == csv_titles(client, query)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?regoin=KZ-31", "regoin"),
        ("?stage=anounced", "stage"),
        ("?amount_min=much", "amount_min"),
        ("?amount_min=9&amount_max=3", "amount_min"),
        ("?ordering=beauty", "ordering"),
        ("?page=7", "page"),
        ("?page=0", "page"),
        ("?cursor=x", "cursor"),
        ("?capacity_min=3", "unit"),
        ("?publication=draft", "publication"),
    ],
)
def test_a_wrong_parameter_is_named_and_no_project_is_shown(client, query, named):
    ProjectFactory(title="Wind farm", region="KZ-31")

    page = read(client.get(f"/projects/{query}"), status=400)

    assert [error.text for error in page.one(id="filter-errors").all("code")] == [named]
    assert project_names(page) == []
    assert "Wind farm" not in page.text


def test_a_misspelt_parameter_leads_to_what_was_meant(client):
    ProjectFactory(region="KZ-31")

    errors = read(client.get("/projects/?regoin=KZ-31&kind=single"), status=400).one(id="filter-errors")

    assert errors.links() == {"region": "/projects/?kind=single&region=KZ-31", "Leave it out": "/projects/?kind=single"}


def test_the_form_keeps_what_was_typed_wrong_and_marks_it(client):
    page = read(client.get("/projects/?amount_min=much&stage=announced"), status=400)

    field = page.one("input", name="amount_min")
    assert (field["value"], field["aria-invalid"]) == ("much", "true")
    assert "open" in group_of(page, "Investment").attributes


def test_facets_count_their_values_and_what_is_not_stated(client):
    ProjectFactory(stage="announced", region="KZ-31")
    ProjectFactory(stage="announced", region="KZ-61")
    ProjectFactory()

    page = page_of(client, "?stage=announced")

    assert choices_of(page, "Stage") == {("stage", "announced"): 2}
    assert choices_of(page, "Region") == {("region", "KZ"): 2, ("region", "KZ-31"): 1, ("region", "KZ-61"): 1}
    assert choices_of(page_of(client), "Stage") == {("stage", "announced"): 2, ("missing", "stage"): 1}
    assert choices_of(page_of(client), "Jobs") == {("missing", "jobs"): 3}


def test_a_place_above_all_others_is_left_out_unless_it_is_chosen(client):
    ProjectFactory(region="KZ-31")

    assert choices_of(page_of(client), "Region") == {("region", "KZ-31"): 1}
    assert choices_of(page_of(client, "?region=KZ"), "Region") == {("region", "KZ"): 1, ("region", "KZ-31"): 1}


def test_a_chosen_value_stays_in_the_form_when_nothing_has_it(client):
    ProjectFactory(stage="announced")

    page = page_of(client, "?stage=closed")

    assert project_names(page) == []
    assert choices_of(page, "Stage") == {("stage", "announced"): 1, ("stage", "closed"): 0}
    assert [box["value"] for box in group_of(page, "Stage").all("input") if "checked" in box.attributes] == ["closed"]


def test_every_filter_of_the_api_has_its_place_in_the_form_or_is_sent_along(client):
    source = SourceFactory()
    ProjectFactory(source=source)
    query = f"?source={source.slug}&bbox=-180,-90,180,90&match=possible&as_of=2026-01-01&page=1"

    hidden = {field["name"]: field["value"] for field in page_of(client, query).all("input", type="hidden")}

    assert hidden == {"source": source.slug, "bbox": "-180,-90,180,90", "as_of": "2026-01-01"}


def test_all_that_may_be_missing_can_be_asked_for_as_not_stated(client):
    ProjectFactory()

    boxes = page_of(client).all("input", type="checkbox", name="missing")

    assert sorted(box["value"] for box in boxes) == sorted(code for code, _label in missing_choices())


def test_chips_say_what_is_chosen_in_words_and_take_it_back(client):
    ProjectFactory(region="KZ-31", stage="announced", investment="1200000")

    chips = page_of(client, "?region=KZ-31,KZ&stage=announced&amount_min=1000000&page_size=100").all("a", class_="chip")

    assert {chip.text.removeprefix("Take back: "): chip["href"] for chip in chips} == {
        "stage announced": "/projects/?region=KZ-31,KZ&amount_min=1000000&page_size=100",
        "region Region KZ-31": "/projects/?region=KZ&stage=announced&amount_min=1000000&page_size=100",
        "region Country KZ": "/projects/?region=KZ-31&stage=announced&amount_min=1000000&page_size=100",
        "investment in USD, at least 1,000,000": "/projects/?region=KZ-31,KZ&stage=announced&page_size=100",
    }


def test_taking_back_a_unit_takes_back_the_capacity_in_it(client):
    ProjectFactory(capacity="1320 MAW")

    page = page_of(client, "?capacity_min=1000&unit=MAW&match=certain")

    assert page.links()["Take back: unit of the capacity megawatts"] == "/projects/?match=certain"
    assert len(page.all("a", class_="chip")) == 2


def test_heads_sort_and_say_how_the_list_is_sorted(client):
    ProjectFactory(investment="20", jobs="3")
    table = page_of(client, "?kind=single&page_size=1").one("table", class_="project-table")

    heads = {head.text: head for head in table.all("th", scope="col")}

    assert heads["Investment"]["aria-sort"] == "descending"
    assert heads["Investment"].one("a")["href"] == "?kind=single&page_size=1&ordering=investment"
    assert heads["Jobs"]["aria-sort"] == "none"
    assert heads["Jobs"].one("a")["href"].endswith("ordering=-jobs")
    assert heads["Project"].one("a")["href"].endswith("ordering=title")
    assert heads["Sector"].all("a") == []


def test_all_orders_are_offered_in_the_form_for_screens_without_heads(client):
    ProjectFactory()

    options = page_of(client, "?ordering=-jobs").one("select", name="ordering").all("option")

    assert [option.text for option in options if "selected" in option.attributes] == ["Jobs, descending"]
    assert options[0].tag == "option"
    assert "" in [option["value"] for option in options if option.text == "Investment, descending"]


def test_pages_lead_to_each_other_and_keep_the_selection(client):
    for number in range(7):
        ProjectFactory(title=f"Port {number}")

    pager = page_of(client, "?q=port&page_size=2&page=2").one("nav", class_="pager")

    assert pager.links()["Next →"] == "?q=port&page_size=2&page=3"
    assert pager.one(aria_current="page").text == "2"
    assert "3–4 of 7" in pager.text


def test_other_formats_are_of_the_same_selection(client):
    ProjectFactory(region="KZ-31")

    links = page_of(client, "?region=KZ-31&ordering=title&page=1&page_size=25").one("ul", class_="formats").links()

    assert links["CSV"] == "/api/v1/projects/?region=KZ-31&ordering=title&format=csv"
    assert [row["title"] for row in results(client.get(links["JSON"]))]


def test_a_figure_shows_its_sign_and_says_it_and_leads_to_the_words(client):
    project = ProjectFactory()
    claim = ClaimFactory(
        project=project,
        attribute="jobs",
        value="> 4000",
        modality="aimed",
        exact="more than 4,000 jobs",
        as_printed="more than 4,000 jobs",
        doubts=[{"code": "scope_unclear"}],
    )

    figure = page_of(client).one("table", class_="project-table").all(class_="figure")[-1]

    assert figure.one(aria_hidden="true").text == "> 4,000"
    assert figure.one(class_="figure-value").all(class_="visually-hidden")[0].text == "more than 4,000"
    assert figure.one(class_="figure-modality").text == "aimed at"
    assert "what the figure covers is unclear" in figure.text
    mark = figure.one("a")
    assert (
        mark["href"]
        == f"/sources/{claim.citation.source.slug}/?citation={claim.citation_id}#citation-{claim.citation_id}"
    )
    assert mark["title"] == mark["aria-label"] == "In the source’s words: “more than 4,000 jobs”"


def test_what_is_printed_but_unclear_is_not_called_not_stated(client):
    project = ProjectFactory()
    ClaimFactory(project=project, attribute="jobs", missing="unclear", exact="jobs galore", as_printed="jobs galore")

    row = page_of(client).one("table", class_="project-table").all("td")

    assert row[-1].text.startswith("unclear jobs galore")
    assert row[-2].text == "not stated"


def test_sums_are_of_the_selection_and_lead_to_those_who_state_nothing(client):
    ProjectFactory(investment="20000000", jobs="> 4000", stage="announced")
    ProjectFactory(investment="5000000", stage="announced")
    ProjectFactory(investment="7", stage="closed")

    sums = page_of(client, "?stage=announced&page_size=1").one("ul", class_="selection-totals")

    assert "Projects 2" in sums.text
    assert "Investment $25 million stated by 2 of 2" in sums.text
    assert "Jobs more than 4,000 stated by 1 of 2" in sums.text
    assert sums.links() == {
        "stated by 2 of 2": "/projects/explain/?figure=investment_usd&stage=announced",
        "stated by 1 of 2": "/projects/explain/?figure=jobs&stage=announced",
    }


def test_sums_count_nothing_twice_and_say_what_they_leave_out(client):
    whole = ProjectFactory(title="Whole", investment="20")
    relation = {"kind": "part_of", "project": {"slug": whole.slug}}
    ProjectFactory(title="Part", slug="part", investment="5", relations=[relation])

    sums = page_of(client).one("ul", class_="selection-totals")

    assert "Investment $20 stated by 1 of 1 without Part : part of" in sums.text


def test_only_editors_may_ask_for_drafts(client):
    ProjectFactory(title="Secret", publication="draft")
    ProjectFactory(title="Open")

    assert project_names(page_of(client)) == ["Open"]
    client.force_login(UserFactory(role="editor"))
    assert project_names(page_of(client)) == ["Open"]
    page = page_of(client, "?publication=draft")
    assert project_names(page) == ["Secret"]
    assert "draft" in page.one("table", class_="project-table").text


@pytest.mark.parametrize(("address", "prefix"), [("/projects/", ""), ("/ru/projects/", "/ru")])
def test_links_of_the_list_keep_the_language_of_the_address(client, address, prefix):
    project = ProjectFactory(title="Port", investment="20")

    page = read(client.get(f"{address}?q=port"))

    assert page.links()["Port"] == f"{prefix}/projects/{project.slug}/"
    assert {form["action"] for form in page.all("form")} == {
        f"{prefix}/projects/",
        f"{prefix}/projects/compare/",
        f"{prefix}/search/",
    }


def make(number):
    for _n in range(number):
        investor = InvestorFactory()
        ProjectFactory(
            investment="20",
            jobs="> 3",
            stage=Stage.ANNOUNCED,
            region="KZ-31",
            investors=[investor],
            sectors=["energy.wind", "agro"],
            capacity="5 MAW",
        )
        ClaimFactory(project=ProjectFactory(), attribute="jobs", missing="unclear", as_printed="some", exact="some")


def test_the_list_asks_as_many_queries_for_ten_times_the_rows(client, django_assert_num_queries):
    make(2)
    client.get("/projects/")  # what is kept between requests is kept now
    with django_assert_num_queries(QUERIES):
        assert len(project_names(page_of(client))) == 4

    make(18)

    with django_assert_num_queries(QUERIES):
        assert len(project_names(page_of(client))) == 40


def bars_of(page, label):
    """The bars of a histogram that lead to projects: what they say, and their addresses."""
    links = group_of(page, label).one("ol", class_="histogram").all("a")
    return {link["title"]: link["href"] for link in links}


def test_a_histogram_has_a_bar_for_each_class_that_leads_to_it(client):
    ProjectFactory(jobs="20", stage="announced")
    ProjectFactory(jobs="> 4000", stage="announced")

    bars = bars_of(page_of(client, "?stage=announced&page=1&jobs_max=50"), "Jobs")

    assert bars == {
        "10 to below 30: 1": "/projects/?stage=announced&jobs_min=10&jobs_max=29",
        "3,000 to below 10,000: up to 1": "/projects/?stage=announced&jobs_min=3000&jobs_max=9999",
        "10,000 and more: up to 1": "/projects/?stage=announced&jobs_min=10000",
    }


def test_the_bar_that_is_chosen_takes_its_limits_back(client):
    ProjectFactory(jobs="20")

    assert bars_of(page_of(client, "?jobs_min=10&jobs_max=29"), "Jobs") == {"10 to below 30: 1": "/projects/"}


def test_a_bar_is_solid_where_it_is_certain_and_hatched_where_it_may_be(client):
    ProjectFactory(jobs="20")
    ProjectFactory(jobs="20..40")

    first, second = group_of(page_of(client), "Jobs").one("ol", class_="histogram").all("a")

    heights = [{bar["class"]: int(bar["height"]) for bar in link.all("rect")} for link in (first, second)]
    assert heights == [{"chart-possible": 22, "chart-certain": 22}, {"chart-possible": 22}]


def test_classes_outside_the_chosen_limits_are_shown_as_such(client):
    ProjectFactory(jobs="20")

    bars = group_of(page_of(client, "?jobs_min=25&jobs_max=100"), "Jobs").one("ol", class_="histogram").all("li")

    assert ["is-outside" in bar.attributes.get("class", "") for bar in bars] == [True, *[False] * 3, *[True] * 4]


def test_years_are_offered_with_their_counts(client):
    ProjectFactory(announced_on="2024-05-01")
    ProjectFactory(announced_on="2025")
    ProjectFactory()

    page = page_of(client, "?year=2024")

    assert choices_of(page, "Announced") == {("year", "2025"): 1, ("year", "2024"): 1}
    assert len(project_names(page)) == 1
    assert choices_of(page_of(client), "Announced")[("missing", "announced_on")] == 1
