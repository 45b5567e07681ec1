"""The filters of the API's lists: what they take, and that a wrong value never shows everything."""

import pytest

from projects.services import correct_claim, save_agreement, save_project
from tests.api import Api, codes, errors, results, slugs
from tests.factories.investors import InvestorFactory, InvestorNameFactory
from tests.factories.projects import (
    AgreementFactory,
    ClaimFactory,
    EventFactory,
    FacilityFactory,
    ParticipationFactory,
    ProductFactory,
    ProjectFactory,
    SectorFactory,
)
from tests.factories.regions import CountryFactory, RegionFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def found(api, query, name="projects", key="slug"):
    return set(slugs(api.get(f"{name}/?{query}"), key))


# What is said of 100 by each bound, and for which questions it is certainly or possibly so.
BOUNDS = [
    ("100", "min=100", True, True),
    ("100", "min=101", False, False),
    ("100", "max=100", True, True),
    ("100", "max=99", False, False),
    ("~ 100", "min=90", True, True),
    ("~ 100", "min=100", False, True),
    ("~ 100", "min=110", False, True),
    ("~ 100", "min=111", False, False),
    ("~ 100", "max=110", True, True),
    ("~ 100", "max=90", False, True),
    ("~ 100", "max=89", False, False),
    ("> 100", "min=100", True, True),
    ("> 100", "min=101", False, True),
    ("> 100", "min=5000", False, True),
    ("> 100", "max=5000", False, True),
    ("> 100", "max=100", False, False),
    (">= 100", "min=100", True, True),
    (">= 100", "max=100", False, True),
    (">= 100", "max=99", False, False),
    ("<= 100", "min=1", False, True),
    ("<= 100", "min=100", False, True),
    ("<= 100", "min=101", False, False),
    ("<= 100", "max=100", True, True),
    ("< 100", "min=100", False, False),
    ("< 100", "min=99", False, True),
    ("< 100", "max=100", True, True),
    ("< 100", "max=1", False, True),
    ("80..120", "min=80", True, True),
    ("80..120", "min=120", False, True),
    ("80..120", "min=121", False, False),
    ("80..120", "max=120", True, True),
    ("80..120", "max=80", False, True),
    ("80..120", "max=79", False, False),
    (None, "min=0", False, False),
    (None, "max=1000", False, False),
]


@pytest.mark.parametrize(("attribute", "parameter"), [("jobs", "jobs"), ("investment", "amount")])
@pytest.mark.parametrize(("said", "question", "certain", "possible"), BOUNDS)
def test_a_bound_guarantees_or_allows(api, attribute, parameter, said, question, certain, possible):
    ProjectFactory(**{attribute: said})
    query = f"projects/?{parameter}_{question}"

    assert len(slugs(api.get(query))) == certain
    assert len(slugs(api.get(f"{query}&match=certain"))) == certain
    assert len(slugs(api.get(f"{query}&match=possible"))) == possible


@pytest.mark.parametrize(("said", "question", "certain", "possible"), [row for row in BOUNDS if "min" in row[1]])
def test_a_bound_of_a_capacity_guarantees_or_allows(api, said, question, certain, possible):
    ProjectFactory(capacity=said and f"{said} MAW")
    query = f"projects/?capacity_{question}&unit=MAW"

    assert len(slugs(api.get(query))) == certain
    assert len(slugs(api.get(f"{query}&match=possible"))) == possible


def test_a_capacity_is_compared_in_units_of_the_same_kind(api):
    ProjectFactory(slug="power", capacity="1320 MAW")
    ProjectFactory(slug="mill", capacity="2000 TNE")
    plant = FacilityFactory(slug="unit-1")
    ClaimFactory(project=plant.project, attribute="capacity", facility="unit-1", value="500000 KWT")

    assert found(api, "capacity_min=1300000&unit=KWT") == {"power"}
    assert found(api, "capacity_min=500&unit=MAW") == {"power", plant.project.slug}
    assert found(api, "capacity_min=2&unit=KTN") == {"mill"}
    assert found(api, "capacity_min=0.5&unit=KTN") == {"mill"}
    assert found(api, "unit=TNE") == {"mill"}
    assert codes(api.get("projects/?capacity_min=5"), 400) == {"unit": "required"}


def test_an_investment_is_compared_in_dollars(api):
    ProjectFactory(slug="dollars", investment="50 USD")
    ProjectFactory(slug="euros", investment="90 EUR")

    assert found(api, "amount_min=40") == {"dollars"}
    assert found(api, "amount_min=40&match=possible") == {"dollars"}


def test_a_place_includes_what_lies_in_it_and_possibly_what_is_only_known_to_be_around_it(api):
    for code in ("KZ-31", "KZ-61", "KZ", "CN"):
        ProjectFactory(slug=code.lower(), region=code)
    ProjectFactory(slug="nowhere")

    assert found(api, "region=KZ") == {"kz", "kz-31", "kz-61"}
    assert found(api, "region=KZ-31") == {"kz-31"}
    assert found(api, "region=KZ-31&match=possible") == {"kz", "kz-31"}
    assert found(api, "region=KZ-31,CN") == found(api, "region=KZ-31&region=CN") == {"kz-31", "cn"}
    assert found(api, "region=001") == {"kz", "kz-31", "kz-61", "cn"}


def test_a_market_includes_what_lies_in_it(api):
    ProjectFactory(slug="abroad", markets=["KZ-31", "CN"])
    ProjectFactory(slug="home")

    assert found(api, "market=KZ") == {"abroad"}
    assert found(api, "market=KZ-31") == {"abroad"}


def test_a_sector_includes_those_below_it(api):
    ProjectFactory(slug="coal", sectors=["energy.coal"])
    ProjectFactory(slug="power", sectors=["energy"])
    ProjectFactory(slug="mill", sectors=["energy_saving"])

    assert found(api, "sector=energy") == {"coal", "power"}
    assert found(api, "sector=energy.coal") == {"coal"}
    assert found(api, "sector=energy.coal&match=possible") == {"coal", "power"}


def test_several_values_mean_any_of_them_by_comma_or_repetition(api):
    for stage in ("announced", "operating", "closed"):
        ProjectFactory(slug=stage, stage=stage)

    assert found(api, "stage=announced,closed") == {"announced", "closed"}
    assert found(api, "stage=announced&stage=closed") == {"announced", "closed"}
    assert found(api, "stage=announced, closed ,announced,") == {"announced", "closed"}
    assert found(api, "stage=") == {"announced", "operating", "closed"}


def test_investor_country_and_role_are_asked_of_one_participation(api):
    lender = InvestorFactory(slug="bank", country="KZ")
    project = ProjectFactory(slug="mine", investors=[InvestorFactory(slug="miner")])
    ParticipationFactory(project=project, investor=lender, role="lender")

    assert found(api, "investor=bank&role=lender") == {"mine"}
    assert found(api, "investor=miner&role=lender") == set()
    assert found(api, "country=KZ&role=lender") == {"mine"}
    assert found(api, "country=CN&role=lender") == set()


def test_words_are_found_in_all_languages_whatever_their_case_and_in_names_of_investors(api):
    investor = InvestorFactory(slug="fufeng")
    InvestorNameFactory(investor=investor, text="阜丰集团", language="zh-hans")
    investor.refresh_search_text()
    ProjectFactory(slug="mill", titles={"en": "Mill", "ru": "Завод Ёлка"}, investors=[investor])
    ProjectFactory(slug="port", title="Port")

    assert found(api, "q=ЗАВОД елка") == {"mill"}
    assert found(api, "q=阜丰") == {"mill"}
    assert found(api, "q=mill port") == set()


def test_what_has_no_value_is_missing_whatever_the_reason(api):
    ProjectFactory(slug="silent")
    searched = ProjectFactory(slug="searched")
    ClaimFactory(project=searched, attribute="jobs", missing="searched_not_found")
    ProjectFactory(slug="stated", jobs="5", region="KZ-31", stage="announced", markets=["CN"])

    assert found(api, "missing=jobs") == found(api, "missing=region,jobs") == {"silent", "searched"}
    assert found(api, "missing=markets") == {"silent", "searched"}
    assert found(api, "missing=capacity") == {"silent", "searched", "stated"}


@pytest.mark.parametrize(
    ("said", "query", "certain", "possible"),
    [
        ("2025", "after=2025-01-01", True, True),
        ("2025", "after=2025-06-01", False, True),
        ("2025", "after=2026-01-01", False, False),
        ("2025", "before=2025-12-31", True, True),
        ("2025", "before=2025-06-01", False, True),
        ("2025", "before=2024-12-31", False, False),
        ("2024/..", "after=2030-01-01", False, True),
    ],
)
def test_a_vague_day_is_certainly_or_possibly_before_or_after(api, said, query, certain, possible):
    ProjectFactory(commissioning_on=said)

    assert len(slugs(api.get(f"projects/?commissioning_{query}"))) == certain
    assert len(slugs(api.get(f"projects/?commissioning_{query}&match=possible"))) == possible


def test_a_box_holds_sites_and_without_coordinates_whole_regions(api):
    ProjectFactory(slug="site", location={"lat": 45.0, "lon": 70.0, "precision": "exact"})
    ProjectFactory(slug="far", location={"lat": -45.0, "lon": 70.0, "precision": "exact"})
    inner = RegionFactory(code="KZ-31")
    inner.west, inner.south, inner.east, inner.north = 69.0, 44.0, 75.0, 46.0
    inner.save()
    ProjectFactory(slug="regional", region="KZ-31")

    assert found(api, "bbox=60,40,80,50") == {"site", "regional"}
    assert found(api, "bbox=60,40,72,50") == {"site"}
    assert found(api, "bbox=60,40,72,50&match=possible") == {"site", "regional"}


def test_a_source_finds_projects_by_any_row_that_cites_it(api):
    source = SourceFactory(slug="gazette")
    EventFactory(project=ProjectFactory(slug="mine"), citation=None)
    ProjectFactory(slug="port", source=source, aims=["export"])
    ProjectFactory(slug="other", aims=["export"])

    assert found(api, "source=gazette") == {"port"}


def test_publication_is_a_filter_of_editors_alone(api):
    ProjectFactory(slug="public")
    ProjectFactory(slug="draft", publication="draft")
    editor = Api("editor")

    assert codes(api.get("projects/?publication=draft"), 400) == {"publication": "unknown"}
    assert found(editor, "publication=draft") == {"draft"}
    assert found(editor, "") == {"public"}
    assert found(editor, "publication=draft,published,withdrawn") == {"public", "draft"}


# Claims, events and the other lists


def test_claims_are_the_current_ones_unless_retired_ones_are_asked_for(api):
    old = ClaimFactory(attribute="jobs", value="10")
    new = correct_claim(claim=old, values={"quantity": 12}, user=None)

    assert found(api, "", "claims", "uid") == {str(new.uid)}
    assert found(api, "retired=true", "claims", "uid") == {str(old.uid), str(new.uid)}
    assert found(api, "retired=false", "claims", "uid") == {str(new.uid)}
    assert api.get(f"claims/{old.uid}/").json()["retired_at"]


def test_claims_by_attribute_project_source_reason_and_doubt(api):
    port, source = ProjectFactory(slug="port"), SourceFactory(slug="gazette")
    doubts = [{"code": "unit_suspect"}, {"code": "other"}]
    ClaimFactory(project=port, attribute="jobs", value="~ 10", source=source, doubts=doubts)
    ClaimFactory(attribute="investment", missing="withheld")

    for query in ("attribute=jobs", "project=port", "source=gazette", "bound=about", "doubt=unit_suspect,other"):
        assert [claim["attribute"] for claim in results(api.get(f"claims/?{query}"))] == ["jobs"], query
    assert [claim["missing"] for claim in results(api.get("claims/?missing=withheld"))] == ["withheld"]


def test_claims_that_stand(api):
    port = ProjectFactory()
    ClaimFactory(project=port, attribute="jobs", value="10", said_on="2024")
    ClaimFactory(project=port, attribute="jobs", value="20", said_on="2025")

    assert [claim["value"] for claim in results(api.get("claims/?stands=true"))] == [20]
    assert [claim["value"] for claim in results(api.get("claims/?stands=false"))] == [10]


def test_editors_find_the_claims_of_a_draft_and_others_do_not_know_it(api):
    draft = ProjectFactory(slug="draft", publication="draft", jobs="5")
    EventFactory(project=draft)

    for name in ("claims", "events"):
        assert len(results(Api("editor").get(f"{name}/?project=draft"))) == 1
        assert codes(api.get(f"{name}/?project=draft"), 400) == {"project": "invalid"}
        assert "suggestions" not in errors(api.get(f"{name}/?project=draf"), 400)["project"][0]


def test_events_by_kind_and_day(api):
    EventFactory(kind="commissioned", date="2025-03")
    EventFactory(kind="announced", date="2023")

    assert found(api, "kind=commissioned", "events", "date") == {"2025-03"}
    assert found(api, "after=2025-01-01&before=2025-12-31", "events", "date") == {"2025-03"}


def test_agreements_by_who_is_named_in_them_today(api):
    agreement = AgreementFactory(slug="pact", parties=["KZ", "CN"], participants=[InvestorFactory(slug="huawei")])
    AgreementFactory(slug="other", parties=["KZ"])
    CountryFactory(code="US")

    assert found(api, "party=CN", "agreements") == found(api, "participant=huawei", "agreements") == {"pact"}
    assert found(api, "party=KZ,CN", "agreements") == {"pact", "other"}
    save_agreement(agreement, {"parties": [], "participants": []}, user=None)
    assert found(api, "party=CN", "agreements") == found(api, "participant=huawei", "agreements") == set()


def test_the_other_lists_have_filters_of_their_own(api):
    SourceFactory(slug="gazette", kind="official", authority="official")
    SourceFactory(slug="paper")
    InvestorFactory(slug="fund", kind="fund", country="KZ", country_basis="inferred")
    InvestorFactory(slug="firm")
    SectorFactory(code="energy.coal")
    ProductFactory(slug="tea")
    RegionFactory(code="KZ-31")

    assert found(api, "kind=official", "sources") == found(api, "authority=official", "sources") == {"gazette"}
    assert found(api, "country=KZ", "investors") == found(api, "kind=fund", "investors") == {"fund"}
    assert found(api, "country_basis=inferred", "investors") == {"fund"}
    assert found(api, "q=FIRM", "investors") == {"firm"}
    assert found(api, "parent=energy", "sectors", "code") == {"energy.coal"}
    assert found(api, "q=tea", "products") == {"tea"}
    assert found(api, "within=KZ", "regions", "code") == {"KZ", "KZ-31"}
    assert found(api, "parent=KZ", "regions", "code") == found(api, "kind=region", "regions", "code") == {"KZ-31"}


# Wrong values


WRONG = {
    "projects": [
        *("stage=anounced", "region=KZ-99", "sector=nothing", "investor=nobody", "country=XX", "role=boss"),
        *("product=nothing", "market=ZZ", "aim=nothing", "kind=big", "amount_min=-1", "amount_min=1.5"),
        *("amount_max=many", "amount_min=1e9", "jobs_min=1,000", "jobs_max=٣", "capacity_min=x", "unit=MWW"),
        *("announced_after=2025", "announced_before=2025-13-01", "commissioning_after=tomorrow"),
        *("commissioning_before=2025-W01-1", "missing=everything", "bbox=1,2,3", "bbox=80,40,60,50", "bbox=a,b,c,d"),
        *("bbox=nan,nan,nan,nan", "source=nothing", "match=maybe", "jobs_min=1&jobs_min=2", "q=%00"),
        *("amount_min=99999999999999999999", "stage=announced,nothing", "region=kz", f"q={'x' * 201}"),
    ],
    "claims": [
        *("project=nothing", "attribute=job", "source=nothing", "missing=yes", "doubt=some", "bound=over"),
        *("stands=yes", "retired=1", "retired=True"),
    ],
    "events": ["project=nothing", "kind=party", "source=nothing", "after=2025", "before=x"],
    "investors": ["country=China", "country_basis=guess", "kind=firm"],
    "regions": ["kind=planet", "parent=XX", "within=XX", "valid_on=x"],
    "sectors": ["parent=nothing"],
    "products": ["q=%00"],
    "sources": ["kind=rumour", "authority=high"],
    "agreements": ["kind=deal", "party=XX", "participant=nobody"],
}


@pytest.mark.parametrize(("name", "query"), [(name, query) for name, queries in WRONG.items() for query in queries])
def test_a_wrong_value_is_an_error_of_its_parameter_and_shows_no_rows(api, name, query):
    ProjectFactory(jobs="5", sectors=["energy"])

    answer = errors(api.get(f"{name}/?{query}"), 400)

    assert set(answer) == {query.partition("=")[0]}
    assert answer[query.partition("=")[0]][0]["code"] == "invalid"


@pytest.mark.parametrize("name", WRONG)
def test_an_unknown_parameter_is_an_error_with_near_ones(api, name):
    ProjectFactory(jobs="5", sectors=["energy"])

    answer = errors(api.get(f"{name}/?orderin=slug&xyzzy=1"), 400)

    assert answer["orderin"][0]["suggestions"][0] == "ordering"
    assert [found[0]["code"] for found in answer.values()] == ["unknown", "unknown"]


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("stage=anounced", "announced"),
        ("region=KZ-3", "KZ-31"),
        ("sector=enrgy", "energy"),
        ("missing=regoin", "region"),
        ("match=posible", "possible"),
    ],
)
def test_a_wrong_code_comes_with_near_ones(api, query, near):
    ProjectFactory(region="KZ-31", sectors=["energy"])

    (wrong,) = errors(api.get(f"projects/?{query}"), 400).values()

    assert near in wrong[0]["suggestions"]


def test_all_that_is_wrong_is_named_at_once(api):
    answer = codes(api.get("projects/?regoin=KZ&stage=x&page=0&ordering=x&fields=x&jobs_min=5&jobs_max=2"), 400)

    assert answer == {
        "regoin": "unknown",
        "stage": "invalid",
        "page": "invalid",
        "ordering": "unknown",
        "fields": "unknown",
        "jobs_min": "invalid",
    }


def test_messages_come_in_the_language_of_the_reader(api):
    answer = errors(api.get("projects/?page_size=50&stands=1", Accept_Language="ru"), 400)

    assert answer["stands"][0]["code"] == "unknown"


def test_a_relation_to_a_draft_does_not_name_it_to_the_public(api):
    draft = ProjectFactory(slug="secret", publication="draft")
    project = ProjectFactory(slug="port")
    save_project(project, {"relations": [{"other": draft, "kind": "part_of"}]}, user=None)

    assert "secret" not in api.get("projects/port/").text
    assert "secret" in Api("editor").get("projects/port/").text
