from itertools import permutations

import pytest
from django.utils import timezone

from projects.models import Claim, ExchangeRate
from projects.services import correct_claim, prefer_claim, retire_claim, withdraw_project
from projects.showing.reasons import place
from tests.elements import read
from tests.factories.accounts import UserFactory
from tests.factories.projects import ClaimFactory, FacilityFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def page_of(client, claim):
    return read(client.get(f"/claims/{claim.uid}/"))


def facts_of(page):
    return {label: value.text for label, value in page.one("dl", class_="facts").facts().items()}


def test_a_claim_is_told_in_full(client):
    source = SourceFactory(title_en="Old news", publisher="Qazinform", published="2025-06-16")
    claim = ClaimFactory(
        project=ProjectFactory(title="Port"),
        value="> 1234567890 EUR",
        modality="planned",
        source=source,
        exact="more than 1.2 billion euros",
        doubts=[{"code": "scope_unclear", "note": "Perhaps of one plant."}],
    )

    page = page_of(client, claim)
    facts = facts_of(page)

    assert page.one("h1").text == "Investment: more than €1,234,567,890"
    assert facts["Says of"] == "Port"
    assert facts["Investment"].startswith("> €1,234,567,890")
    assert facts["Investment"].endswith("planned Doubt: what the figure covers is unclear: Perhaps of one plant.")
    assert facts["Bound"] == "More than"
    assert facts["Lowest and highest"] == "€1,234,567,890 (EUR) – open"
    assert facts["Source"] == "Old news Qazinform"
    assert facts["Said on"] == "June 16, 2025"
    assert str(timezone.now().year) in facts["Recorded"]


def test_the_words_lead_to_their_place_on_the_page_of_the_source(client):
    claim = ClaimFactory(exact="worth $420 million")

    words = page_of(client, claim).one("blockquote", class_="claim-words")

    assert words.one("mark").text == "worth $420 million"
    assert (
        words.one("a")["href"]
        == f"/sources/{claim.citation.source.slug}/?citation={claim.citation_id}#citation-{claim.citation_id}"
    )


def test_words_that_were_not_kept_are_never_made_up(client):
    page = page_of(client, ClaimFactory(exact=""))

    assert page.all("blockquote") == []
    assert page.one(class_="words-not-kept").text == "words not kept"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("20", "Exact"),
        ("~ 300", "About: plus or minus 10 %, a rule of this registry"),
        ("300..350", "Range"),
    ],
)
def test_the_bound_is_said_in_words_with_the_rule_behind_it(client, value, words):
    assert facts_of(page_of(client, ClaimFactory(attribute="jobs", value=value)))["Bound"] == words


def test_what_was_converted_names_the_rate_its_day_and_its_source(client):
    bank = SourceFactory(title_en="National bank")
    ExchangeRate.objects.create(currency="KZT", day="2025-06-13", rate=512, source=bank)

    facts = facts_of(page_of(client, ClaimFactory(value="420000000000 KZT")))

    assert facts["In US dollars"].endswith("at 512 KZT for one dollar on June 13, 2025")
    assert facts["Rate from"] == "National bank"


def test_what_is_unclear_keeps_its_words_and_its_doubt(client):
    claim = ClaimFactory(
        attribute="capacity",
        missing="unclear",
        exact="1000Wt power plant",
        as_printed="1000Wt",
        doubts=[{"code": "unit_suspect"}],
    )

    page = page_of(client, claim)

    assert page.one("h1").text == "Capacity: unclear"
    assert page.one("blockquote").text == "1000Wt"
    assert "the unit can hardly be meant" in facts_of(page)["Capacity"]
    assert "Bound" not in facts_of(page)


def test_a_claim_on_a_facility_names_it_and_leads_to_it(client):
    project = ProjectFactory(title="Port")
    FacilityFactory(project=project, slug="pier", name_en="Pier")

    page = page_of(client, ClaimFactory(project=project, attribute="stage", facility="pier"))

    assert page.one("h1").text == "Stage · Pier: announced"
    assert page.links()["Pier"] == f"/projects/{project.slug}/#facility-pier"


def rivals(project, first, second):
    """Two claims on the same thing; the first stands."""
    return (
        ClaimFactory(**{"project": project, "attribute": "jobs", "value": "1"} | first),
        ClaimFactory(**{"project": project, "attribute": "jobs", "value": "2"} | second),
    )


def sources(first, second):
    return {"source": SourceFactory(**first)}, {"source": SourceFactory(**second)}


@pytest.mark.parametrize(
    ("members", "why"),
    [
        (lambda: ({}, {"value": None, "missing": "not_stated"}), "it gives a value"),
        (lambda: ({"rank": "preferred", "reason": "Signed paper"}, {}), "an editor prefers it"),
        (lambda: sources({"authority": "official"}, {"authority": "secondary"}), "its source weighs more"),
        (lambda: ({"said_on": "2025-06"}, {"said_on": "2024"}), "it was said later"),
    ],
)
def test_a_claim_says_by_which_step_of_the_rule_it_stands_or_not(client, members, why):
    first, second = rivals(ProjectFactory(), *members())

    standing, beaten = page_of(client, first), page_of(client, second)

    assert f"Stands before the other claims of the same thing: {why}." in standing.text
    assert f"Does not stand: of another claim of the same thing, {why}." in beaten.text
    rows = standing.one("table", class_="evidence-table").one("tbody").all("tr")
    assert [row.one(class_="stands").text for row in rows] == ["yes", "no"]
    assert why in rows[1].text


def test_the_later_record_stands_last_of_all(client):
    second, first = rivals(ProjectFactory(), {}, {})

    assert "it was recorded later" in page_of(client, first).text
    assert "Stands: it is the only claim of this." in page_of(client, ClaimFactory()).text


def test_a_claim_that_was_set_aside_says_so(client):
    claim = ClaimFactory(rank="deprecated", reason="A misprint")

    page = page_of(client, claim)

    assert "Set aside by an editor" in page.text
    assert facts_of(page)["Rank"] == "Deprecated: A misprint"


def test_a_correction_and_what_it_replaces_lead_to_each_other(client):
    former = ClaimFactory(attribute="jobs", value="20")
    correction = correct_claim(claim=former, values={"quantity": 30}, user=None)

    old, new = page_of(client, former), page_of(client, correction)

    assert "Retired: the registry holds it no longer" in old.text
    assert old.one("dl", class_="facts").facts()["Replaced by"].links() == {"30": f"/claims/{correction.uid}/"}
    assert new.one("dl", class_="facts").facts()["Replaces"].links() == {"20": f"/claims/{former.uid}/"}
    assert "is-retired" in new.one("table", class_="evidence-table").one("tbody").all("tr")[1].classes


def test_a_claim_that_was_only_retired_replaces_nothing(client):
    claim = ClaimFactory(attribute="jobs", value="20")
    retire_claim(claim=claim, user=None)

    facts = facts_of(page_of(client, claim))

    assert "Retired" in facts
    assert not {"Replaces", "Replaced by"} & set(facts)


def test_the_steps_order_claims_as_the_rule_of_the_database_does():
    project = ProjectFactory()
    weak, strong = SourceFactory(authority="unknown"), SourceFactory(authority="primary")
    claims = [
        ClaimFactory(project=project, attribute="jobs", **members)
        for members in (
            {"value": None, "missing": "withheld", "source": strong},
            {"value": "1", "source": weak, "said_on": "2025"},
            {"value": "2", "source": weak, "said_on": "2024"},
            {"value": "3", "source": strong, "said_on": "2020"},
            {"value": "4", "source": strong, "said_on": "2020"},
        )
    ]
    prefer_claim(claim=claims[1], reason="Better", user=None)
    pks = Claim.objects.current().values_list("pk", flat=True)

    for some in [pair for size in (2, 3) for pair in permutations(pks, size)]:
        rows = Claim.objects.filter(pk__in=some)
        assert max(rows.for_record(), key=place).pk == rows.standing().get().pk


def test_a_claim_of_a_draft_is_for_editors_alone(client):
    claim = ClaimFactory(project=ProjectFactory(publication="draft"))

    assert client.get(f"/claims/{claim.uid}/").status_code == 404
    client.force_login(UserFactory(role="editor"))
    assert "Draft." in page_of(client, claim).text


def test_a_claim_of_a_withdrawn_project_answers_410_with_its_note(client):
    claim = ClaimFactory(exact="$20")
    withdraw_project(claim.project, user=None, why="It never was.")

    page = read(client.get(f"/claims/{claim.uid}/"), status=410)

    assert "It never was." in page.text
    assert "$20" not in page.text


def test_an_unknown_claim_is_a_404(client):
    assert client.get("/claims/6f1cf1f0-7c5e-4bd0-9d5b-0c1f5b7d3d3e/").status_code == 404
    assert client.get("/claims/x/").status_code == 404


def test_the_page_asks_as_many_queries_for_ten_rivals(client, django_assert_num_queries):
    project = ProjectFactory()
    claim = ClaimFactory(project=project, attribute="jobs", value="1", doubts=[{"code": "other"}])
    page_of(client, claim)
    with django_assert_num_queries(5):
        page_of(client, claim)

    for number in range(10):
        ClaimFactory(project=project, attribute="jobs", value=str(number + 2), doubts=[{"code": "other"}])

    with django_assert_num_queries(5):
        assert len(page_of(client, claim).one("table", class_="evidence-table").one("tbody").all("tr")) == 11
