"""How much is known of a project: docs/completeness.md has the rules."""

from datetime import date

import pytest
from django.utils import timezone

from projects.attributes import ATTRIBUTES
from projects.clocks import Clocks, past
from projects.completeness import CORE, Gap
from projects.models import Project
from projects.services import correct_claim, project_document, retire_claim
from sources.services import save_source
from tests.api import codes, results, slugs
from tests.elements import project_names, read
from tests.factories.projects import ClaimFactory, FacilityFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

WHOLE = {
    "investment": "20 USD",
    "jobs": "> 5",
    "capacity": "5 MAW",
    "stage": "operating",
    "region": "KZ-31",
    "commissioning_on": "2027",
}


def told(project):
    """The member of the record form, as the columns hold it."""
    project = Project.objects.get(pk=project.pk)
    return project.stated, project.applicable, project.completeness


def test_the_table_of_attributes_says_what_every_project_should_state():
    assert set(CORE) == set(WHOLE)
    assert not [code for code in CORE if ATTRIBUTES[code].rows]


def test_what_has_a_value_is_stated_and_what_no_claim_speaks_of_is_a_gap():
    project = ProjectFactory(jobs="> 5", stage="operating")

    assert told(project) == (2, 6, 33)
    assert project.gaps_told == [Gap(code, "") for code in ("investment", "capacity", "region", "commissioning_on")]


def test_a_project_of_which_nothing_is_said_states_nothing():
    assert told(ProjectFactory()) == (0, 6, 0)


def test_everything_stated_is_a_hundred_percent():
    assert told(ProjectFactory(**WHOLE)) == (6, 6, 100)


@pytest.mark.parametrize("reason", ["not_stated", "searched_not_found", "withheld"])
def test_a_gap_has_the_reason_that_a_claim_gives(reason):
    project = ProjectFactory(**{**WHOLE, "jobs": None}, claims=[{"attribute": "jobs", "missing": reason}])

    assert told(project) == (5, 6, 83)
    assert project.gaps_told == [Gap("jobs", reason)]


def test_what_does_not_apply_does_not_count():
    project = ProjectFactory(**{**WHOLE, "jobs": None}, claims=[{"attribute": "jobs", "missing": "not_applicable"}])

    assert (told(project), project.gaps_told) == ((5, 5, 100), [])


def test_a_value_beats_that_it_does_not_apply():
    project = ProjectFactory(jobs="5", claims=[{"attribute": "jobs", "missing": "not_applicable"}])

    assert told(project) == (1, 6, 16)


def test_where_nothing_applies_there_is_no_share():
    project = ProjectFactory(claims=[{"attribute": code, "missing": "not_applicable"} for code in CORE])

    assert told(project) == (0, 0, None)


@pytest.mark.parametrize(("attribute", "value", "stated"), [("capacity", "5 MAW", 1), ("jobs", "5", 0)])
def test_of_facilities_a_capacity_counts_and_no_headline_figure_as_in_the_filter_missing(api, attribute, value, stated):
    project = ProjectFactory(slug="port")
    FacilityFactory(project=project, slug="pier")
    ClaimFactory(project=project, attribute=attribute, value=value, facility="pier")

    assert told(project)[0] == stated
    assert slugs(api.get(f"projects/?missing={attribute}")) == ["port"] * (1 - stated)


def test_publishers_count_once_and_sources_without_one_each_for_itself():
    project = ProjectFactory()
    for publisher in ("Qazinform", "Qazinform", "Xinhua", "", ""):
        ClaimFactory(project=project, source=SourceFactory(publisher=publisher))

    assert Project.objects.get().publishers == 4


def test_a_source_of_another_publisher_is_counted_anew():
    one, two = SourceFactory(publisher="Qazinform"), SourceFactory(publisher="Xinhua")
    project = ProjectFactory(jobs="5", source=one)
    ClaimFactory(project=project, source=two)

    save_source(two, {"publisher": "Qazinform"}, user=None)

    project.refresh_from_db()
    assert project.publishers == 1
    assert Project.objects.settle() == 0


def test_the_last_word_is_that_of_the_claim_said_last():
    project = ProjectFactory()
    for day in ("2025-03", "2024-11-05", "", "../2026"):
        ClaimFactory(project=project, source=SourceFactory(published=day))

    project.refresh_from_db()
    last = (project.last_said_on, project.last_said_first, project.last_said_last)
    assert last == ("2025-03", date(2025, 3, 1), date(2025, 3, 31))


def test_a_doubt_is_open_until_its_claim_is_corrected_retired_or_set_aside(api):
    project = ProjectFactory()
    claims = [ClaimFactory(project=project, doubts=[{"code": "other"}, {"code": "scope_unclear"}]) for _ in range(3)]
    assert Project.objects.get().doubts == 6
    assert slugs(api.get("projects/?doubt=other")) == [project.slug]

    retire_claim(claim=claims[0], user=None)
    correct_claim(claim=claims[1], values={"doubts": []}, user=None)
    correct_claim(claim=claims[2], values={"rank": "deprecated", "reason": "x"}, user=None)

    assert Project.objects.get().doubts == 0
    with past(Clocks(known_on=timezone.now())):
        assert Project.objects.get().doubts == 0
    assert slugs(api.get("projects/?doubt=other")) == []


def test_the_api_tells_it_in_lists_and_records(api):
    source = SourceFactory(publisher="Qazinform", published="2025-06-16")
    ProjectFactory(
        slug="port",
        source=source,
        **{**WHOLE, "jobs": None, "region": None},
        claims=[{"attribute": "jobs", "missing": "withheld", "doubts": [{"code": "other"}]}],
    )

    expected = {
        "stated": 4,
        "applicable": 6,
        "percent": 66,
        "missing": [{"attribute": "jobs", "reason": "withheld"}, {"attribute": "region", "reason": None}],
        "publishers": 1,
        "last_said_on": "2025-06-16",
        "doubts": 1,
    }
    assert api.get("projects/port/").json()["completeness"] == expected
    assert results(api.get("projects/"))[0]["completeness"] == expected


def test_the_table_has_it_too(api):
    ProjectFactory(stage="operating")

    text = api.get("projects/?fields=completeness&format=csv").getvalue().decode("utf-8-sig")

    assert text.splitlines()[0].startswith('"completeness.stated","completeness.applicable","completeness.percent"')
    assert "investment; jobs; capacity; region; commissioning_on" in text


def test_nobody_writes_it(api):
    editor = type(api)("editor")
    ProjectFactory(slug="port", jobs="5")

    assert codes(editor.write("patch", "projects/port/", {"completeness": {"stated": 6}}), 400) == {
        "completeness": "send_claim"
    }
    read_back = editor.get("projects/port/").json()
    assert editor.write("put", "projects/port/", read_back).status_code == 200


def test_history_does_not_keep_what_follows_from_sources_too():
    assert "completeness" not in project_document(ProjectFactory(jobs="5"))


def three():
    """Three projects of growing completeness, publishers, doubts and freshness, and one of which nothing is said."""
    for number, attributes in enumerate((["jobs"], ["jobs", "stage"], ["jobs", "stage", "investment"]), 1):
        project = ProjectFactory(slug=f"p{number}", title=f"Port {number}")
        for place, attribute in enumerate(attributes):
            source = SourceFactory(publisher=f"Paper {place}", published=f"202{number}-06")
            doubts = [{"code": "other"}, {"code": "scope_unclear"}][: int(place > 0)]
            ClaimFactory(project=project, attribute=attribute, source=source, doubts=doubts)
    ProjectFactory(slug="p0", title="Port 0")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("completeness_min=33", ["p2", "p3"]),
        ("completeness_min=0", ["p0", "p1", "p2", "p3"]),
        ("publishers_min=2", ["p2", "p3"]),
        ("said_after=2022-06-01", ["p2", "p3"]),
        ("said_after=2022-06-15", ["p3"]),
        ("said_after=2022-06-15&match=possible", ["p2", "p3"]),
        ("said_before=2022-06-30", ["p1", "p2"]),
        ("said_before=2022-06-15", ["p1"]),
        ("said_before=2022-06-15&match=possible", ["p1", "p2"]),
        ("doubt=other", ["p2", "p3"]),
        ("doubt=scope_unclear,unit_suspect", []),
    ],
)
def test_lists_narrow_by_it_on_pages_and_in_the_api(api, client, query, found):
    three()

    assert slugs(api.get(f"projects/?{query}&ordering=slug")) == found
    page = read(client.get(f"/projects/?{query}&ordering=slug"))
    assert project_names(page) == [f"Port {slug[1]}" for slug in found]


@pytest.mark.parametrize("ordering", ["completeness", "publishers", "doubts", "last_said_on"])
def test_lists_are_ordered_by_it_in_both_directions_with_the_unknown_last(api, ordering):
    three()
    ProjectFactory(slug="none", claims=[{"attribute": code, "missing": "not_applicable"} for code in CORE])
    unknown = {"completeness": ["none"], "last_said_on": ["p0"]}.get(ordering, [])

    up, down = slugs(api.get(f"projects/?ordering={ordering}")), slugs(api.get(f"projects/?ordering=-{ordering}"))

    assert up[len(up) - len(unknown) :] == down[len(down) - len(unknown) :] == unknown
    order = [slug for slug in up if slug in ("p1", "p2", "p3")]
    assert order == ["p1", "p2", "p3"]
    assert [slug for slug in down if slug in order] == order[::-1]


def test_deep_pages_follow_its_order(api):
    three()

    found, address = [], "projects/?ordering=-last_said_on&page_size=1&cursor="
    for _page in range(4):
        answer = api.get(address)
        found += slugs(answer)
        address = (answer.json()["next"] or "").removeprefix("http://testserver")
    assert (found, address) == (["p3", "p2", "p1", "p0"], "")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("completeness_min=101", "completeness_min"),
        ("completeness_min=x", "completeness_min"),
        ("publishers_min=-1", "publishers_min"),
        ("said_after=2025", "said_after"),
        ("doubt=others", "doubt"),
        ("ordering=complete", "ordering"),
    ],
)
def test_a_wrong_value_names_its_parameter(api, query, name):
    assert list(codes(api.get(f"projects/?{query}"), 400)) == [name]


def test_the_past_had_its_own_completeness(api):
    project = ProjectFactory(slug="port", jobs="5", source=SourceFactory(publisher="One", published="2024"))
    ClaimFactory(
        project=project, attribute="stage", source=SourceFactory(publisher="Two", published="2025-03"), doubts=[]
    )
    before = timezone.now()
    ClaimFactory(project=project, attribute="capacity", missing="not_applicable", doubts=[{"code": "other"}])

    with past(Clocks(as_of=date(2025, 1, 1))):
        seen = Project.objects.get()
        assert (seen.stated, seen.publishers, seen.last_said_on, seen.doubts) == (1, 1, "2024", 0)
    row = results(api.get(f"projects/?known_on={before.isoformat().replace('+00:00', 'Z')}&publishers_min=2"))[0]
    assert (row["completeness"]["applicable"], row["completeness"]["doubts"]) == (6, 0)
    assert told(project) == (2, 5, 40)


def test_the_page_shows_what_is_open_and_leads_to_its_evidence(client):
    ProjectFactory(slug="port", **{**WHOLE, "jobs": None}, claims=[{"attribute": "jobs", "missing": "withheld"}])

    known = read(client.get("/projects/port/")).one("section", class_="known")

    facts = known.facts()
    assert facts["Stated"].text == "5 of 6 attributes"
    assert facts["Open"].text == "Jobs withheld"
    assert facts["Open"].links() == {"Jobs": "/projects/port/evidence/jobs/"}
    assert (facts["Independent publishers"].text, facts["Open doubts"].text) == ("1", "0")


def test_the_form_offers_its_filters_and_orders(client):
    three()

    page = read(client.get("/projects/?completeness_min=33&doubt=other"))

    assert {one["value"] for one in page.all("input", name="completeness_min")} == {"33"}
    assert any("checked" in one.attributes for one in page.all("input", name="doubt", value="other"))
    orders = [option["value"] for option in page.one("select", name="ordering").all("option")]
    assert {"-completeness", "publishers", "-doubts", "last_said_on"} <= set(orders)
    assert "33" in page.one(class_="chips").text


def test_a_list_takes_as_many_queries_for_many_as_for_one(api, django_assert_num_queries):
    ProjectFactory(jobs="5")
    api.get("projects/")
    with django_assert_num_queries(3):
        api.get("projects/")

    three()

    with django_assert_num_queries(3):
        api.get("projects/")


# At the end: the article stays loaded for all tests below.
@pytest.mark.parametrize("query", [f"missing={code}" for code in CORE])
def test_gaps_are_what_the_filter_missing_finds(api, query, article):
    found = {row["slug"] for row in results(api.get(f"projects/?{query}&fields=slug"))}
    code = query.removeprefix("missing=")

    rows = results(api.get("projects/?fields=slug,completeness"))
    gaps = {row["slug"] for row in rows if code in [gap["attribute"] for gap in row["completeness"]["missing"]]}
    assert gaps == found
