"""The feed of changes, single revisions and undo, over the API and in Atom."""

from xml.etree import ElementTree

import pytest
from django.db.models import Max

from history.models import Change, Revision
from history.services import revision
from projects.models import Project, Publication
from projects.services import save_project, withdraw_project
from tests.api import Api, codes, errors
from tests.factories.accounts import UserFactory
from tests.factories.history import make_change
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def answer(response, status=200):
    assert response.status_code == status, response.content
    return response.json()


def follow(api, query=""):
    """What the feed tells from a position on: (slug, kind) by change, and the position after it."""
    feed = answer(api.get(f"changes/?{query}"))
    return [(row["slug"], row["kind"]) for row in feed["results"]], feed["cursor"]


@pytest.fixture
def port(db):
    project = ProjectFactory(slug="port", title="Port", place="draft", publication=Publication.DRAFT)
    save_project(
        project,
        {"publication": Publication.PUBLISHED, "place": "Aktau"},
        user=UserFactory(name="Ainur", role="reviewer"),
    )
    save_project(project, {"place": "Atyrau"}, user=UserFactory(name="Ainur", role="reviewer"), why="moved")
    return project


def test_the_feed_tells_the_oldest_first_and_where_to_go_on(api, port):
    first = answer(api.get("changes/?page_size=1"))
    second = answer(api.get(first["next"].removeprefix("http://testserver")))

    assert [row["kind"] for row in first["results"] + second["results"]] == ["added", "changed"]
    (row,) = second["results"]
    assert (row["record_type"], row["slug"], row["why"]) == ("project", "port", "moved")
    assert row["url"] == "http://testserver/api/v1/projects/port/"
    assert {"path": "place", "kind": "changed", "before": "Aktau", "after": "Atyrau"} in row["differences"]


def test_a_follower_goes_on_from_the_end_when_something_is_new(api, port):
    _seen, cursor = follow(api)

    nothing = answer(api.get(f"changes/?cursor={cursor}"))
    save_project(port, {"place": "Aktobe"}, user=None)

    assert (nothing["results"], nothing["cursor"]) == ([], cursor)
    assert nothing["next"].endswith(f"cursor={cursor}")
    assert follow(api, f"cursor={cursor}")[0] == [("port", "changed")]


def test_drafts_are_not_told_but_passed(api, port):
    ProjectFactory(slug="hidden", publication=Publication.DRAFT)

    seen, cursor = follow(api)

    assert [slug for slug, _kind in seen] == ["port", "port"]
    assert int(cursor) == Change.objects.aggregate(last=Max("pk"))["last"]
    assert ("hidden", "added") in follow(Api("editor"))[0]


def test_followers_learn_that_a_project_was_withdrawn_and_nothing_more(api, port):
    withdraw_project(port, user=None, why="counted twice")

    (row,) = answer(api.get("changes/"))["results"]

    assert (row["slug"], row["kind"], row["differences"]) == ("port", "removed", [])


def test_the_feed_can_be_narrowed_to_types_of_records_a_batch_or_a_revision(api, port):
    other = make_change("tbea", record_type="investor", after={"name": "TBEA"})

    assert follow(api, "record_type=investor,agreement")[0] == [("tbea", "added")]
    assert follow(api, f"revision={other.revision_id}")[0] == [("tbea", "added")]
    assert follow(api, "batch=june")[0] == []
    assert "record_type=investor" in answer(api.get("changes/?record_type=investor"))["next"]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("cursor=x", {"cursor": "invalid"}),
        ("cursor=-1", {"cursor": "invalid"}),
        ("cursor=٣", {"cursor": "invalid"}),
        ("cursor=999999999999", {"cursor": "invalid"}),
        ("record_type=projct", {"record_type": "invalid"}),
        ("since=2025", {"since": "unknown"}),
        ("page_size=0", {"page_size": "invalid"}),
        ("revision=x", {"revision": "invalid"}),
    ],
)
def test_a_wrong_parameter_is_an_error(api, port, query, wrong):
    assert codes(api.get(f"changes/?{query}"), 400) == wrong


@pytest.mark.parametrize("role", ["", "editor"])
def test_the_feed_takes_as_many_queries_for_many_as_for_few(role, port, django_assert_max_num_queries):
    for number in range(20):
        make_change(str(number), record_type="investor", after={"name": "A"})
    follower = Api(role)

    with django_assert_max_num_queries(8):
        follower.get("changes/")


def test_programs_are_told_no_names(api, port):
    assert "Ainur" not in api.get("changes/").content.decode()
    assert "Ainur" not in api.get(f"revisions/{Revision.objects.latest('pk').pk}/").content.decode()


def test_a_revision_says_who_to_colleagues_and_what_to_all(api, port):
    moved = Revision.objects.latest("pk")

    shown = answer(Api("editor").get(f"revisions/{moved.pk}/"))

    assert (shown["id"], shown["why"], shown["user"], shown["undoes"]) == (
        moved.pk,
        "moved",
        moved.user.username,
        None,
    )
    assert [change["slug"] for change in shown["changes"]] == ["port"]
    assert answer(api.get(f"revisions/{moved.pk}/"))["user"] is None


def test_a_revision_of_which_nothing_is_public_is_not_there(api, port):
    drafted = Revision.objects.earliest("pk")

    assert codes(api.get(f"revisions/{drafted.pk}/"), 404) == {"detail": "not_found"}
    assert codes(api.get("revisions/999999/"), 404) == {"detail": "not_found"}
    assert answer(Api("editor").get(f"revisions/{drafted.pk}/"))["changes"]


def test_a_large_revision_leads_to_the_rest_of_its_changes(api, monkeypatch):
    monkeypatch.setattr("registry.changes.api.SHOWN", 2)
    with revision(user=None) as rev:
        for name in "abc":
            rev.change("investor", name, before=None, after={"name": name})

    shown = answer(api.get(f"revisions/{rev.kept.pk}/"))
    further = answer(api.get(shown["next"].removeprefix("http://testserver")))

    assert [row["slug"] for row in shown["changes"] + further["results"]] == ["a", "b", "c"]


def test_an_editor_undoes_a_revision(port):
    moved, editor = Revision.objects.latest("pk"), Api("editor")

    done = editor.post(f"revisions/{moved.pk}/undo/", {"why": "it was right"})

    shown = answer(done, 201)
    assert done["Location"].endswith(f"/revisions/{shown['id']}/")
    assert (shown["undoes"], shown["why"]) == (moved.pk, f"undo of {moved.pk}: it was right")
    assert Project.objects.get(slug="port").place == "Aktau"
    assert answer(editor.get(f"revisions/{moved.pk}/"))["undone_by"] == [shown["id"]]


def test_what_stands_in_the_way_is_a_conflict_that_names_record_and_member(port):
    moved = Revision.objects.latest("pk")
    save_project(port, {"place": "Aktobe"}, user=None)

    response = Api("editor").post(f"revisions/{moved.pk}/undo/", {})

    assert codes(response, 409) == {"project.port.place": "changed_since"}
    assert str(Revision.objects.latest("pk").pk) in errors(response, 409)["project.port.place"][0]["message"]
    assert Project.objects.get(slug="port").place == "Aktobe"


def test_a_merge_is_asked_for(port):
    save_project(port, {"title_ru": "Порт"}, user=None)
    named = Revision.objects.latest("pk")
    save_project(port, {"title_kk": "Порт"}, user=None)
    editor = Api("editor")

    assert codes(editor.post(f"revisions/{named.pk}/undo/", {}), 409) == {"project.port.titles": "changed_since"}
    assert editor.post(f"revisions/{named.pk}/undo/", {"merge": True}).status_code == 201


@pytest.mark.parametrize(("role", "status"), [("", 401), ("viewer", 403)])
def test_others_undo_nothing(role, status, port):
    moved = Revision.objects.latest("pk")

    assert Api(role).post(f"revisions/{moved.pk}/undo/", {}).status_code == status
    assert Project.objects.get(slug="port").place == "Atyrau"


def test_a_token_that_may_only_read_undoes_nothing(port):
    reader = Api("editor", read_only=True)

    assert reader.post(f"revisions/{Revision.objects.latest('pk').pk}/undo/", {}).status_code == 403


def test_a_member_nobody_knows_is_refused(port):
    response = Api("editor").post(f"revisions/{Revision.objects.latest('pk').pk}/undo/", {"wy": "x"})

    assert codes(response, 400) == {"wy": "unknown"}


ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, path="/changes.atom"):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 (our own)


def test_atom_tells_the_newest_first_without_drafts_and_names(client, port):
    ProjectFactory(slug="hidden", publication=Publication.DRAFT)
    client.force_login(UserFactory(role="editor"))

    found = entries(client)

    assert [entry.find(f"{ATOM}title").text for entry in found] == ["Project Port: changed", "Project Port: entered"]
    assert "Aktau → Atyrau" in found[0].find(f"{ATOM}summary").text
    assert (
        found[0]
        .find(f"{ATOM}link")
        .get("href")
        .endswith(f"/history/{Revision.objects.latest('pk').pk - 1}/#project-port")
    )
    assert "Ainur" not in client.get("/changes.atom").content.decode()


def test_atom_escapes_what_it_tells(client):
    ProjectFactory(slug="port", place="<b>x</b>")
    save_project(Project.objects.get(slug="port"), {"place": "<i>y</i>"}, user=None, why="<script>")

    summary = entries(client)[0].find(f"{ATOM}summary").text

    assert "&lt;b&gt;x&lt;/b&gt; → &lt;i&gt;y&lt;/i&gt;" in summary
    assert "<script>" not in summary


def test_atom_has_the_newest_hundred_by_few_queries(client, django_assert_max_num_queries):
    for number in range(105):
        make_change(str(number), record_type="investor", after={"name": f"Company {number}"})

    with django_assert_max_num_queries(3):
        found = entries(client)

    assert len(found) == 100
    assert found[0].find(f"{ATOM}title").text == "Investor Company 104: entered"


def test_atom_of_a_withdrawn_project_names_it_by_its_slug(client, port):
    withdraw_project(port, user=None, why="counted twice")

    (entry,) = entries(client)

    assert entry.find(f"{ATOM}title").text == "Project port: taken out"
    assert "Atyrau" not in ElementTree.tostring(entry, encoding="unicode")
