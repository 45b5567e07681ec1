"""The page that tells how a sum is made."""

import pytest

from tests.elements import read
from tests.factories.projects import ClaimFactory, ExchangeRateFactory, FacilityFactory, ProjectFactory
from tests.pages import queries_of

pytestmark = pytest.mark.django_db

ADDRESS = "/projects/explain/"
# Who is left out, the sum, its terms and their doubts, who is not in it and their titles.
QUERIES = 11


def page_of(client, query, status=200):
    return read(client.get(f"{ADDRESS}?{query}"), status=status)


def rows_of(page, section):
    table = page.one("section", aria_labelledby=section).one("table")
    return [row.text for row in table.one("tbody").all("tr")]


def test_it_says_the_sum_its_limits_and_how_it_is_made(client):
    for jobs in ("1500", "> 4000", "~ 300", None, None):
        ProjectFactory(jobs=jobs)

    page = page_of(client, "figure=jobs")

    assert page.one("h1").text == "How this sum is made"
    total = page.one("dl", class_="totals").text
    assert total == "Jobs more than about 5,800 at least 5,770, no upper limit stated by 3 of 5"
    assert "one that is open leaves the sum open" in page.one("p", class_="lead").text
    assert page.one("tfoot").text == "Sum of all terms 5,770 open"


def test_each_term_leads_to_its_words_and_its_claim(client):
    claim = ClaimFactory(attribute="jobs", value="> 4000", exact="more than 4,000 jobs", as_printed="more than 4,000")

    links = page_of(client, "figure=jobs").one("section", aria_labelledby="terms").links()

    assert claim.citation.get_absolute_url() in links.values()
    assert claim.get_absolute_url() in links.values()
    assert claim.project.get_absolute_url() in links.values()


def test_what_is_not_stated_stands_there_by_name(client):
    ProjectFactory(slug="port", title="Port")
    ClaimFactory(project=ProjectFactory(slug="mill", title="Mill"), attribute="jobs", missing="withheld")

    page = page_of(client, "figure=jobs")

    assert "No project of this selection states it." in page.text
    assert rows_of(page, "excluded") == ["Mill Withheld The claim (Mill)", "Port Not stated –"]


def test_money_of_another_currency_shows_its_rate_and_where_it_is_from(client):
    rate = ExchangeRateFactory(day="2025-06-13", rate="500")
    ClaimFactory(value="100000 KZT", said_on="2025-06-16")

    (row,) = rows_of(page_of(client, "figure=investment_usd"), "terms")

    assert "$200 $200 500 KZT for one dollar on June 13, 2025" in row
    assert rate.source.title in row


def test_the_term_of_a_plant_names_it(client):
    project = ProjectFactory()
    FacilityFactory(project=project, slug="mill", name_en="Old mill")
    ClaimFactory(project=project, attribute="capacity", facility="mill", value="3 MAW")

    (row,) = rows_of(page_of(client, "figure=capacity:MW"), "terms")

    assert "Old mill" in row
    assert "3 MW" in row


def test_chips_take_filters_and_the_group_back_and_keep_the_figure(client):
    ProjectFactory(jobs="3", stage="announced", region="KZ-31")

    page = page_of(client, "figure=jobs&region=KZ-31&group_by=stage&group=announced")

    chips = [chip["href"] for chip in page.one("ul", class_="chips").all("a")]
    assert chips == [
        f"{ADDRESS}?figure=jobs&group_by=stage&group=announced",
        f"{ADDRESS}?figure=jobs&region=KZ-31",
        f"{ADDRESS}?figure=jobs",
    ]
    assert "/projects/?region=KZ-31" in page.links().values()


def test_the_group_of_what_is_not_stated_is_a_chip_too(client):
    ProjectFactory(jobs="3")

    assert "stage not stated" in page_of(client, "figure=jobs&group_by=stage&group=").one("ul", class_="chips").text


def test_it_has_pages_and_the_same_as_json(client):
    for n in range(3):
        ProjectFactory(jobs=str(n + 1))

    page = page_of(client, "figure=jobs&page_size=2&page=2")

    assert len(rows_of(page, "terms")) == 1
    assert page.one("nav", class_="pager").links()["← Previous"] == "?figure=jobs&page_size=2&page=1"
    assert page.one("ul", class_="formats").links() == {"JSON": "/api/v1/projects/explain/?figure=jobs&format=json"}


@pytest.mark.parametrize(
    ("query", "named", "meant"),
    [
        ("figure=jbos", "figure", "?figure=jobs"),
        ("figure=jobs&stage=anounced", "stage", "?figure=jobs&stage=announced"),
        ("figure=jobs&regoin=KZ", "regoin", "?figure=jobs&region=KZ"),
        ("", "figure", "?figure=jobs"),
    ],
)
def test_what_is_wrong_is_named_and_no_sum_is_shown(client, query, named, meant):
    ProjectFactory(title="Port", jobs="3")

    page = page_of(client, query, status=400)

    found = page.one(id="filter-errors")
    assert [error.text for error in found.all("code")] == [named]
    assert f"{ADDRESS}{meant}" in found.links().values()
    assert "Port" not in page.text


def test_a_sum_of_the_past_leads_to_its_explanation_in_the_past(client):
    ClaimFactory(attribute="jobs", value="20", said_on="2023-05-01", project=ProjectFactory(region="KZ-31"))

    for address in ("/", "/projects/", "/regions/KZ-31/"):
        links = read(client.get(f"{address}?as_of=2030-01-01")).links().values()
        explained = {link for link in links if "figure=jobs" in link}
        assert explained
        for link in explained:
            assert "as_of=2030-01-01" in link
            assert read(client.get(link)).one("tfoot").text.endswith("20 20")


@pytest.mark.parametrize("rows", [1, 5])
def test_it_takes_a_fixed_number_of_statements(client, rows):
    ExchangeRateFactory()
    for _n in range(rows):
        ProjectFactory(jobs="5", investment="5000 KZT", stage="announced")
        ProjectFactory(stage="announced")

    assert queries_of(client, f"{ADDRESS}?figure=investment_usd&stage=announced") == QUERIES
