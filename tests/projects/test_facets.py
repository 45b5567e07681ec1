"""Facets that are more than a count by value: years, histograms, lists that are empty."""

import pytest

from tests.api import codes, results
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def slugs(api, query):
    return sorted(row["slug"] for row in results(api.get(f"projects/?{query}")))


def counts(api, name, query=""):
    return {value["value"]: value["count"] for value in api.get(f"projects/facets/?{query}").json()[name]}


def classes(api, name, query=""):
    """The classes with a project: (low, high), and how many certainly and possibly."""
    bins = api.get(f"projects/facets/?{query}").json()[name]
    return {(one["low"], one["high"]): (one["certain"], one["possible"]) for one in bins if one["possible"]}


@pytest.fixture
def announced():
    ProjectFactory(slug="exact", announced_on="2025-06-16")
    ProjectFactory(slug="spans", announced_on="2024-11/2025-02")
    ProjectFactory(slug="open", announced_on="2023/..")
    ProjectFactory(slug="silent")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=2025", ["exact"]),
        ("year=2024", []),
        ("year=2025&match=possible", ["exact", "open", "spans"]),
        ("year=2024&match=possible", ["open", "spans"]),
        ("year=2022&match=possible", []),
        ("year=2024,2025", ["exact"]),
        ("missing=announced_on", ["silent"]),
    ],
)
def test_a_year_takes_what_was_certainly_or_possibly_announced_in_it(api, announced, query, found):
    assert slugs(api, query) == found


@pytest.mark.parametrize("year", ["25", "2025-06", "0000", "20255", "٢٠٢٥", "this"])
def test_a_year_has_four_digits(api, year):
    assert codes(api.get(f"projects/?year={year}"), 400) == {"year": "invalid"}


def test_years_are_counted_the_latest_first(api, announced):
    assert counts(api, "year") == {2025: 1, None: 1}
    assert list(counts(api, "year", "match=possible").items()) == [(2025, 3), (2024, 2), (2023, 1), (None, 1)]


@pytest.mark.parametrize("match", ["certain", "possible"])
def test_each_count_of_a_year_is_what_the_list_then_has(api, announced, match):
    for year, count in counts(api, "year", f"year=2025&match={match}").items():
        asked = "missing=announced_on" if year is None else f"year={year}"
        assert len(slugs(api, f"{asked}&match={match}")) == count


def test_a_figure_that_spans_classes_is_possible_in_each_of_them(api):
    ProjectFactory(jobs="20")
    ProjectFactory(jobs="> 1000")
    ProjectFactory(jobs="20..40")
    ProjectFactory()

    assert classes(api, "jobs") == {
        (10, 29): (1, 2),
        (30, 99): (0, 1),
        (1000, 2999): (0, 1),
        (3000, 9999): (0, 1),
        (10000, None): (0, 1),
        (None, None): (1, 1),
    }


def test_a_histogram_counts_under_all_filters_but_its_own(api):
    ProjectFactory(investment="5000000", stage="announced")
    ProjectFactory(investment="50000000", stage="announced")
    ProjectFactory(investment="50000000", stage="closed")

    found = classes(api, "amount", "stage=announced&amount_min=20000000")

    assert found == {(3_000_000, 9_999_999): (1, 1), (30_000_000, 99_999_999): (1, 1)}


def test_an_amount_without_a_rate_is_beside_the_classes_and_not_called_not_stated(api):
    ProjectFactory(investment="5 KZT")

    last = api.get("projects/facets/").json()["amount"][-2:]

    assert [(one["label"], one["certain"]) for one in last] == [("no rate to US dollars", 1), ("not stated", 0)]


@pytest.mark.parametrize("member", ["sectors", "participations", "products", "aims"])
def test_projects_whose_list_is_empty_can_be_asked_for(api, member):
    full = {"sectors": ["agro"], "investors": [InvestorFactory()], "products": ["tea"], "aims": ["export"]}
    ProjectFactory(slug="full", **full)
    ProjectFactory(slug="empty", **full | {"investors" if member == "participations" else member: []})

    assert slugs(api, f"missing={member}") == ["empty"]
    assert counts(api, "missing")[member] == 1
