"""Charts of a selection: what is solid, what is hatched, what is not stated, and where a row leads."""

import csv
import io
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.models import Project
from projects.showing.bars import Bar, BarChart
from projects.showing.charts import CHARTS, MEASURES, Charts
from projects.spread import by_size, by_year
from projects.stats import stats
from tests.elements import project_names, read
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ClaimFactory, ProjectFactory, ProjectRelationFactory
from tests.pages import queries_of

QUERIES = 81
# The row of a chart of sums where all projects of the selection state by what it groups.
NONE_UNSTATED = ("not stated", None, None)

ends = st.none() | st.integers(0, 10**15)


def charts(measure="investment"):
    return Charts(Project.objects.all(), measure, lambda _name, _key: "", lambda _figure, **_group: "")


def bars_of(name, measure="investment"):
    """The rows of a chart: label, low end, high end."""
    return [(bar.label, bar.low, bar.high) for bar in charts(measure)[name].bars]


def figure_of(client, name, query=""):
    page = read(client.get(f"/projects/?view=charts{query}"))
    return next(
        figure for figure in page.all("figure", class_="bar-chart") if figure["aria-labelledby"] == f"chart-{name}"
    )


def rows_of(client, address):
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@given(st.lists(st.tuples(ends, ends), max_size=8))
def test_every_bar_is_solid_at_most_as_far_as_it_is_possible(pairs):
    bars = [Bar(n, "", *(sorted(pair) if None not in pair else pair), said="") for n, pair in enumerate(pairs)]

    for drawn in BarChart("", "", "", "", bars).drawn:
        assert 0 <= drawn.certain <= drawn.end <= 100
        assert not drawn.bar.is_open or drawn.end == 100


@pytest.mark.parametrize(
    ("low", "high", "solid", "hatched"),
    [
        (50, 50, "50.00%", ""),
        (50, 100, "50.00%", "50.00%"),
        (None, 50, "", "50.00%"),
        (None, None, "", ""),
    ],
)
def test_a_bar_is_solid_to_the_low_end_and_hatched_to_the_high_end(low, high, solid, hatched):
    chart = BarChart("", "", "", "", [Bar("a", "", low, high, ""), Bar("b", "", 100, 100, "")])

    assert (chart.drawn[0].solid, chart.drawn[0].hatched) == (solid, hatched)


def test_a_bar_that_is_open_reaches_beyond_every_closed_one():
    chart = BarChart("", "", "", "", [Bar("a", "", 50, None, ""), Bar("b", "", 100, 100, "")])

    opened, closed = chart.drawn
    assert closed.end < opened.end == 100


@pytest.mark.django_db
class TestGroups:
    @pytest.mark.parametrize("name", ["region", "stage", "country"])
    @pytest.mark.parametrize("measure", MEASURES)
    def test_a_chart_says_what_the_sums_by_group_say(self, name, measure):
        one, two = InvestorFactory(country="CN"), InvestorFactory(country="RU")
        ProjectFactory(region="KZ-31", stage="announced", investment="> 20", jobs="3..5", investors=[one, two])
        ProjectFactory(region="KZ-31", stage="operating", investment="7 EUR", investors=[one])
        ProjectFactory(jobs="~ 100")

        groups = stats(Project.objects.all(), name)["groups"]
        figures = {"investment": "investment_usd", "jobs": "jobs"}
        expected = {
            group["label"]: (group["projects"],) * 2
            if measure == "projects"
            else (group[figures[measure]]["low"], group[figures[measure]]["high"])
            for group in groups
        }
        assert {label: (low, high) for label, low, high in bars_of(name, measure)} == expected

    def test_what_is_not_stated_is_the_last_row(self, client):
        ProjectFactory(region="KZ-31", investment="1")
        ProjectFactory(investment="9")

        rows = figure_of(client, "region").all("li", class_="bar")
        assert rows[-1].one(class_="bar-label").text == "not stated"
        assert rows[-1].one(class_="bar-label").one("a")["href"] == "/projects/?view=charts&missing=region"

    @pytest.mark.parametrize("measure", ["investment", "jobs", "projects"])
    @pytest.mark.parametrize("name", CHARTS)
    def test_not_stated_is_a_row_also_where_all_state_it(self, client, name, measure):
        ProjectFactory(
            region="KZ-31", stage="operating", investment="1", jobs="2", sectors=["energy"], commissioning_on="2027",
            investors=[InvestorFactory()],
        )  # fmt: skip

        last = figure_of(client, name, f"&measure={measure}").all("li", class_="bar")[-1]
        assert last.one(class_="bar-label").text == "not stated"

    def test_sectors_stand_for_all_below_them_and_count_a_project_once(self):
        ProjectFactory(sectors=["energy.coal", "energy.wind"], investment="5")

        assert bars_of("sector") == [("Sector energy", 5, 5), NONE_UNSTATED]

    def test_of_many_investors_the_largest_are_named_and_the_others_are_one_row(self):
        for amount in range(1, 13):
            ProjectFactory(investment=str(amount), investors=[InvestorFactory(slug=f"of-{amount}")])

        bars = charts()["investor"].bars
        assert [bar.key for bar in bars] == [*(f"of-{amount}" for amount in range(12, 2, -1)), "*", None]
        assert (bars[-2].label, bars[-2].low) == ("all others (2)", 3)

    def test_a_year_of_announcement_is_named_only_where_it_is_certain(self):
        ProjectFactory(announced_on="2024-05", investment="1")
        ProjectFactory(announced_on="2024/2025", investment="2")
        ProjectFactory(announced_on="../2024", investment="4")
        ProjectFactory(announced_on="2025-01-31", investment="8")

        assert bars_of("year") == [("2024", 1, 1), ("2025", 8, 8), ("spans years", 6, 6), NONE_UNSTATED]

    def test_a_project_in_several_rows_is_said_to_count_in_each(self):
        ProjectFactory(investors=[InvestorFactory(), InvestorFactory()])

        assert charts()["investor"].notes == ["A project that belongs to several rows counts in each of them."]
        assert charts()["stage"].notes == []

    def test_a_part_of_another_project_is_not_counted_beside_it(self):
        ProjectRelationFactory(
            project=ProjectFactory(stage="announced", investment="2"),
            other=ProjectFactory(stage="announced", investment="5"),
        )

        assert bars_of("stage") == [("announced", 5, 5), NONE_UNSTATED]


@pytest.mark.django_db
class TestSpread:
    @pytest.mark.parametrize(
        ("said", "certain", "possible"),
        [
            ("999999", [0], [0]),
            ("1000000", [1_000_000], [1_000_000]),
            ("< 1000000", [0], [0]),
            ("<= 1000000", [], [0, 1_000_000]),
            ("> 10000000000", [10_000_000_000], [10_000_000_000]),
            ("> 200000000", [], [100_000_000, 1_000_000_000, 10_000_000_000]),
            ("500000..20000000", [], [0, 1_000_000, 10_000_000]),
        ],
    )
    def test_a_figure_is_in_a_class_for_certain_or_possibly(self, said, certain, possible):
        ProjectFactory(investment=said)

        found = by_size(Project.objects.all())
        assert [spread.key for spread in found if spread.certain] == certain
        assert [spread.key for spread in found if spread.possible] == possible

    def test_an_amount_without_a_rate_is_not_called_not_stated(self):
        ProjectFactory(investment="20 EUR")
        ProjectFactory()

        *_classes, no_rate, unstated = by_size(Project.objects.all())
        assert no_rate == ("no_rate", 1, 1)
        assert unstated == (None, 1, 1)

    def test_a_date_that_spans_years_is_possible_in_each_of_them(self):
        ProjectFactory(commissioning_on="2026")
        ProjectFactory(commissioning_on="2025-06/2027")
        ProjectFactory(commissioning_on="2026-11/..")
        ProjectFactory()

        found = by_year(Project.objects.all(), "commissioning")
        assert found == [(2025, 0, 1), (2026, 1, 3), (2027, 0, 2), (None, 1, 1)]


@pytest.mark.django_db
class TestLinks:
    @pytest.mark.parametrize("name", CHARTS)
    @pytest.mark.parametrize("query", ["", "&region=KZ", "&country=CN", "&announced_after=2024-03-01&amount_min=3"])
    def test_a_row_leads_to_just_the_projects_that_it_counts(self, client, name, query):
        china, other = InvestorFactory(slug="a", country="CN"), InvestorFactory(slug="b", country="RU")
        ProjectFactory(
            region="KZ-31", stage="announced", announced_on="2024-05", investment="20", investors=[china, other]
        )
        ProjectFactory(sectors=["energy.coal"], commissioning_on="2026", investment="5000000", investors=[china])
        ProjectFactory(region="KZ-61", announced_on="2024/2025", investment="> 3", commissioning_on="2025/2026")

        for row in rows_of(client, f"/projects/charts/{name}.csv?measure=projects{query}"):
            bar = next(
                bar
                for bar in figure_of(client, name, f"&measure=projects{query}").all("li", class_="bar")
                if bar.one(class_="bar-label").text == row["label"]
            )
            for link in bar.one(class_="bar-label").all("a"):
                listed = read(client.get(link["href"].replace("view=charts", "view=table")))
                assert len(project_names(listed)) == int(row["low"]), link["href"]


@pytest.mark.django_db
class TestPage:
    def test_the_charts_have_the_filters_and_sums_of_the_list(self, client):
        ProjectFactory(title="Port", stage="announced", jobs="5")
        ProjectFactory(title="Mill", stage="operating", jobs="9")

        page = read(client.get("/projects/?view=charts&stage=operating&measure=jobs"))
        table = read(client.get("/projects/?stage=operating"))
        assert page.one(class_="selection-totals").text == table.one(class_="selection-totals").text
        assert page.one(class_="chips").links()["Take back: stage operating"] == "/projects/?view=charts&measure=jobs"
        assert page.links()["Clear all"] == "/projects/?view=charts&measure=jobs"
        assert page.links()["Table"] == "/projects/?stage=operating&measure=jobs"
        assert table.links()["Charts"] == "/projects/?stage=operating&view=charts"

    @pytest.mark.parametrize(
        ("query", "named"),
        [
            ("view=chart", "view"),
            ("view=charts&view=table", "view"),
            ("view=charts&measure=invesment", "measure"),
            ("view=charts&stage=anounced", "stage"),
        ],
    )
    def test_a_wrong_parameter_is_named_and_nothing_is_drawn(self, client, query, named):
        ProjectFactory(stage="announced")

        page = read(client.get(f"/projects/?{query}"), status=400)
        assert [error.text for error in page.one(id="filter-errors").all("code")] == [named]
        assert page.all("figure", class_="bar-chart") == []

    def test_the_form_keeps_the_view(self, client):
        form = read(client.get("/projects/?view=charts&measure=jobs")).one("details", class_="filters")

        kept = {field["name"]: field["value"] for field in form.all("input", type="hidden")}
        assert kept == {"view": "charts", "measure": "jobs"}

    def test_other_formats_do_not_hear_of_the_view(self, client):
        links = read(client.get("/projects/?view=charts&measure=jobs&stage=announced")).links()

        assert links["JSON"] == "/api/v1/projects/?stage=announced&format=json"

    def test_each_chart_has_its_rows_as_a_table(self, client):
        ProjectFactory(region="KZ-31", investment="> 20")

        table = figure_of(client, "region").one("table")
        assert [row.text for row in table.one("tbody").all("tr")] == [
            "Region KZ-31 more than $20 1 of 1",
            "not stated no project –",
        ]

    def test_it_needs_as_many_queries_for_many_projects_as_for_few(self, client):
        for _n in range(3):
            ProjectFactory(region="KZ-31", sectors=["energy"], investors=[InvestorFactory(country="CN")])
        few = queries_of(client, "/projects/?view=charts")
        for n in range(8):
            ProjectFactory(
                region=f"KZ-{n + 40}",
                sectors=[f"branch{n}"],
                investors=[InvestorFactory(country="RU"), InvestorFactory(country="DE")],
                announced_on=f"20{n + 10}",
                investment=str(n),
            )

        assert queries_of(client, "/projects/?view=charts") == few == QUERIES

    def test_the_past_is_drawn_as_it_was(self, client):
        project = ProjectFactory()
        ClaimFactory(project=project, attribute="jobs", value="20", said_on="2023-05")
        ClaimFactory(project=project, attribute="jobs", value="30", said_on="2024-05")

        address = "/projects/charts/stage.csv?measure=jobs"
        assert [row["low"] for row in rows_of(client, address)] == ["30"]
        assert [row["low"] for row in rows_of(client, f"{address}&as_of=2023-12-31")] == ["20"]


@pytest.mark.django_db
class TestFiles:
    @pytest.mark.parametrize("name", CHARTS)
    def test_a_drawing_is_an_svg_of_its_own_with_selection_and_licence(self, client, name):
        ProjectFactory(title="Wind", stage="announced", investment="> 20", investors=[InvestorFactory(name_en="<b>&")])

        response = client.get(f"/projects/charts/{name}.svg?stage=announced")
        text = " ".join(ElementTree.fromstring(response.content).itertext())  # noqa: S314 (made here)
        assert response["Content-Type"].startswith("image/svg+xml")
        assert f'filename="{name}-investment-' in response["Content-Disposition"]
        assert "stage: announced" in text
        assert "CC BY 4.0" in text

    def test_a_table_says_both_ends_and_of_how_many_projects(self, client):
        ProjectFactory(stage="announced", jobs="> 20")
        ProjectFactory(stage="announced")

        assert rows_of(client, "/projects/charts/stage.csv?measure=jobs")[:1] == [
            {
                "key": "announced",
                "label": "announced",
                "low": "20",
                "high": "",
                "open": "true",
                "said": "more than 20",
                "stated_by": "1",
                "of": "2",
            }
        ]

    @pytest.mark.parametrize("address", ["beauty.svg", "region.png", "region"])
    def test_a_chart_that_is_none_is_not_found(self, client, address):
        assert client.get(f"/projects/charts/{address}").status_code == 404

    @pytest.mark.parametrize(("query", "named"), [("stage=anounced", "stage"), ("measure=x", "measure"), ("a=b", "a")])
    def test_a_file_of_a_wrong_selection_is_refused_by_name(self, client, query, named):
        page = read(client.get(f"/projects/charts/region.svg?{query}"), status=400)

        assert page.one(id="filter-errors").one("code").text == named
