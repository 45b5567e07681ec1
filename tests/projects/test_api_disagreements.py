"""Disagreements over the API: one project's evidence side by side, the list of all by size, and the filter."""

import pytest

from projects.models import Claim, Publication
from projects.services import withdraw_project
from tests.api import Api, codes, errors, results, slugs
from tests.factories.projects import ClaimFactory, ExchangeRateFactory, FacilityFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def say(project, attribute, *values, **members):
    for day, value in enumerate(values, 1):
        source = SourceFactory(published=f"2025-06-{day:02}")
        ClaimFactory(project=project, attribute=attribute, value=value, source=source, **members)
    return project


@pytest.fixture
def port():
    project = say(ProjectFactory(slug="port", title="Port"), "investment", "300..350 USD", "800 USD")
    return say(project, "region", "KZ-31", "KZ-61")


@pytest.fixture
def mill():
    return say(say(ProjectFactory(slug="mill"), "jobs", "100", "90"), "investment", "5 USD", "5 USD")


def about(groups):
    return [(group["project"], group["attribute"], group["spread"]) for group in groups]


def test_the_evidence_of_a_project_shows_all_claims_of_one_thing_side_by_side(api, port):
    answer = api.get("projects/port/evidence/").json()

    assert answer["project"] == "port"
    investment, region = answer["groups"]
    assert (investment["attribute"], investment["differs"], investment["spread"]) == ("investment", True, 0.625)
    assert [(claim["low"], claim["high"]) for claim in investment["claims"]] == [(800, 800), (300, 350)]
    assert investment["stands"] == investment["claims"][0]["uid"]
    assert (investment["rule"], investment["why"]) == ("newer", "it was said later")
    assert (region["attribute"], region["differs"], region["spread"]) == ("region", True, None)


def test_the_claims_of_the_evidence_are_in_the_record_form(api, port):
    claims = {claim["uid"]: claim for claim in api.get("projects/port/").json()["claims"]}

    for group in api.get("projects/port/evidence/").json()["groups"]:
        assert group["claims"] == [claims[claim["uid"]] for claim in group["claims"]]


def test_the_evidence_can_be_narrowed_to_attributes(api, port):
    groups = api.get("projects/port/evidence/?attribute=region").json()["groups"]

    assert [group["attribute"] for group in groups] == ["region"]
    assert codes(api.get("projects/port/evidence/?attribute=regoin"), 400) == {"attribute": "invalid"}
    assert codes(api.get("projects/port/evidence/?page=1"), 400) == {"page": "unknown"}


def test_each_group_says_of_what_it_is(api):
    project = ProjectFactory(slug="port")
    FacilityFactory(project=project, slug="quay")
    say(project, "capacity", "5 TNE", facility="quay", basis="input", for_date="2027", per="ANN")

    (group,) = api.get("projects/port/evidence/").json()["groups"]

    assert (group["facility"], group["basis"], group["for_date"], group["label"]) == (
        "quay",
        "input",
        "2027",
        "capacity",
    )
    assert (group["rule"], group["differs"], group["spread"]) == ("only", False, None)


def test_a_group_where_nothing_stands_says_so(api):
    say(ProjectFactory(slug="port"), "jobs", "5", rank="deprecated", reason="An error.")

    (group,) = api.get("projects/port/evidence/").json()["groups"]

    assert (group["stands"], group["rule"], group["why"]) == (None, None, None)


def test_the_list_has_all_disagreements_the_largest_first_and_those_without_a_size_last(api, port, mill):
    answer = api.get("disagreements/").json()

    assert about(answer["results"]) == [("port", "investment", 0.625), ("mill", "jobs", 0.1), ("port", "region", None)]
    assert (answer["count"], answer["next"], answer["previous"]) == (3, None, None)
    assert all(group["differs"] for group in answer["results"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("attribute=jobs", ["mill"]),
        ("attribute=jobs,region", ["mill", "port"]),
        ("project=port", ["port", "port"]),
        ("project=port&attribute=jobs", []),
        ("ordering=spread", ["mill", "port", "port"]),
        ("ordering=project", ["mill", "port", "port"]),
        ("ordering=-attribute", ["port", "mill", "port"]),
    ],
)
def test_the_list_is_narrowed_and_ordered(api, port, mill, query, expected):
    assert slugs(api.get(f"disagreements/?{query}"), "project") == expected


def test_the_list_is_paged(api, port, mill):
    first = api.get("disagreements/?page_size=2&attribute=investment,jobs,region").json()

    last = api.get(first["next"].removeprefix("http://testserver")).json()

    assert len(first["results"]) == 2
    assert about(last["results"]) == [("port", "region", None)]
    assert last["next"] is None
    assert codes(api.get("disagreements/?page=3"), 400) == {"page": "not_found"}


@pytest.mark.parametrize("query", ["cursor=", "atribute=jobs", "stage=announced"])
def test_a_parameter_that_the_list_does_not_know_is_an_error(api, query):
    assert set(errors(api.get(f"disagreements/?{query}"), 400)) == {query.partition("=")[0]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("disagrees=investment", ["port"]),
        ("disagrees=jobs", ["mill"]),
        ("disagrees=jobs,region", ["mill", "port"]),
        ("disagrees=investment&disagrees=jobs", ["mill", "port"]),
        ("disagrees=stage", []),
        ("disagrees=investment&region=KZ-31", []),
    ],
)
def test_projects_are_narrowed_to_those_whose_sources_disagree(api, port, mill, query, expected):
    ProjectFactory(slug="quiet", investment="5 USD", jobs="3")

    assert slugs(api.get(f"projects/?{query}&ordering=slug")) == expected


def test_facets_and_sums_go_by_the_same_filter(api, port, mill):
    stats = api.get("projects/stats/?disagrees=investment").json()["total"]
    facets = api.get("projects/facets/?disagrees=investment").json()

    assert (stats["projects"], stats["investment_usd"]["low"]) == (1, 800)
    assert [(value["value"], value["count"]) for value in facets["kind"]] == [("single", 1)]
    assert codes(api.get("projects/?disagrees=invesment"), 400) == {"disagrees": "invalid"}


def test_a_facility_of_the_project_counts_as_well(api):
    project = ProjectFactory(slug="port")
    FacilityFactory(project=project, slug="quay")
    say(project, "jobs", "5", "6", facility="quay")

    assert slugs(api.get("projects/?disagrees=jobs")) == ["port"]


def test_money_of_different_currencies_disagrees_only_where_a_rate_is_known(api):
    say(ProjectFactory(slug="port"), "investment", "500000 KZT", "800 USD")
    assert api.get("disagreements/").json()["count"] == 0

    ExchangeRateFactory(day="2025-06-01", rate="500")
    Claim.objects.get(currency="KZT").project.settle()

    assert about(results(api.get("disagreements/"))) == [("port", "investment", 0.2)]


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.WITHDRAWN])
def test_what_is_not_public_is_seen_by_nobody_else(api, publication):
    project = say(ProjectFactory(slug="port"), "jobs", "5", "6")
    if publication == Publication.WITHDRAWN:
        withdraw_project(project, user=None, why="A mistake.")
    else:
        type(project).objects.filter(pk=project.pk).update(publication=publication)

    assert api.get("disagreements/").json()["count"] == 0
    assert api.get("projects/port/evidence/").status_code == (410 if publication == Publication.WITHDRAWN else 404)


def test_editors_see_the_disagreements_of_drafts():
    say(ProjectFactory(slug="port", publication=Publication.DRAFT), "jobs", "5", "6")
    editor = Api("editor")

    assert slugs(editor.get("disagreements/?project=port"), "project") == ["port"]
    assert editor.get("projects/port/evidence/").status_code == 200
    assert codes(Api().get("disagreements/?project=port"), 400) == {"project": "invalid"}


def test_the_evidence_of_a_merged_project_is_that_of_the_other_one(api, port, mill):
    withdraw_project(mill, user=None, why="The same.", into=port)

    answer = api.get("projects/mill/evidence/")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/projects/port/evidence/")
    assert api.get("projects/nothing/evidence/").status_code == 404


def test_queries_do_not_grow_with_the_number_of_claims(api, port, mill, django_assert_max_num_queries):
    say(port, "jobs", *[str(n) for n in range(1, 9)])
    say(mill, "stage", "announced", "operating", "closed")

    with django_assert_max_num_queries(5):
        assert api.get("disagreements/").json()["count"] == 5
    with django_assert_max_num_queries(4):
        assert len(api.get("projects/port/evidence/").json()["groups"]) == 3


def test_the_past_has_its_own_disagreements(api, port):
    assert [group["attribute"] for group in results(api.get("disagreements/?as_of=2025-06-01"))] == []
    assert api.get("projects/?disagrees=investment&as_of=2025-06-01").json()["count"] == 0

    groups = api.get("projects/port/evidence/?as_of=2025-06-01").json()["groups"]
    assert [(group["attribute"], group["rule"], len(group["claims"])) for group in groups] == [
        ("investment", "only", 1),
        ("region", "only", 1),
    ]
