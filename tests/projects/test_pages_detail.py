import pytest

from projects.models import ExchangeRate
from projects.services import correct_claim, save_project, withdraw_project
from regions import map as maps
from tests.elements import read
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import (
    ClaimFactory,
    EventFactory,
    FacilityFactory,
    ParticipationFactory,
    ProductFactory,
    ProjectFactory,
    ProjectRelationFactory,
)
from tests.factories.regions import BoundaryFactory, RegionFactory
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db

# Session and user of those who are logged in come on top.
QUERIES = 21


def page_of(client, project):
    return read(client.get(f"/projects/{getattr(project, 'slug', project)}/"))


def strip_of(page):
    """The figures at the top of the page, as they are read out."""
    return {label: value.text for label, value in page.one("dl", class_="headline").facts().items()}


def rows_of(page, id_):
    """The terms and values of the section with this heading."""
    heading = page.one("h2", id=id_)
    return {label: value.text for label, value in heading.parent.facts().items()}


def evidence_of(page, attribute="investment"):
    """What is said of an attribute: the texts of the claims that stand, and the rows of those that do not."""
    section = page.one("h3", id=f"evidence-{attribute}").parent
    standing = [claim.text for claim in section.all(class_="evidence-claim")]
    others = [row for table in section.all("table") for row in table.one("tbody").all("tr")]
    return standing, [[cell.text for cell in row.parts if not isinstance(cell, str)] for row in others]


def test_the_strip_shows_bound_sense_and_the_mark_of_each_figure(client):
    project = ProjectFactory()
    for attribute, value, words in (("investment", "800000000", "$800 million"), ("jobs", "> 4000", "4,000 jobs")):
        ClaimFactory(project=project, attribute=attribute, value=value, modality="planned", exact=words)

    page = page_of(client, project)

    strip = strip_of(page)
    assert strip["Investment"] == "$800 million “” planned"
    assert strip["Jobs"] == "> 4,000 more than 4,000 “” planned"
    assert strip["Capacity"] == strip["Stage"] == "not stated"
    marks = page.one("dl", class_="headline").all("a", class_="figure-mark")
    assert [mark["title"] for mark in marks] == [
        f"In the source’s words: “{w}”" for w in ("$800 million", "4,000 jobs")
    ]


def test_a_capacity_with_a_basis_or_of_a_facility_is_shown_rather_than_none(client):
    whole = ProjectFactory()
    ClaimFactory(project=whole, attribute="capacity", value="1000000 TNE", per="ANN", basis="input")
    parts = ProjectFactory(claims=[{"attribute": "capacity", "missing": "not_stated"}])
    FacilityFactory(project=parts, slug="plant", name_en="Coal plant")
    ClaimFactory(project=parts, attribute="capacity", value="1320 MAW", facility="plant")

    assert strip_of(page_of(client, whole))["Capacity · input"].startswith("1,000,000 t/a")
    assert strip_of(page_of(client, parts))["Capacity · Coal plant"].startswith("1,320 MW")


def test_a_claim_that_says_why_there_is_no_value_leads_to_the_source_that_is_silent(client):
    project = ProjectFactory(claims=[{"attribute": "jobs", "missing": "withheld"}])

    strip = page_of(client, project).one("dl", class_="headline")

    assert strip.facts()["Jobs"].text.startswith("withheld")
    assert strip.facts()["Jobs"].one("a")["title"] == "The source that does not state it"


def test_money_of_another_currency_shows_what_it_was_converted_to(client):
    ExchangeRate.objects.create(currency="KZT", day="2025-06-13", rate=512, source=SourceFactory())
    project = ProjectFactory(investment="420000000000 KZT")

    assert "₸420 billion" in strip_of(page_of(client, project))["Investment"].replace("KZT ", "₸")
    assert "≈ $820 million" in strip_of(page_of(client, project))["Investment"]


def test_further_claims_on_the_whole_project_stand_among_the_facts(client):
    project = ProjectFactory(area="12 HAR", region="KZ-31", claims=[])
    ClaimFactory(project=project, attribute="jobs", value="500", basis="construction")
    ClaimFactory(project=project, attribute="jobs", value="300", basis="operation")
    ClaimFactory(project=project, attribute="capacity", value="5 MAW", for_date="2027")

    facts = page_of(client, project).one(class_="aside").facts()

    assert facts["Area"].text.startswith("12 ha")
    assert facts["Jobs · in construction"].text.startswith("500")
    assert "Jobs · in operation" not in facts
    assert facts["Region"].links()["Region KZ-31"] == "/regions/KZ-31/"
    assert facts["Commissioning on"].text == "not stated"
    assert strip_of(page_of(client, project))["Capacity · 2027"].startswith("5 MW")


def test_an_organization_stands_once_with_its_facilities_and_what_is_inferred(client):
    tbea = InvestorFactory(name_en="TBEA", country_basis="inferred")
    project = ProjectFactory(investors=[tbea])
    FacilityFactory(project=project, slug="plant", name_en="Coal plant")
    ParticipationFactory(
        project=project, investor=tbea, facility="plant", basis="inferred", share_low=51, share_high=51
    )

    who = page_of(client, project).one("ul", class_="parties")

    assert who.text == "Investor TBEA “” China inferred Coal plant “” 51% inferred"
    assert who.links()["Coal plant"] == "#facility-plant"
    assert who.links()["China"] == "/projects/?country=CN"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1, 1, "Plant"),
        (10, 10, "Plant · 10 in number"),
        (1, 2, "Plant · 1 to 2 in number"),
        (3, None, "Plant · at least 3"),
        (None, 3, "Plant · up to 3"),
        (None, None, "Plant · number not stated"),
    ],
)
def test_a_counted_group_of_facilities_says_how_many(client, low, high, said):
    project = ProjectFactory()
    FacilityFactory(project=project, count_low=low, count_high=high)

    assert page_of(client, project).one(class_="facility").one(class_="kicker").text == said


def test_goods_markets_and_aims_lead_on_and_say_when_the_source_names_more(client):
    ProductFactory(slug="corn")
    ProductFactory(slug="lysine")
    products = [{"slug": "corn", "direction": "input"}, {"slug": "lysine", "open_ended": True}]
    project = ProjectFactory(products=products, markets=["CN"], aims=["export"])

    rows = rows_of(page_of(client, project), "goods")

    assert rows["Goes in"] == "Product corn “”"
    assert rows["Comes out"] == "Product lysine “” among others"
    assert page_of(client, project).links()["Product corn"] == "/projects/?product=corn"
    assert page_of(client, project).links()["Country CN"] == "/regions/CN/"
    assert page_of(client, project).links()["Aim export"] == "/projects/?aim=export"


def test_events_stand_in_their_order_and_undated_ones_last(client):
    project = ProjectFactory()
    EventFactory(project=project, kind="supply_contracts", date="")
    EventFactory(project=project, kind="commissioned", date="2026-33")
    EventFactory(project=project, kind="announced", date="2025-06-16")

    events = page_of(client, project).one("ol", class_="timeline").all("li")

    assert [event.text for event in events] == [
        "June 16, 2025 Announced “”",
        "1st quarter 2026 Commissioned “”",
        "day not stated Supply contracts “”",
    ]
    assert [event.get("class") for event in events] == [None, None, "is-undated"]
    assert events[0].one("time")["datetime"] == "2025-06-16"
    assert events[1].all("time") == []


def test_the_timeline_tells_what_each_source_said_and_what_is_ahead(client):
    project = ProjectFactory()
    early = SourceFactory(publisher="Early News", published="2024")
    late = SourceFactory(publisher="Late News", published="2025-06-16")
    ClaimFactory(project=project, attribute="jobs", value="3", source=early)
    ClaimFactory(project=project, attribute="jobs", value="> 4", source=late)
    ClaimFactory(project=project, attribute="commissioning_on", value="2027", modality="planned", source=late)

    events = page_of(client, project).one("ol", class_="timeline").all("li", class_="is-said")
    ahead = page_of(client, project).one("ol", class_="timeline").one("li", class_="is-undated")

    assert events[0].text == "2024 Early News says Jobs: 3 “”"
    assert events[1].text.startswith(
        "June 16, 2025 Late News says Jobs: > 4 more than 4 “” stands Commissioning on: 2027"
    )
    assert ahead.text == "2027 Commissioning on · planned “”"


def related_of(page):
    return [one.text for one in page.one("ul", class_="related").all("li")]


def test_related_projects_say_why_and_the_nearest_come_first(client):
    tbea = InvestorFactory(name_en="TBEA")
    ProductFactory(slug="heat")
    shared = {"products": [{"slug": "heat"}], "region": "KZ-31", "sectors": ["energy"]}
    project = ProjectFactory(investors=[tbea], **shared)
    ProjectFactory(title="Sister", investors=[tbea])
    ProjectFactory(title="Neighbour", **shared)
    ProjectFactory(title="Elsewhere", region="KZ-61", sectors=["energy"])
    ProjectFactory(title="Secret", investors=[tbea], publication="draft")

    assert related_of(page_of(client, project)) == [
        "Neighbour Same product: Product heat Same region and sector: Sector energy",
        "Sister Same investor: TBEA",
    ]


def test_what_a_source_calls_related_is_not_listed_again(client):
    tbea = InvestorFactory()
    whole, phase = ProjectFactory(investors=[tbea]), ProjectFactory(title="Phase", investors=[tbea])
    ProjectRelationFactory(project=phase, other=whole, kind="phase_of")

    assert page_of(client, whole).all("ul", class_="related") == []


def test_related_projects_are_those_of_the_past_in_a_view_of_the_past(client):
    tbea = InvestorFactory()
    old = SourceFactory(published="2020")
    project = ProjectFactory(investors=[tbea], jobs="3", source=old)
    ProjectFactory(title="Later", investors=[tbea], jobs="3", source=SourceFactory(published="2024"))

    then = read(client.get(f"/projects/{project.slug}/?as_of=2021-01-01"))

    assert then.all("ul", class_="related") == []
    assert related_of(page_of(client, project))[0].startswith("Later")


def test_the_contents_lead_to_each_section_of_the_page(client):
    page = page_of(client, ProjectFactory(investors=[InvestorFactory()]))

    targets = [link["href"][1:] for link in page.one("nav", class_="contents").all("a")]

    assert targets == [heading["id"] for heading in page.all("h2") if heading.get("id") in targets]
    assert targets[0] == "who"
    assert targets[-2:] == ["history", "cite"]


@pytest.mark.parametrize(
    ("contact", "leads_to"),
    [("a@example.org", "mailto:a@example.org?subject="), ("https://example.org/write", "https://example.org/write")],
)
def test_a_correction_goes_to_whoever_runs_the_registry(client, settings, contact, leads_to):
    settings.CONTACT = contact
    project = ProjectFactory(title="Port & quay")

    address = page_of(client, project).links()["Suggest a correction"]

    assert address.startswith(leads_to)
    assert ("Port%20%26%20quay" in address and project.slug in address) is contact.startswith("a@")


def test_without_a_contact_no_correction_is_asked_for(client, settings):
    settings.CONTACT = ""

    assert "Suggest a correction" not in page_of(client, ProjectFactory()).text


def test_relations_are_told_from_both_sides_and_never_of_a_draft(client):
    whole, phase = ProjectFactory(title="Whole"), ProjectFactory(title="First phase")
    ProjectRelationFactory(project=phase, other=whole, kind="phase_of")
    ProjectRelationFactory(project=ProjectFactory(title="Secret part", publication="draft"), other=whole)
    ProjectRelationFactory(project=phase, other=ProjectFactory(title="Secret", publication="draft"), kind="same_as")

    assert rows_of(page_of(client, whole), "related") == {"Has as a phase": "First phase “”"}
    assert rows_of(page_of(client, phase), "related") == {"Phase of": "Whole “”"}
    client.force_login(UserFactory(role="editor"))
    assert rows_of(page_of(client, whole), "related")["Has as a part"] == "Secret part “”"


def test_all_claims_are_evidence_with_words_source_and_what_stands(client):
    project = ProjectFactory()
    old = SourceFactory(title_en="Old news", published="2024")
    ClaimFactory(project=project, attribute="investment", value="300..350", source=old, exact="$300-350")
    ClaimFactory(
        project=project,
        attribute="investment",
        value="> 800",
        exact="over $800",
        doubts=[{"code": "other", "note": "Why?"}],
    )

    standing, others = evidence_of(page_of(client, project))

    assert len(standing) == len(others) == 1
    assert standing[0].startswith("> $800 more than $800 Doubt: other doubt: Why? over $800")
    assert others[0][1:3] == ["$300 – $350 $300 to $350", "range"]
    assert others[0][3] == "$300-350 Old news"
    assert others[0][4:] == ["2024", "no"]


def test_sources_are_listed_once_with_the_number_of_statements(client):
    source = SourceFactory(title_en="Qazinform", publisher="News agency")
    project = ProjectFactory(source=source, investment="20", jobs="3", markets=["CN"])

    sources = page_of(client, project).one("ul", class_="plain-list").all("li")

    assert [one.text for one in sources] == [
        "Qazinform News agency · June 16, 2025 · news · secondary · 3 statements on this project"
    ]


def test_a_correction_leaves_the_evidence_and_changes_the_headline(client):
    project = ProjectFactory()
    claim = ClaimFactory(project=project, value="20")
    correct_claim(claim=claim, values={"amount": 30}, user=None)

    page = page_of(client, project)

    assert strip_of(page)["Investment"].startswith("$30")
    assert evidence_of(page)[1] == []


def test_a_draft_is_nowhere_for_the_public_and_marked_for_editors(client):
    project = ProjectFactory(title="Secret", publication="draft")

    assert client.get(f"/projects/{project.slug}/").status_code == 404
    client.force_login(UserFactory(role="viewer"))
    assert client.get(f"/projects/{project.slug}/").status_code == 404
    client.force_login(UserFactory(role="editor"))
    assert "Draft." in page_of(client, project).one(class_="publication").text


def test_a_published_project_has_no_banner(client):
    assert page_of(client, ProjectFactory()).all(class_="publication") == []


def test_a_withdrawn_project_answers_410_with_its_note(client):
    project = ProjectFactory(title="Twin", publication="withdrawn", withdrawal="It was entered twice.")

    page = read(client.get(f"/projects/{project.slug}/"), status=410)

    assert "It was entered twice." in page.text
    assert "Twin" not in page.text
    client.force_login(UserFactory(role="editor"))
    assert "Withdrawn." in page_of(client, project).one(class_="publication").text


def test_a_merged_project_leads_to_the_one_it_was_merged_into_in_the_same_language(client):
    kept, twin = ProjectFactory(), ProjectFactory()
    withdraw_project(twin, user=None, into=kept)

    response = client.get(f"/ru/projects/{twin.slug}/")

    assert (response.status_code, response["Location"]) == (301, f"/ru/projects/{kept.slug}/")


def test_a_project_merged_into_a_draft_does_not_name_it(client):
    kept, twin = ProjectFactory(publication="draft"), ProjectFactory()
    withdraw_project(twin, user=None, into=kept)

    assert kept.slug not in read(client.get(f"/projects/{twin.slug}/"), status=410).text


def test_a_draft_that_was_withdrawn_before_anybody_saw_it_is_a_404(client):
    project = ProjectFactory(publication="draft")
    withdraw_project(project, user=None, why="Nonsense")

    assert client.get(f"/projects/{project.slug}/").status_code == 404


@pytest.mark.parametrize(("role", "names"), [("", False), ("viewer", False), ("editor", True)])
def test_everybody_sees_what_changed_and_why_and_colleagues_by_whom(client, role, names):
    project = ProjectFactory(title="Port")
    ainur = UserFactory(name="Ainur", role="editor")
    save_project(project, {"title_en": "Harbour"}, user=ainur, why="Its name in the paper")
    if role:
        client.force_login(UserFactory(role=role))

    shown = page_of(client, project).text

    assert "Its name in the paper" in shown
    assert ("Ainur" in shown) is names


def test_titles_in_the_other_languages_stand_below_the_title(client):
    project = ProjectFactory(titles={"en": "Port", "ru": "Порт", "zh-hans": "港口"})

    names = page_of(client, project).one(class_="other-names")
    pinned = read(client.get(f"/ru/projects/{project.slug}/"))

    assert [(name["lang"], name.text) for name in names.all("span")] == [("ru", "Порт"), ("zh-hans", "港口")]
    assert pinned.one("h1").text == "Порт"
    assert pinned.one(class_="other-names").text == "Port · 港口"


def test_the_record_itself_can_be_taken_along(client):
    project = ProjectFactory(investment="20")
    links = page_of(client, project).one("ul", class_="formats").links()

    assert client.get(links["JSON"]).json()["slug"] == project.slug
    table = b"".join(client.get(links["Claims as CSV"]).streaming_content).decode()
    assert "investment" in table


def test_the_page_asks_as_many_queries_for_a_project_with_much(client, django_assert_num_queries):
    ProductFactory(slug="heat")
    tied = {"investors": [InvestorFactory()], "products": [{"slug": "heat"}], "sectors": ["energy"], "region": "KZ-31"}
    small = ProjectFactory(investment="20", **tied)
    ProjectFactory(**tied)
    page_of(client, small)
    with django_assert_num_queries(QUERIES):
        page_of(client, small)

    large = ProjectFactory(investment="20", markets=["CN", "US"], aims=["export", "jobs"], **tied)
    for number in range(3):
        ProjectFactory(**tied)
        FacilityFactory(project=large, slug=f"plant-{number}")
        ParticipationFactory(project=large, facility=f"plant-{number}")
        ClaimFactory(
            project=large, attribute="capacity", value="5 MAW", facility=f"plant-{number}", doubts=[{"code": "other"}]
        )
        EventFactory(project=large, citation=CitationFactory())
        ProjectRelationFactory(project=large)
        ProjectRelationFactory(other=large)

    with django_assert_num_queries(QUERIES):
        page_of(client, large)


def test_the_small_map_shows_the_site_where_it_is_known(client, monkeypatch):
    monkeypatch.setattr(maps, "_drawings", {})
    BoundaryFactory(region=RegionFactory(code="KZ-31", west=70, south=45, east=71, north=46))
    for precision, sites in (("settlement", 1), ("region", 0)):
        location = {"lat": 45.5, "lon": 70.5, "precision": precision}
        project = ProjectFactory(region="KZ-31", location=location)

        figure = read(client.get(project.get_absolute_url())).one("figure", class_="region-map")
        assert len(figure.all("circle", class_="map-site")) == sites
        assert figure.one("path", class_="is-current")
