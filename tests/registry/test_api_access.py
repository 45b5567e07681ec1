"""Who may read and write over the API: anonymous, viewer, editor, reviewer, administrator."""

import json

import pytest
from django.test import Client

from projects.models import Project
from projects.services import correct_claim, withdraw_project
from tests.api import Api, codes, errors
from tests.factories.accounts import AuthTokenFactory, UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import EventFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

ROLES = ["", "viewer", "editor", "reviewer", "administrator"]
WORK_ON_DRAFTS = {"editor", "reviewer", "administrator"}

# Every address of the API that shows projects or what belongs to them; tests/registry/test_hidden.py walks the pages.
SURFACES = [
    *("projects/", "projects/?cursor=", "projects/?page_size=500&fields=slug,claims", "projects/?q=hidden"),
    *("projects/?missing=capacity&match=possible", "projects/?format=csv", "projects/facets/", "projects/stats/"),
    *("projects/stats/?group_by=investor", "claims/", "claims/?retired=true", "claims/?format=csv", "events/"),
    *("events/?format=csv", "projects/hidden/", "projects/open/", "codes/", "claims/?project=hiden"),
    *("events/?project=hiden", "investors/", "investors/firm/", "sources/", "agreements/", "regions/KZ-31/", ""),
]


@pytest.fixture(params=["draft", "withdrawn", "never public"])
def hidden(request):
    """A project that the public must not see, beside one that is related to it and public."""
    source, firm = SourceFactory(slug="gazette"), InvestorFactory(slug="firm")
    said = {"jobs": "777777", "region": "KZ-31", "investors": [firm], "sectors": ["energy"], "source": source}
    state = "draft" if request.param == "never public" else request.param
    project = ProjectFactory(slug="hidden", title="Hidden plant", publication=state, withdrawal="Why-not", **said)
    EventFactory(project=project, note="Hidden event")
    correct_claim(claim=project.claims.get(attribute="jobs"), values={"quantity": 888888}, user=None)
    if request.param == "never public":
        withdraw_project(project, user=None, why="Why-not")
    ProjectFactory(slug="open", relations=[{"kind": "part_of", "project": "hidden"}], investors=[firm])
    return project


@pytest.mark.parametrize("path", SURFACES)
@pytest.mark.parametrize("role", ["", "viewer"])
def test_what_is_not_published_is_in_nothing_that_the_public_sees(hidden, role, path):
    response = Api(role).get(path)
    text = response.getvalue().decode()

    assert response.status_code < 500
    for secret in ("Hidden plant", "777777", "888888", "777,777", "888,888", "Hidden event", hidden.claims.first().uid):
        assert str(secret) not in text
    assert "hidden" in path or "hidden" not in text  # what a reader typed himself may be said back


@pytest.mark.parametrize("path", ["projects/", "claims/", "events/", "projects/stats/", "projects/facets/"])
@pytest.mark.parametrize("role", sorted(WORK_ON_DRAFTS))
def test_who_works_on_drafts_gets_answers_everywhere(hidden, role, path):
    assert Api(role).get(path).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_only_who_works_on_drafts_opens_one(role):
    project = ProjectFactory(slug="hidden", publication="draft", jobs="5")
    paths = ["projects/hidden/", f"claims/{project.claims.get().uid}/"]

    expected = 200 if role in WORK_ON_DRAFTS else 404
    assert [Api(role).get(path).status_code for path in paths] == [expected, expected]


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_sums_of_all_roles_are_of_what_is_published_unless_told_otherwise(role):
    ProjectFactory(investment="5")
    ProjectFactory(investment="7", publication="draft")
    api = Api(role)

    assert api.get("projects/").json()["count"] == 1
    assert api.get("projects/stats/").json()["total"]["investment_usd"]["low"] == 5


WRITES = [
    ("post", "projects/", {"title": "Mill"}),
    ("patch", "projects/open/", {"place": "X"}),
    ("put", "projects/open/", {"place": "X"}),
    ("post", "investors/", {"name": "Firm"}),
    ("patch", "investors/firm/", {"website": "https://example.org"}),
    ("post", "sources/", {"title": "Gazette"}),
    ("patch", "sources/gazette/", {"publisher": "X"}),
    ("put", "sources/gazette/text/", {"body": "X"}),
    ("post", "agreements/", {"title": "Pact", "kind": "framework"}),
    ("post", "products/", {"name": "Tea"}),
]
PUBLISHING = [("delete", "projects/open/", None), ("patch", "projects/open/", {"publication": "withdrawn"})]


def prepare():
    ProjectFactory(slug="open")
    InvestorFactory(slug="firm")
    SourceFactory(slug="gazette")


@pytest.mark.parametrize(("method", "path", "document"), WRITES)
@pytest.mark.parametrize("role", ROLES)
def test_editors_and_those_above_them_write(role, method, path, document):
    prepare()

    response = Api(role).send(method, path, document, If_Match="*")

    if role in WORK_ON_DRAFTS:
        assert response.status_code in (200, 201), response.text
    else:
        expected = (403, "permission_denied") if role else (401, "not_authenticated")
        assert codes(response, expected[0]) == {"detail": expected[1]}


@pytest.mark.parametrize(("method", "path", "document"), PUBLISHING)
@pytest.mark.parametrize("role", ROLES)
def test_reviewers_and_those_above_them_publish_and_withdraw(role, method, path, document):
    prepare()

    status = Api(role).send(method, path, document, If_Match="*").status_code

    allowed = role in ("reviewer", "administrator")
    assert status == ((204 if method == "delete" else 200) if allowed else 403 if role else 401)
    assert Project.objects.get().publication == ("withdrawn" if allowed else "published")


def test_who_is_not_logged_in_is_told_how_to(api):
    response = api.post("projects/", {"title": "Mill"})

    assert codes(response, 401) == {"detail": "not_authenticated"}
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Token x y", "Bearer \x80"])
def test_a_wrong_token_is_refused_also_for_reading(api, header):
    ProjectFactory()

    response = api.get("projects/", Authorization=header)

    assert codes(response, 401) == {"detail": "authentication_failed"}


def test_a_token_that_may_only_read_reads_drafts_and_writes_nothing():
    ProjectFactory(slug="hidden", publication="draft")
    api = Api("administrator", read_only=True)

    assert api.get("projects/hidden/").status_code == 200
    for method, path, document in [("post", "projects/", {"title": "Mill"}), ("patch", "projects/hidden/", {})]:
        assert codes(api.send(method, path, document, If_Match="*"), 403) == {"detail": "read_only_token"}
    assert Project.objects.count() == 1


def test_a_person_who_left_can_neither_read_drafts_nor_write():
    user = UserFactory(role="editor", is_active=False)
    api = Api(user=user)

    assert codes(api.get("projects/"), 401) == {"detail": "authentication_failed"}


def post(client, **headers):
    return client.post(
        "/api/v1/projects/", json.dumps({"title": "Mill"}), content_type="application/json", headers=headers
    )


def test_a_session_writes_with_its_csrf_token_and_not_without():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(role="editor"))
    client.get("/account/login/")
    client.get("/account/")

    assert codes(post(client), 403) == {"detail": "permission_denied"}
    assert post(client, **{"X-CSRFToken": client.cookies["csrftoken"].value}).status_code == 201


def test_a_token_needs_no_csrf_token():
    client = Client(enforce_csrf_checks=True)
    token = AuthTokenFactory(user=UserFactory(role="editor"))

    assert post(client, Authorization=f"Bearer {token.key}").status_code == 201


def test_a_refusal_speaks_the_language_of_the_reader(api):
    english, russian = (api.post("projects/", {}, Accept_Language=code) for code in ("en", "ru"))

    assert errors(english, 401)["detail"][0]["message"] != errors(russian, 401)["detail"][0]["message"]
