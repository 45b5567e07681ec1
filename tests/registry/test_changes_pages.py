"""The pages of the history: all revisions, one of them, two states of a record, and the button that undoes."""

import re

import pytest
from django.template import Context, Template

from history.models import Revision
from history.services import revision
from projects.models import Project, Publication
from projects.services import retire_claim, save_project, withdraw_project
from tests.factories.accounts import UserFactory
from tests.factories.history import make_change
from tests.factories.projects import ClaimFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, response.content
    return response.content.decode()


def numbers(text):
    """The revisions that a list shows, in order."""
    return [int(number) for number in re.findall(r'<th scope="row"><a href="/history/(\d+)/"', text)]


def log_in(client, role="editor", **given):
    user = UserFactory(role=role, **given)
    client.force_login(user)
    return user


def last():
    return Revision.objects.latest("pk")


@pytest.fixture
def port(db):
    project = ProjectFactory(slug="port", title="Port", place="Secret", publication=Publication.DRAFT)
    ainur = UserFactory(name="Ainur", username="ainur", role="reviewer")
    save_project(project, {"publication": Publication.PUBLISHED, "place": "Aktau"}, user=ainur, why="checked")
    save_project(project, {"place": "Atyrau"}, user=ainur, why="moved")
    return project


def test_colleagues_see_all_revisions_with_names_the_newest_first(client, port):
    log_in(client)

    text = page(client, "/history/")

    assert numbers(text) == sorted(Revision.objects.values_list("pk", flat=True), reverse=True)
    assert "Ainur" in text
    assert "moved" in text


@pytest.mark.parametrize("role", [None, "viewer"])
def test_others_see_what_was_public_without_names(client, port, role):
    if role:
        log_in(client, role)
    ProjectFactory(slug="harbour", publication=Publication.DRAFT)

    text = page(client, "/history/")

    assert len(numbers(text)) == 2
    assert "Ainur" not in text
    assert "harbour" not in text
    assert "an editor" in text


def test_the_list_is_narrowed_by_type_person_batch_and_record(client, port):
    log_in(client)
    with revision(user=None, batch="june") as rev:
        rev.change("investor", "tbea", before=None, after={"name": "TBEA"})

    for query in ("record_type=investor", "batch=june", "record=investor:tbea"):
        assert numbers(page(client, f"/history/?{query}")) == [rev.kept.pk]
    assert len(numbers(page(client, "/history/?user=ainur&record_type=project"))) == 2
    assert numbers(page(client, "/history/?record=investor")) == []


@pytest.mark.parametrize("query", ["user=ainur", "record_type=projct", "before=x", "since=2025"])
def test_a_wrong_parameter_shows_its_error_and_no_rows(client, port, query):
    text = page(client, f"/history/?{query}", status=400)

    assert query.partition("=")[0] in text
    assert numbers(text) == []


def test_pages_follow_each_other_by_the_last_revision(client, monkeypatch):
    monkeypatch.setattr("registry.changes.showing.PAGE", 2)
    for number in range(5):
        make_change(str(number), record_type="investor", after={"name": "A"})
    seen, path = [], "/history/?record_type=investor"

    while path:
        text = page(client, path)
        seen += numbers(text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        path = found and found.group(1).replace("&amp;", "&")

    assert seen == sorted(Revision.objects.values_list("pk", flat=True), reverse=True)


def test_a_revision_of_many_records_names_the_first_and_counts_the_rest(client):
    with revision(user=None) as rev:
        for number in range(8):
            rev.change("investor", f"company-{number}", before=None, after={"n": 1})

    text = page(client, "/history/")

    assert "company-4" in text
    assert "company-5" not in text
    assert "and 3 more" in text


@pytest.mark.parametrize(("role", "most"), [(None, 2), ("editor", 7)])
def test_the_list_takes_as_many_queries_for_many_as_for_few(client, role, most, django_assert_max_num_queries):
    if role:
        log_in(client, role)
    for number in range(30):
        make_change(str(number), record_type="investor", after={"n": 1}, user=UserFactory())

    with django_assert_max_num_queries(most):
        client.get("/history/")


def test_a_revision_shows_what_changed_member_by_member_and_row_by_row(client, port):
    claim = ClaimFactory(project=port, attribute="jobs", value="5")
    retire_claim(claim=claim, user=None, why="wrong")

    text = page(client, f"/history/{last().pk}/")

    assert '<h2>Project <a href="/projects/port/">Port</a></h2>' in text
    assert "claims › jobs" in text
    assert "<del>" in text


def test_a_new_record_tells_all_that_it_says(client):
    ProjectFactory(slug="port", title="Port", jobs="> 5", markets=["KZ"])

    text = page(client, f"/history/{last().pk}/")

    assert "What was entered" in text
    assert "claims › jobs" in text
    assert "markets › " in text


def test_the_publication_is_shown_as_the_beginning(client, port):
    published = Revision.objects.get(why="checked")

    text = page(client, f"/history/{published.pk}/")

    assert "Entered." in text
    assert "Secret" not in text
    log_in(client)
    assert "Secret" in page(client, f"/history/{published.pk}/")


def test_drafts_have_no_page_for_others(client, port):
    drafted = Revision.objects.earliest("pk")

    page(client, f"/history/{drafted.pk}/", status=404)
    page(client, "/history/999999/", status=404)
    log_in(client)
    page(client, f"/history/{drafted.pk}/")


def test_a_withdrawn_project_is_taken_out_and_not_linked(client, port):
    withdraw_project(port, user=None, why="counted twice")

    text = page(client, f"/history/{last().pk}/")

    assert "Taken out." in text
    assert "/projects/port/" not in text
    assert "Atyrau" not in text
    page(client, f"/history/{Revision.objects.get(why='moved').pk}/", status=404)


def test_a_large_revision_is_shown_in_parts(client, monkeypatch):
    monkeypatch.setattr("registry.changes.showing.CHANGES_SHOWN", 2)
    with revision(user=None) as rev:
        for name in ("one", "two", "three"):
            rev.change("investor", name, before=None, after={"name": name})
    path = f"/history/{rev.kept.pk}/"

    first = page(client, path)
    second = page(client, path + re.search(r'href="(\?after=\d+)"', first).group(1))

    assert "three" not in first
    assert "three" in second
    page(client, f"{path}?after=x", status=404)


@pytest.mark.parametrize(("role", "most"), [(None, 4), ("editor", 8)])
def test_a_revision_takes_as_many_queries_for_many_records_as_for_few(
    client, port, role, most, django_assert_max_num_queries
):
    if role:
        log_in(client, role)
    with revision(user=UserFactory()) as rev:
        for number in range(20):
            rev.change("investor", f"company-{number}", before={"n": 1}, after={"n": 2})
        save_project(port, {"place": "Aktobe"}, user=None)

    with django_assert_max_num_queries(most):
        client.get(f"/history/{rev.kept.pk}/")


def test_an_editor_undoes_a_revision_by_its_button(client, port):
    editor = log_in(client)
    moved = last()
    assert f'action="/history/{moved.pk}/undo/"' in page(client, f"/history/{moved.pk}/")

    response = client.post(f"/history/{moved.pk}/undo/", {"why": "it was right"}, follow=True)

    done = last()
    assert (done.user, done.undoes) == (editor, moved)
    assert response.redirect_chain == [(f"/history/{done.pk}/", 302)]
    assert f"Revision {moved.pk} is undone." in response.content.decode()
    assert Project.objects.get(slug="port").place == "Aktau"
    assert f'It was undone by <a href="/history/{done.pk}/">' in page(client, f"/history/{moved.pk}/")


@pytest.mark.parametrize("role", [None, "viewer"])
def test_others_have_no_button_and_may_not(client, port, role):
    if role:
        log_in(client, role)
    moved = last()

    assert "/undo/" not in page(client, f"/history/{moved.pk}/")
    assert client.post(f"/history/{moved.pk}/undo/").status_code == 403
    assert Project.objects.get(slug="port").place == "Atyrau"


def test_undo_is_a_form_with_a_token(client, port):
    client.handler.enforce_csrf_checks = True
    log_in(client)
    moved = last()

    assert "csrfmiddlewaretoken" in page(client, f"/history/{moved.pk}/")
    assert client.post(f"/history/{moved.pk}/undo/").status_code == 403
    assert client.get(f"/history/{moved.pk}/undo/").status_code == 405


def test_what_stands_in_the_way_is_said_at_the_form_and_what_was_typed_stays(client, port):
    log_in(client)
    moved = last()
    save_project(port, {"place": "Aktobe"}, user=None)

    response = client.post(f"/history/{moved.pk}/undo/", {"why": "it was right"})

    text = response.content.decode()
    assert response.status_code == 409
    assert "Project port, place: This changed again since" in text
    assert 'value="it was right"' in text
    assert Project.objects.get(slug="port").place == "Aktobe"


def test_a_merge_is_chosen_at_the_form(client, port):
    log_in(client)
    save_project(port, {"title_ru": "Порт"}, user=None)
    named = last()
    save_project(port, {"title_kk": "Порт"}, user=None)

    assert client.post(f"/history/{named.pk}/undo/", {"merge": "on"}).status_code == 302
    assert Project.objects.get(slug="port").title_ru == ""


def test_two_revisions_of_a_record_are_compared(client, port):
    published, moved = Revision.objects.order_by("pk")[1:3]
    save_project(port, {"place": "Aktobe", "note": "x"}, user=None)

    text = page(client, f"/history/compare/?record=project:port&from={published.pk}&to={last().pk}")

    assert "<del>Aktau</del>" in text
    assert "<ins>Aktobe</ins>" in text
    assert "Atyrau" not in text
    turned = page(client, f"/history/compare/?record=project:port&from={moved.pk}&to={published.pk}")
    assert "<ins>Aktau</ins>" in turned


def test_without_numbers_the_last_two_are_compared(client, port):
    text = page(client, "/history/compare/?record=project:port")

    assert "<del>Aktau</del>" in text
    assert "<ins>Atyrau</ins>" in text


def test_a_revision_of_other_records_stands_for_the_one_before(client, port):
    other = make_change("tbea", record_type="investor", after={"n": 1}).revision

    text = page(client, f"/history/compare/?record=project:port&from={other.pk}&to={last().pk}")

    assert "It says the same at both revisions." in text


def test_what_was_before_the_publication_is_compared_by_colleagues_only(client, port):
    drafted, published = Revision.objects.order_by("pk")[:2]
    path = f"/history/compare/?record=project:port&from={drafted.pk}&to={published.pk}"

    text = page(client, path)

    assert "Secret" not in text
    assert "The record was not there at both revisions." in text
    log_in(client)
    assert "<del>Secret</del>" in page(client, path)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("record=project:nowhere", 404),
        ("record=project:hidden", 404),
        ("record=port", 404),
        ("record=%00", 404),
        ("", 404),
        ("record=project:port&from=x", 400),
        ("record=project:port&to=99999999999999999999999", 400),
    ],
)
def test_what_can_not_be_compared(client, port, query, status):
    ProjectFactory(slug="hidden", publication=Publication.DRAFT)

    page(client, f"/history/compare/?{query}", status=status)


def test_the_revisions_of_one_record_lead_to_their_comparison(client, port):
    text = page(client, "/history/?record=project:port")

    assert 'action="/history/compare/"' in text
    assert len(re.findall(r'name="from"', text)) == 2


def test_a_comparison_takes_few_queries(client, port, django_assert_max_num_queries):
    for number in range(10):
        save_project(port, {"place": f"place {number}"}, user=None)

    with django_assert_max_num_queries(7):
        client.get("/history/compare/?record=project:port")


def test_the_history_on_the_page_of_a_project_begins_with_its_publication(rf, port):
    def draw(reader):
        request = rf.get("/")
        request.user = reader
        source = Template("{% load project_history %}{% history_of_project project %}")
        return source.render(Context({"request": request, "project": port}))

    assert "Secret" not in draw(UserFactory())
    assert "Ainur" not in draw(UserFactory())
    assert "Entered." in draw(UserFactory())
    assert "Secret" in draw(UserFactory(role="editor"))
    assert "/history/?record=project:port" in draw(UserFactory())


@pytest.mark.parametrize("path", ["/history/", "/history/compare/?record=project:port", "/kk/history/", "/ru/history/"])
def test_pages_keep_to_the_strict_policy(client, port, path):
    text = page(client, path)

    assert " style=" not in text
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*src=)", text)
    assert not re.search(r" on[a-z]+=", text)
