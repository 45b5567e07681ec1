"""An unchanged answer is found unchanged before anything is read; a changed one never is."""

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.undo import undo
from history.models import Revision
from investors.models import Investor
from projects.models import Project
from projects.services import retire_claim, save_project, withdraw_project
from registry.watched import keep_watching
from tests.admin_forms import address, values_of
from tests.api import Api
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ClaimFactory, ExchangeRateFactory, ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = [
    *("projects/", "projects/?q=mill", "projects/?stage=operating", "projects/facets/", "projects/stats/"),
    *("investors/", "regions/", "claims/", "sources/", "projects/?format=csv"),
    "projects/explain/?figure=jobs",
]


@pytest.fixture
def mill(transactional_db):
    keep_watching()
    tbea = InvestorFactory(slug="tbea", name_en="TBEA", country="CN")
    return ProjectFactory(
        slug="mill", title="Mill", investors=[tbea], region="KZ-31", stage="operating", investment="500 KZT", jobs="40"
    )


@pytest.mark.parametrize("path", LISTS)
def test_an_unchanged_list_is_told_without_reading_it(mill, api, path):
    tag = api.get(path)["ETag"]

    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = api.get(path, If_None_Match=tag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert len(asked) == 1


def by_admin(mill):
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    form = values_of(client.get(address(mill)))
    answer = client.post(address(mill), form | {"title_en": "Mill of the north"})
    assert answer.status_code == 302, answer.content.decode()


def by_file(mill):
    call_command("load_reference", verbosity=0)
    call_command("loaddata", "kazakhstan-2025-06", verbosity=0)


def by_undo(mill):
    undo(revision=Revision.objects.latest("pk"), user=UserFactory(is_superuser=True))


# By what it is called: an act, and lists of which it changes the answer.
WRITES = {
    "api": (lambda mill: Api("editor").write("patch", "projects/mill/", {"title": "New"}), ["projects/"]),
    "admin": (by_admin, ["projects/", "projects/?format=csv"]),
    "undo": (by_undo, ["projects/", "projects/facets/", "projects/stats/"]),
    "loaddata": (by_file, LISTS),
    "reference data": (lambda mill: call_command("load_reference", verbosity=0), ["regions/"]),
    "setup": (lambda mill: call_command("setup", verbosity=0), ["regions/"]),
    "claim": (
        lambda mill: ClaimFactory(project=mill, attribute="capacity", value="5 MAW"),
        ["claims/", "projects/stats/"],
    ),
    "retired claim": (
        lambda mill: retire_claim(claim=mill.claims.get(attribute="jobs"), user=None, why="wrong"),
        ["projects/", "projects/stats/", "projects/facets/", "projects/explain/?figure=jobs"],
    ),
    "withdrawal": (lambda mill: withdraw_project(mill, user=None, why="gone"), ["projects/", "projects/facets/"]),
    "bulk": (
        lambda mill: Investor.objects.bulk_create([InvestorFactory.build(slug="bulk")]),
        ["investors/"],
    ),
    "bulk update": (lambda mill: Investor.objects.update(name_en="Other"), ["investors/", "projects/"]),
    "name": (lambda mill: rename("Works of the mill"), ["projects/?q=mill"]),
    "rate": (lambda mill: price(mill), ["projects/stats/", "projects/"]),
}


def rename(name):
    one = Investor.objects.get(slug="tbea")
    one.name_en = name
    one.save()


def price(mill):
    ExchangeRateFactory(rate="500", day=mill.claims.get(attribute="investment").said_first)
    Project.objects.settle()


@pytest.mark.parametrize("name", WRITES)
def test_a_write_by_any_path_ends_every_early_304(mill, name):
    act, changed = WRITES[name]
    readers = {"": Api(), "editor": Api("editor")}
    before = {(who, path): one.get(path) for path in LISTS for who, one in readers.items()}
    assert all(map(body, before.values()))

    act(mill)

    for (who, path), old in before.items():
        again, now = readers[who].get(path, If_None_Match=old["ETag"]), readers[who].get(path)
        assert state(now) != state(old)
        assert again.status_code == (304 if body(now) == body(old) and not now.streaming else 200)
    for path in changed:
        assert body(before["", path]) != body(readers[""].get(path)), path


def body(response):
    if not response.streaming:
        return response.content
    if not hasattr(response, "read_once"):
        response.read_once = b"".join(response.streaming_content)
    return response.read_once


def test_a_write_that_was_taken_back_changes_nothing(mill, api):
    tag = api.get("projects/")["ETag"]

    with transaction.atomic():
        save_project(mill, {"title_en": "Other"}, user=None)
        transaction.set_rollback(True)

    assert api.get("projects/")["ETag"] == tag
    assert api.get("projects/", If_None_Match=tag).status_code == 304


def test_what_others_wrote_of_other_things_leaves_the_content_unsent(mill, api):
    old = api.get("investors/")
    ClaimFactory(project=mill, attribute="capacity", value="5 MAW")

    again = api.get("investors/", If_None_Match=old["ETag"])

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("projects/", {"Accept_Language": "ru"}),
        ("projects/?page_size=11", {}),
        ("projects/?format=csv", {}),
        ("projects/?known_on=2024-01-01", {}),
        ("projects/", {"Host": "127.0.0.1"}),
    ],
)
def test_an_early_etag_belongs_to_one_answer(mill, api, path, headers):
    tag = api.get("projects/")["ETag"]

    assert state(api.get(path, **headers)) != state(api.get("projects/"))
    assert api.get(path, **headers, If_None_Match=tag.split("-")[0] + '-0"').status_code == 200


def test_an_early_etag_belongs_to_those_who_may_see_the_same(mill, api):
    editor = Api("editor")
    before = state(editor.get("projects/"))
    assert before != state(api.get("projects/"))

    editor.user.groups.clear()

    assert state(editor.get("projects/")) != before


def test_an_early_etag_belongs_to_one_day_and_one_software(mill, api, monkeypatch):
    states = {state(api.get("projects/"))}
    with time_machine.travel("2031-01-01"):
        states.add(state(api.get("projects/")))
    monkeypatch.setattr("lib.early.fingerprint", lambda: "newer")
    states.add(state(api.get("projects/")))

    assert len(states) == 3


def state(response):
    """The half of an ETag that is known before anything is read."""
    assert response.status_code == 200
    return response["ETag"].partition("-")[0]


PAGES = ["/projects/", "/projects/?view=charts", "/projects/?stage=operating", "/projects/mill/", "/", "/ru/projects/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_made_once_for_all_who_are_nobody_special(mill, client, path):
    first = client.get(path)

    with CaptureQueriesContext(connection) as asked:
        second = client.get(path)
        third = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert {name: second[name] for name in second.headers} == {name: first[name] for name in first.headers}
    assert (third.status_code, third.content) == (304, b"")
    assert len(asked) == 2  # the stamp


def test_every_write_is_on_the_next_page(mill, client):
    person = Client()
    person.force_login(UserFactory())
    pages = {path: client.get(path).content for path in PAGES} | {"person": person.get("/projects/").content}

    ClaimFactory(project=mill, attribute="jobs", value="1234", said_on="2026-06-01")

    now = {path: client.get(path).content for path in PAGES} | {"person": person.get("/projects/").content}
    assert [path for path in pages if pages[path] == now[path]] == []
    assert "1,234" in now["person"].decode()


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "other"])
def test_a_page_for_somebody_special_is_made_for_him(mill, client, cookie):
    client.get("/projects/")
    client.cookies[cookie] = "something"

    with CaptureQueriesContext(connection) as asked:
        client.get("/projects/")

    assert len(asked) > 2


def test_the_language_of_a_reader_is_on_his_page_whoever_asked_before(mill, client):
    english = client.get("/projects/")
    russian = client.get("/projects/", headers={"Accept-Language": "ru"})
    client.cookies["django_language"] = "kk"
    kazakh = client.get("/projects/")

    assert len({english.content, russian.content, kazakh.content}) == 3


def test_a_page_with_an_error_is_neither_kept_nor_unchanged(mill, client):
    for _time in range(2):
        assert client.get("/projects/?stage=nonsense").status_code == 400


def test_a_wrong_address_is_wrong_whatever_the_reader_has(mill, api):
    tag = api.get("projects/")["ETag"]

    assert api.get("projects/?stage=nonsense", If_None_Match=tag).status_code == 400
    assert api.get("projects/?stage=nonsense", If_None_Match="*").status_code == 400
