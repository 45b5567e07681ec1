"""The lists of projects and claims in the admin."""

import pytest
from django.urls import reverse

from projects.models import Claim
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db
PROJECTS = "admin:projects_project_changelist"
CLAIMS = "admin:projects_claim_changelist"


@pytest.fixture(autouse=True)
def clerk(client):
    user = UserFactory(role="editor")
    client.force_login(user)
    return user


def listed(client, name=PROJECTS, **query):
    return list(client.get(reverse(name), query).context["cl"].result_list)


def slugs(client, **query):
    return sorted(project.slug for project in listed(client, **query))


def text(client, name):
    return client.get(reverse(name)).content.decode()


def test_a_line_has_the_headline_with_its_bounds(client):
    ProjectFactory(title="Plant", investment="420000000", jobs="> 4000", stage="under_way", region="KZ-61")

    page = text(client, PROJECTS)

    assert all(
        words in page for words in ("Plant", "$420 million", "&gt; 4,000", "under way", "Region KZ-61", "published")
    )


def test_what_is_not_stated_is_said(client):
    ProjectFactory()

    assert text(client, PROJECTS).count(">not stated</td>") == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"publication__exact": "draft"}, ["draft"]),
        ({"stage": "operating"}, ["stated"]),
        ({"stage": "-"}, ["draft"]),
        ({"region": "KZ"}, ["stated"]),
        ({"region": "KZ-31"}, ["stated"]),
        ({"region": "-"}, ["draft"]),
        ({"sector": "agro"}, ["stated"]),
        ({"sector": "-"}, ["draft"]),
        ({"country": "CN"}, ["stated"]),
        ({"missing": "investment"}, ["draft"]),
        ({"kind__exact": "single"}, ["draft", "stated"]),
    ],
)
def test_the_list_is_narrowed(client, query, found):
    ProjectFactory(
        slug="stated",
        investment="5",
        stage="operating",
        region="KZ-31",
        sectors=["agro.cotton"],
        investors=[InvestorFactory(country="CN")],
    )
    ProjectFactory(slug="draft", publication="draft")

    assert slugs(client, **query) == found


@pytest.mark.parametrize("words", ["ЗАВОД", "жүгері", "кукурузы завод", "江布尔", "fufeng", "阜丰", "inv-7"])
def test_projects_are_found_in_every_language_by_investor_and_identifier(client, words):
    titles = {"en": "Corn", "ru": "Завод кукурузы", "kk": "Жүгері зауыты", "zh-hans": "江布尔州工厂"}
    investor = InvestorFactory(slug="fufeng", name_zh_hans="阜丰集团")
    ProjectFactory(
        slug="corn", title=None, titles=titles, investors=[investor], identifiers=[{"scheme": "KZ", "value": "INV-7"}]
    )
    ProjectFactory(slug="other")

    assert slugs(client, q=words) == ["corn"]


def test_the_list_takes_as_many_queries_for_many_as_for_few(client, django_assert_max_num_queries):
    for number in range(6):
        ProjectFactory(
            investment="5", jobs="6", region=f"KZ-3{number}", stage="operating", investors=[InvestorFactory()]
        )

    with django_assert_max_num_queries(12):
        client.get(reverse(PROJECTS))


@pytest.mark.parametrize(
    ("app", "model", "field", "term"),
    [
        ("projects", "projectsector", "sector", "agro"),
        ("projects", "projectmarket", "region", "kz-31"),
        ("projects", "projectproduct", "product", "lysine"),
        ("projects", "projectaim", "aim", "export"),
        ("projects", "participation", "investor", "fufeng"),
        ("projects", "projectrelation", "other", "plant"),
        ("sources", "citation", "source", "june"),
    ],
)
def test_every_record_that_a_row_names_is_chosen_by_typing(client, app, model, field, term):
    source = SourceFactory(slug="june")
    ProjectFactory(
        title="Plant", region="KZ-31", sectors=["agro"], products=["lysine"], aims=["export"], source=source,
        investors=[InvestorFactory(slug="fufeng")],
    )  # fmt: skip
    query = {"term": term, "app_label": app, "model_name": model, "field_name": field}

    assert len(client.get(reverse("admin:autocomplete"), query).json()["results"]) == 1


# Claims


def test_claims_are_shown_with_value_source_and_day(client):
    ClaimFactory(attribute="jobs", value="> 4000", source=SourceFactory(title_en="News of June", published="2025-06"))

    page = text(client, CLAIMS)

    assert all(words in page for words in ("jobs", "&gt; 4,000", "News of June", "June 2025"))


def test_retired_claims_are_shown_when_asked_for(client, clerk):
    claim = ClaimFactory()
    Claim.objects.filter(pk=claim.pk).retire(claim.recorded_at)

    assert listed(client, CLAIMS) == []
    assert listed(client, CLAIMS, held="all") == [claim]


@pytest.mark.parametrize(
    ("query", "attribute"),
    [
        ({"doubt": "unit_suspect"}, "area"),
        ({"missing__exact": "not_stated"}, "jobs"),
        ({"attribute__exact": "stage"}, "stage"),
        ({"q": "PRINTED"}, "area"),
    ],
)
def test_claims_are_narrowed(client, query, attribute):
    doubts = [{"code": "unit_suspect"}, {"code": "other"}]
    source = SourceFactory(title_en="Where it is printed")
    ClaimFactory(attribute="area", value="5 HAR", doubts=doubts, source=source)
    ClaimFactory(attribute="jobs", missing="not_stated")
    ClaimFactory(attribute="stage", value="operating")

    assert [claim.attribute for claim in listed(client, CLAIMS, **query)] == [attribute]


def test_the_list_of_claims_takes_as_many_queries_for_many_as_for_few(client, django_assert_max_num_queries):
    for _each in range(6):
        ClaimFactory(attribute="region", value="KZ-31")

    with django_assert_max_num_queries(9):
        client.get(reverse(CLAIMS))


def test_a_claim_is_shown_and_never_changed_in_place(client):
    claim = ClaimFactory(as_printed="")
    url = reverse("admin:projects_claim_change", args=[claim.pk])

    assert "words not kept" in client.get(url).content.decode()
    assert client.post(url, {"amount": 5}).status_code == 403


# The choice of an editor


def test_a_claim_is_preferred_with_a_reason(client):
    project = ProjectFactory(investment="5")
    other = ClaimFactory(project=project, value="7", source=SourceFactory(authority="unknown"))
    url = reverse("admin:projects_claim_prefer", args=[other.pk])

    page = client.get(url).content.decode()
    client.post(url, {"reason": "it names the contract"})

    assert "to be preferred" in page
    project.refresh_from_db()
    assert project.amount_low == 7
    assert Claim.objects.current().get(rank="preferred").reason == "it names the contract"


def test_a_preference_needs_its_reason(client):
    claim = ClaimFactory()

    answer = client.post(reverse("admin:projects_claim_prefer", args=[claim.pk]), {"reason": " "})

    assert answer.context["form"].errors
    assert not Claim.objects.filter(rank="preferred").exists()


def test_a_retired_claim_cannot_be_preferred(client):
    claim = ClaimFactory()
    Claim.objects.filter(pk=claim.pk).retire(claim.recorded_at)

    answer = client.post(reverse("admin:projects_claim_prefer", args=[claim.pk]), {"reason": "better"})

    assert answer.context["form"].non_field_errors()


@pytest.mark.parametrize(("number", "leads_there"), [(1, True), (2, False)])
def test_the_action_leads_to_the_question_for_one_claim(client, number, leads_there):
    claims = [ClaimFactory() for _each in range(number)]

    answer = client.post(reverse(CLAIMS), {"action": "prefer", "_selected_action": [claim.pk for claim in claims]})

    assert ("/prefer/" in answer.url) == leads_there
