"""How a sum is made: its terms add up to it, and who is not in it is named with the reason."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lib.bounds import total
from projects.explain import SUMS, Explanation, Grouped
from projects.models import Claim, Project
from projects.services import save_project
from projects.stats import GROUPINGS, MOST_NAMED, plain, stats
from tests.api import codes, errors
from tests.factories.projects import (
    ClaimFactory,
    ExchangeRateFactory,
    FacilityFactory,
    ProjectFactory,
    ProjectRelationFactory,
)

ADDRESS = "projects/explain/"


def explained(api, query):
    response = api.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def slugs_of(rows):
    return [row["project"]["slug"] for row in rows]


def reasons_of(answer):
    return [(row["slug"], row["reason"]) for row in answer["excluded"]]


def test_the_terms_come_largest_first_with_claim_and_words(api, db):
    small, large = ProjectFactory(slug="small", jobs="~ 300"), ProjectFactory(slug="large", jobs="> 4000")

    answer = explained(api, "figure=jobs")

    assert slugs_of(answer["terms"]) == ["large", "small"]
    term = answer["terms"][1]
    assert (term["value"], term["low"], term["high"], term["bound"]) == (300, 270, 330, "about")
    claim = Claim.objects.get(project=small)
    assert (term["claim"], term["rate"]) == (str(claim.uid), None)
    assert term["url"] == f"http://testserver{claim.citation.get_absolute_url()}"
    sums = api.get("projects/stats/").json()["total"]
    assert answer["total"] | {"explain": "http://testserver/api/v1/projects/explain/?figure=jobs"} == sums["jobs"]
    assert large.title == answer["terms"][0]["project"]["title"]


def test_money_of_another_currency_names_its_rate_or_is_left_out(api, db):
    rate = ExchangeRateFactory(day="2025-06-13", rate="500")
    tenge = ClaimFactory(value="100000 KZT", said_on="2025-06-16", project=ProjectFactory(slug="tenge"))
    yuan = ClaimFactory(value="7 CNY", project=ProjectFactory(slug="yuan"))

    answer = explained(api, "figure=investment_usd")

    assert [(term["claim"], term["value"], term["rate"]) for term in answer["terms"]] == [
        (str(tenge.uid), 200, {"rate": 500, "day": "2025-06-13", "source": rate.source.slug})
    ]
    assert answer["excluded"] == [{"slug": "yuan", "reason": "no_rate", "claim": str(yuan.uid)}]


def test_what_is_not_stated_is_there_by_name_with_the_claim_that_says_so(api, db):
    ProjectFactory(slug="silent")
    searched = ClaimFactory(attribute="jobs", missing="searched_not_found", project=ProjectFactory(slug="searched"))

    answer = explained(api, "figure=jobs")

    assert (answer["count"], answer["terms"], answer["total"]["said"]) == (0, [], "not stated")
    assert answer["excluded"] == [
        {"slug": "searched", "reason": "searched_not_found", "claim": str(searched.uid)},
        {"slug": "silent", "reason": "not_stated", "claim": None},
    ]


def test_who_counts_with_another_one_is_no_term_and_names_the_other(api, db):
    whole, part = ProjectFactory(slug="whole", jobs="10"), ProjectFactory(slug="part", jobs="4")
    ProjectRelationFactory(project=part, other=whole, kind="part_of")

    answer = explained(api, "figure=jobs")

    assert slugs_of(answer["terms"]) == ["whole"]
    assert answer["excluded"] == [{"slug": "part", "reason": "part_of", "other": "whole", "claim": None}]


def test_a_capacity_says_unclear_and_other_senses_and_counts_plants_where_the_whole_has_none(api, db):
    plants = ProjectFactory(slug="plants")
    for slug, value in (("one", "500 KWT"), ("two", "3 MAW")):
        FacilityFactory(project=plants, slug=slug)
        ClaimFactory(project=plants, attribute="capacity", facility=slug, value=value)
    ProjectFactory(slug="tonnes", capacity="5 TNE")
    unclear = {"attribute": "capacity", "missing": "unclear", "as_printed": "big"}
    ProjectFactory(slug="unclear", claims=[unclear])
    ProjectFactory(slug="silent")

    answer = explained(api, "figure=capacity:MW")

    assert [(term["facility"], term["value"]) for term in answer["terms"]] == [("two", 3), ("one", 0.5)]
    assert reasons_of(answer) == [("silent", "not_stated"), ("tonnes", "other_sense"), ("unclear", "unclear")]
    assert (answer["excluded_count"], answer["total"]["unit"]) == (3, "MAW")
    address = "http://testserver/api/v1/projects/explain/?figure=capacity:MW"
    sums = api.get("projects/stats/").json()["total"]["capacity"]
    assert answer["total"] | {"explain": address} == sums["MW"]


def test_filters_groups_and_pages_choose_the_terms(api, db):
    ProjectFactory(slug="a", jobs="10", stage="announced", sectors=["agro"])
    ProjectFactory(slug="b", jobs="20", stage="announced")
    ProjectFactory(slug="c", jobs="30")

    assert slugs_of(explained(api, "figure=jobs&stage=announced")["terms"]) == ["b", "a"]
    assert slugs_of(explained(api, "figure=jobs&group_by=sector&group=agro")["terms"]) == ["a"]
    assert slugs_of(explained(api, "figure=jobs&group_by=sector&group=")["terms"]) == ["c", "b"]
    assert slugs_of(explained(api, "figure=jobs&group_by=stage&group=null")["terms"]) == ["c"]
    second = explained(api, "figure=jobs&page_size=1&page=2")
    assert (slugs_of(second["terms"]), second["count"], second["total"]["low"]) == (["b"], 3, 60)
    assert second["next"] == "http://testserver/api/v1/projects/explain/?figure=jobs&page_size=1&page=3"


def test_a_view_of_the_past_explains_the_sum_of_then(api, db):
    project = ProjectFactory(slug="port")
    ClaimFactory(project=project, attribute="jobs", value="20", said_on="2023-05-01")
    ClaimFactory(project=project, attribute="jobs", value="70", said_on="2024-05-01")

    (term,) = explained(api, "figure=jobs&as_of=2023-12-31")["terms"]

    assert term["value"] == 20


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("", {"figure": "required"}),
        ("figure=jbos", {"figure": "invalid"}),
        ("figure=capacity", {"figure": "invalid"}),
        ("figure=jobs&figure=investment_usd", {"figure": "invalid"}),
        ("figure=jobs&regoin=KZ", {"regoin": "unknown"}),
        ("figure=jobs&ordering=jobs", {"ordering": "unknown"}),
        ("figure=jobs&group_by=regoin&group=KZ", {"group_by": "invalid"}),
        ("figure=jobs&group_by=region", {"group": "required"}),
        ("figure=jobs&group=KZ-31", {"group_by": "required"}),
        ("figure=jobs&group_by=stage&group=anounced", {"group": "invalid"}),
        ("figure=jobs&group_by=stage&group=announced,agreed", {"group": "invalid"}),
        ("figure=jobs&group_by=year&group=soon", {"group": "invalid"}),
        ("figure=jobs&page=2", {"page": "not_found"}),
        ("figure=jobs&page=none", {"page": "invalid"}),
        ("figure=jobs%00", {"figure": "invalid"}),
    ],
)
def test_what_is_wrong_is_named(api, db, query, wrong):
    ProjectFactory(jobs="3")

    assert codes(api.get(f"{ADDRESS}?{query}"), 400) == wrong


@pytest.mark.parametrize(
    ("query", "name", "near"),
    [
        ("figure=jbos", "figure", "jobs"),
        ("figure=capacity", "figure", "capacity:MW"),
        ("figure=jobs&group_by=regoin&group=x", "group_by", "region"),
        ("figure=jobs&group_by=stage&group=anounced", "group", "announced"),
    ],
)
def test_what_is_wrong_has_near_matches(api, db, query, name, near):
    assert near in errors(api.get(f"{ADDRESS}?{query}"), 400)[name][0]["suggestions"]


@pytest.mark.parametrize("figure", ["jobs", "investment_usd", "capacity:MW"])
@pytest.mark.parametrize("rows", [1, 6])
def test_it_takes_a_fixed_number_of_statements(api, db, django_assert_num_queries, figure, rows):
    ExchangeRateFactory()
    for n in range(rows):
        ProjectFactory(jobs="5", investment="5000 KZT", capacity="5 MAW", stage="announced")
        ProjectFactory(claims=[{"attribute": "capacity", "missing": "unclear", "as_printed": f"big {n}"}])

    with django_assert_num_queries({"capacity:MW": 11}.get(figure, 9)):
        explained(api, f"figure={figure}")


@pytest.mark.parametrize("word", ["explain", "facets", "stats"])
def test_no_project_is_called_like_an_address_of_the_list(db, word):
    with pytest.raises(ValidationError) as refused:
        save_project(None, {"slug": word, "title_en": "A project"}, user=None)

    assert [error.code for error in refused.value.error_dict["slug"]] == ["reserved"]


def test_each_capacity_that_stats_can_have_is_a_figure_of_its_own():
    assert {"capacity:MW", "capacity:t/a input", "capacity:ha"} <= set(SUMS)
    assert max(Counter((one.unit, one.per, one.basis) for one in SUMS.values() if one.unit).values()) == 1


SIGNS = ["", "~ ", "> ", ">= ", "<= ", "< "]
NUMBERS = st.one_of(
    st.builds("{}{}".format, st.sampled_from(SIGNS), st.integers(0, 10**6)),
    st.builds(lambda low, more: f"{low}..{low + more}", st.integers(0, 10**6), st.integers(0, 10**6)),
)
MONEY = st.builds("{} {}".format, NUMBERS, st.sampled_from(["USD", "KZT", "CNY"]))
CAPACITY = st.builds("{} {}".format, NUMBERS, st.sampled_from(["MAW", "KWT", "A90", "TNE"]))
PROJECT = st.fixed_dictionaries(
    {
        "investment": st.none() | MONEY,
        "jobs": st.none() | NUMBERS,
        "capacity": st.none() | CAPACITY,
        "stage": st.none() | st.sampled_from(["announced", "operating"]),
        "announced_on": st.none() | st.sampled_from(["2023", "2024-05", "2025-06-16"]),
        "region": st.none() | st.sampled_from(["KZ-31", "KZ"]),
        "sectors": st.lists(st.sampled_from(["agro", "energy"]), unique=True),
        "plants": st.lists(CAPACITY, max_size=2),
        "is_part": st.booleans(),
    }
)


def make(project, earlier):
    made = ProjectFactory(**{name: value for name, value in project.items() if name not in ("plants", "is_part")})
    for value in project["plants"]:
        plant = FacilityFactory(project=made)
        ClaimFactory(project=made, attribute="capacity", facility=plant.slug, value=value)
    if project["is_part"] and earlier:
        ProjectRelationFactory(project=made, other=earlier, kind="part_of")
    return made


def summed(explanation):
    """What the terms add up to, as a sum of `stats` says it."""
    found = total(explanation.term(claim) for claim in explanation.terms)
    if found is None:
        return {"low": None, "high": None, "value": None, "bound": "", "about": False}
    numbers = {name: plain(getattr(found, name)) for name in ("low", "high", "value")}
    return numbers | {"bound": found.bound, "about": found.about}


def parts_of(answer):
    """Each sum of an answer of `stats` and of its groups: what group it is of, its name, and the sum."""
    groups = [(None, answer["total"])]
    for group in answer.get("groups", []):
        groups.append((Grouped(answer["group_by"], str(group["key"] or "")), group))
    for grouped, part in groups:
        yield grouped, "investment_usd", part["investment_usd"]
        yield grouped, "jobs", part["jobs"]
        for key, figures in part["capacity"].items():
            yield grouped, f"capacity:{key}", figures


class Sums(TestCase):
    """Over projects of all kinds: what is explained is what is said."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(PROJECT, max_size=4), st.sampled_from([None, *GROUPINGS]))
    def test_the_terms_add_up_to_the_sum_and_who_is_missing_is_named(self, projects, group_by):
        ExchangeRateFactory()
        earlier = None
        for project in projects:
            earlier = make(project, earlier)

        for grouped, name, figures in parts_of(stats(Project.objects.public(), group_by)):
            explanation = Explanation(Project.objects.public(), SUMS[name], grouped)
            assert explanation.total == figures
            assert summed(explanation) == {key: figures[key] for key in ("low", "high", "value", "bound", "about")}
            unstated = {row["slug"] for row in explanation.excluded} - {row["slug"] for row in explanation.left_out}
            stating = set(explanation.terms.values_list("project__slug", flat=True))
            assert len(stating) == figures["stated_by"]
            assert len(unstated | stating) == figures["of"]
            assert explanation.excluded_count == len(explanation.excluded) <= MOST_NAMED

    @settings(max_examples=15, deadline=None)
    @given(st.lists(PROJECT, max_size=4), st.sampled_from(GROUPINGS))
    def test_no_lowest_end_lies_above_its_highest(self, projects, group_by):
        ExchangeRateFactory()
        earlier = None
        for project in projects:
            earlier = make(project, earlier)

        for _grouped, _name, figures in parts_of(stats(Project.objects.public(), group_by)):
            low, high, value = figures["low"], figures["high"], figures["value"]
            assert (low is None) == (figures["stated_by"] == 0)
            assert high is None or low <= high
            assert value is None or (low <= value and (high is None or value <= high))
