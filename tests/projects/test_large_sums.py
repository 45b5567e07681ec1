"""Sums of the largest amounts that a claim can state are exact, on both databases, and never fail."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.explain import SUMS, Explanation
from projects.models import Project
from projects.stats import stats
from tests.factories.projects import ExchangeRateFactory, ProjectFactory

LARGEST = 10**15 - 1


@pytest.fixture
def cheap(db):
    """Money of so low a rate that amounts in it are more dollars than are kept."""
    ExchangeRateFactory(currency="KZT", rate="0.000001")


def sum_of(group_by=None):
    return stats(Project.objects.public(), group_by)["total"]["investment_usd"]


def test_a_sum_may_be_larger_than_the_columns_hold(cheap):
    for _n in range(12):
        ProjectFactory(investment=f"{LARGEST // 1000} KZT")

    found = sum_of()

    assert found["low"] == found["high"] == 12 * (LARGEST // 1000) * 10**6 > 2**63


def test_a_high_end_that_is_too_large_to_be_kept_leaves_the_sum_open(cheap):
    ProjectFactory(investment=f"{10**11}..{LARGEST} KZT")
    ProjectFactory(investment="1..2 USD")

    found = sum_of("region")

    assert (found["low"], found["high"], found["bound"]) == (10**17 + 1, None, "at_least")
    assert found["said"] == "at least $100,000,000,000,000,001"


def test_such_a_sum_is_said_on_a_page(cheap, client):
    ProjectFactory(investment=f"{10**11}..{LARGEST} KZT")

    assert "at least $100,000,000,000,000,000" in client.get("/projects/").text


SIGNS = st.sampled_from(["", "~ ", "> ", ">= ", "<= ", "< "])
ANY = st.sampled_from([1, 10**6, 10**11, LARGEST]) | st.integers(0, LARGEST)
FIGURES = st.builds("{}{}".format, SIGNS, ANY) | st.tuples(ANY, ANY).map(lambda ends: "{}..{}".format(*sorted(ends)))
MONEY = st.builds("{} {}".format, FIGURES, st.sampled_from(["USD", "KZT"]))


class Sums(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(MONEY, min_size=1, max_size=8))
    def test_no_lowest_end_lies_above_its_highest(self, amounts):
        ExchangeRateFactory(currency="KZT", rate="0.000001")
        for amount in amounts:
            ProjectFactory(investment=amount, stage="announced")

        answer = stats(Project.objects.public(), "stage")

        for part in (answer["total"], *answer["groups"]):
            found = part["investment_usd"]
            assert found["high"] is None or found["low"] <= found["high"]
            assert found["value"] is None or found["low"] <= found["value"]
        explanation = Explanation(Project.objects.public(), SUMS["investment_usd"])
        assert explanation.total == answer["total"]["investment_usd"]
        assert len(explanation.terms) == explanation.total["stated_by"]
