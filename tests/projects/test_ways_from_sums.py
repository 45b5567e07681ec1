"""From each sum on a page, in a chart or in an answer one link leads to its terms, and those add up to it."""

import re

import pytest

from lib.numbers import number
from projects.filters import PART
from projects.models import Project
from projects.showing.charts import CHARTS, Charts
from projects.showing.counts import explain_url
from projects.showing.totals import dollars, in_words
from projects.stats import GROUPINGS
from tests.api import codes
from tests.elements import read
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db

SAID = ("low", "high", "stated_by", "of")
WRITTEN = {"investment_usd": dollars, "jobs": number}


@pytest.fixture
def projects():
    """Projects in several groups and in none, more investors than a chart names, and one that counts with another."""
    firms = [InvestorFactory(country=country) for country in ("CN", "KZ", "", *["CN"] * 9)]
    for n, firm in enumerate(firms):
        ProjectFactory(
            investment=f"> {n + 1}000000",
            jobs=f"~ {n + 1}0" if n % 2 else None,
            investors=[firm, firms[0]][: 1 + n % 2],
            sectors=[["energy.coal", "energy"], ["agro"], []][n % 3],
            region=["KZ-31", "KZ-61", "KZ", None][n % 4],
            stage=["announced", None][n % 2],
            announced_on=["2024", "2025-03", "2023/2024"][n % 3],
        )
    whole = Project.objects.first()
    relation = {"kind": "part_of", "project": {"slug": whole.slug}}
    ProjectFactory(investment="5", jobs="1", region="KZ-75", stage="announced", relations=[relation])


def answer(api, address):
    """The explanation in the API that a page's link leads to on a page."""
    response = api.get(re.sub(r"^.*?/projects/explain/", "projects/explain/", address))
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.parametrize("measure", ["investment", "jobs"])
@pytest.mark.parametrize("name", [name for name, chart in CHARTS.items() if hasattr(chart, "dimension")])
def test_each_bar_of_a_sum_leads_to_its_terms(api, projects, name, measure):
    charts = Charts(Project.objects.all(), measure, lambda _name, _key: "", explain_url)

    bars = charts[name].bars

    assert len(bars) > 1
    for bar in bars:
        if not bar.of:  # "not stated", where all state it
            assert not bar.explain_url
            continue
        explained = answer(api, bar.explain_url)
        found = [explained["total"][part] for part in SAID]
        assert found == [bar.low, bar.high, bar.stated_by, bar.of], bar.label
        assert explained["count"] == bar.stated_by


def test_the_links_of_a_chart_keep_the_selection_and_its_view_of_the_past(client, projects):
    page = read(client.get("/projects/?view=charts&measure=jobs&region=KZ&as_of=2100-01-01&page_size=25"))

    links = [link["href"] for link in page.all("a") if "/projects/explain/" in link.get("href", "")]

    assert len(links) > 10
    for link in links:
        assert "region=KZ" in link
        assert "as_of=2100-01-01" in link
        assert read(client.get(link)).all("table")


@pytest.mark.parametrize("address", ["/", "/regions/KZ/", "/regions/KZ/?as_of=2100-01-01"])
def test_each_sum_of_a_table_by_place_leads_to_its_terms(client, api, projects, address):
    links = read(client.get(address)).all("a", class_="sum")

    assert len(links) >= 8
    for link in links:
        explained = answer(api, link["href"])
        assert link.text == in_words(explained["total"], WRITTEN[explained["figure"]])
        assert ("as_of" in link["href"]) == ("as_of" in address)


@pytest.mark.parametrize("group_by", ["", *GROUPINGS])
def test_each_sum_of_an_answer_names_the_address_of_its_terms(api, projects, group_by):
    found = api.get(f"projects/stats/?group_by={group_by}&region=KZ").json()

    for part in (found["total"], *found.get("groups", [])):
        for figures in (part["investment_usd"], part["jobs"], *part["capacity"].values()):
            explained = answer(api, figures["explain"])
            assert [explained["total"][name] for name in SAID] == [figures[name] for name in SAID]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("but=tbea", {"group_by": "required"}),
        ("group_by=stage&group=announced&but=closed", {"but": "invalid"}),
        ("group_by=investor&but=nobody", {"but": "invalid"}),
        ("group_by=part&group=KZ-31", {"group_by": "invalid"}),
        ("group_by=part&group=KZ-31&region=KZ&match=possible", {"group_by": "invalid"}),
        ("group_by=part&group=nowhere&region=KZ", {"group": "invalid"}),
        ("group_by=certain_year&group=-2", {"group": "invalid"}),
        ("group_by=top_sector&group=nothing", {"group": "invalid"}),
    ],
)
def test_what_is_wrong_with_a_group_is_named(api, projects, query, wrong):
    assert codes(api.get(f"projects/explain/?figure=jobs&{query}"), 400) == wrong


def test_all_groups_but_some_are_named_on_the_page(client, projects):
    page = read(client.get("/projects/explain/?figure=jobs&group_by=stage&but=operating"))

    assert "all but operating" in page.text


def test_parts_are_no_grouping_of_sums(api):
    assert codes(api.get(f"projects/stats/?group_by={PART}&region=KZ"), 400) == {"group_by": "unknown"}


@pytest.mark.parametrize(
    ("others", "alone"),
    [
        ("group_by=country&but=CN", "group_by=country&group=KZ"),
        ("group_by=certain_year&but=2024,2025", "group_by=certain_year&group=-1"),
    ],
)
def test_all_other_groups_have_nothing_of_what_is_not_stated(api, projects, others, alone):
    found = api.get(f"projects/explain/?figure=investment_usd&{others}").json()["total"]

    expected = api.get(f"projects/explain/?figure=investment_usd&{alone}").json()["total"]
    assert found["of"]
    assert [found[name] for name in SAID] == [expected[name] for name in SAID]
