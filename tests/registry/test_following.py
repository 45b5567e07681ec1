"""Saved views: naming a selection, sharing its address, following what changes in it by feed and by mail."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from projects.services import save_project
from registry.following.digest import NAMED
from registry.following.forms import MOST
from registry.models import SavedView
from tests.elements import read
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory
from tests.pages import queries_of, text_of

pytestmark = pytest.mark.django_db

VIEWS = "/account/views/"


@pytest.fixture
def person(client):
    user = UserFactory(username="ainur", email="ainur@example.org")
    client.force_login(user)
    return user


def save(client, query, name="Mine", **more):
    return client.post(VIEWS, {"name": name, "query": query, **more})


def the_view():
    return SavedView.objects.get()


# Saving


def test_a_selection_is_saved_under_a_name_and_keeps_its_view_and_order(client, person):
    ProjectFactory(stage="announced")

    answer = save(client, "stage=announced&view=charts&ordering=-jobs&page=3")

    assert (the_view().name, the_view().query, the_view().user) == (
        "Mine",
        "stage=announced&view=charts&ordering=-jobs",
        person,
    )
    assert answer.headers["Location"] == the_view().get_absolute_url()


def test_the_list_offers_to_save_what_it_shows(client, person):
    page = read(client.get("/projects/?stage=announced,operating"))

    form = next(form for form in page.all("form") if form.get("action") == VIEWS)
    assert form.one("input", name="query")["value"] == "stage=announced,operating"


def test_who_is_not_logged_in_is_offered_nothing_to_save(client):
    assert VIEWS not in client.get("/projects/").content.decode()
    assert client.get(VIEWS).status_code == client.post(VIEWS, {"name": "a"}).status_code == 302


@pytest.mark.parametrize("query", ["regoin=KZ", "stage=nowhere", "ordering=luck", "view=dance", "jobs_min=many"])
def test_a_selection_that_says_nothing_is_refused_with_the_parameter(client, person, query):
    answer = save(client, query)

    assert answer.status_code == 400
    assert query.partition("=")[0] in text_of(answer)
    assert not SavedView.objects.exists()


def test_a_name_is_there_once_for_a_person(client, person):
    SavedView.objects.create(user=UserFactory(), name="Mine")
    assert save(client, "").status_code == 302

    again = save(client, "stage=announced")

    assert (again.status_code, SavedView.objects.filter(user=person).count()) == (400, 1)
    assert "You have a saved view of this name already." in text_of(again)


@pytest.mark.parametrize("members", [{"name": ""}, {"name": "x" * 101}, {"query": f"q={'x' * 3000}"}])
def test_what_can_not_be_kept_is_refused(client, person, members):
    assert client.post(VIEWS, {"name": "Mine", "query": "", **members}).status_code == 400
    assert not SavedView.objects.exists()


def test_a_person_has_so_many_and_no_more(client, person):
    SavedView.objects.bulk_create(SavedView(user=person, name=str(n)) for n in range(MOST))

    assert save(client, "").status_code == 400
    assert person.saved_views.count() == MOST


# Sharing


def test_everybody_sees_what_a_view_selects_and_the_way_to_it(client, person):
    ProjectFactory(stage="announced", title="Port")
    ProjectFactory(stage="operating", title="Mill")
    save(client, "stage=announced")
    client.logout()

    page = read(client.get(the_view().get_absolute_url()))

    assert page.links()["Show the 1 project"] == "/projects/?stage=announced"
    assert "Port" in page.text
    assert "Mill" not in page.text


def test_columns_and_density_are_kept_and_select_nothing(client, person):
    ProjectFactory(stage="announced", title="Port")
    query = "stage=announced&columns=title,jobs&density=compact"
    save(client, query)

    page = read(client.get(the_view().get_absolute_url()))

    assert page.links()["Show the 1 project"] == f"/projects/?{query}"
    assert "Port" in page.text


def test_no_draft_is_told_of_in_a_shared_view(client, person):
    ProjectFactory(stage="announced", publication="draft", title="Secret")
    save(client, "stage=announced")

    for address in (the_view().get_absolute_url(), reverse("following:atom", args=[the_view().uid])):
        client.logout()
        assert "Secret" not in client.get(address).content.decode()


def test_a_view_whose_filter_is_gone_says_so(client, person):
    view = SavedView.objects.create(user=person, name="Old", query="gone=1")
    ProjectFactory()

    answer = client.get(view.get_absolute_url())

    assert (answer.status_code, "gone" in text_of(answer)) == (200, True)
    assert "<entry>" not in client.get(reverse("following:atom", args=[view.uid])).content.decode()


def test_a_view_of_the_past_is_not_followed(client, person):
    refused = save(client, "as_of=2025-06-16", by_mail="on")
    assert refused.status_code == 400

    save(client, "as_of=2025-06-16")
    assert "Nothing changes any more" in text_of(client.get(the_view().get_absolute_url()))


def test_only_its_owner_changes_or_removes_a_view(client, person):
    view = SavedView.objects.create(user=UserFactory(), name="Theirs")

    for act in ("edit", "remove"):
        assert client.post(reverse(f"following:{act}", args=[view.uid]), {"name": "Mine"}).status_code == 404
    assert the_view().name == "Theirs"


def test_its_owner_renames_and_removes_a_view(client, person):
    save(client, "stage=announced")

    client.post(reverse("following:edit", args=[the_view().uid]), {"name": "Other", "query": "stage=operating"})
    assert (the_view().name, the_view().query) == ("Other", "stage=announced")

    client.post(reverse("following:remove", args=[the_view().uid]))
    assert not SavedView.objects.exists()


def test_the_page_needs_as_many_queries_for_many_changes_as_for_few(client, person):
    ProjectFactory(stage="announced")
    save(client, "stage=announced")
    address = the_view().get_absolute_url()
    few = queries_of(client, address)

    for _n in range(5):
        ProjectFactory(stage="announced")

    assert queries_of(client, address) == few


# Following


def test_the_feed_has_the_changes_of_its_projects_alone(client, person):
    inside, outside = ProjectFactory(stage="announced", title="Port"), ProjectFactory(title="Mill")
    save(client, "stage=announced")
    save_project(inside, {"note": "a"}, user=None, why="as heard")
    save_project(outside, {"note": "a"}, user=None)

    feed = client.get(reverse("following:atom", args=[the_view().uid]))

    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    text = feed.content.decode()
    assert (text.count("<entry>"), "as heard" in text, "Mill" in text) == (2, True, False)


def test_a_mail_tells_once_what_changed_since_it_was_asked_for(client, person, settings):
    settings.SITE_URL = "https://registry.example"
    project = ProjectFactory(stage="announced", title="Port", slug="port")
    save(client, "stage=announced", by_mail="on")

    call_command("send_digests", verbosity=0)
    assert mail.outbox == []

    save_project(project, {"note": "a"}, user=None)
    save_project(project, {"note": "b"}, user=None)
    ProjectFactory(title="Mill")
    call_command("send_digests", verbosity=0)
    call_command("send_digests", verbosity=0)

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ainur@example.org"], "Investment project registry: 1 project changed")
    assert sent.body.count("- Port: changed") == 1
    assert "https://registry.example/projects/port/" in sent.body
    assert f"https://registry.example/views/{the_view().uid}/" in sent.body
    assert "Mill" not in sent.body


def test_a_mail_is_in_the_language_of_its_reader(client, person):
    person.language = "ru"
    person.save()
    save(client, "", by_mail="on")
    ProjectFactory()

    call_command("send_digests", verbosity=0)

    assert mail.outbox[0].subject == "Реестр инвестиционных проектов: изменён 1 проект"


def test_what_a_failed_mail_was_to_tell_is_told_by_the_next(client, person, monkeypatch):
    save(client, "", by_mail="on")
    ProjectFactory(title="Port")

    def fail(message):
        raise OSError("no mail today")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", fail)
        with pytest.raises(OSError, match="no mail today"):
            call_command("send_digests", verbosity=0)
    call_command("send_digests", verbosity=0)

    assert "Port" in mail.outbox[0].body


def test_a_long_mail_names_some_and_counts_the_rest(client, person):
    save(client, "", by_mail="on")
    for n in range(NAMED + 2):
        ProjectFactory(title=f"Plant {n}")

    call_command("send_digests", verbosity=0)

    assert mail.outbox[0].body.count("- Plant ") == NAMED
    assert "and 2 more projects" in mail.outbox[0].body


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_who_is_gone_or_has_no_address_gets_no_mail(client, person, change):
    save(client, "", by_mail="on")
    for name, value in change.items():
        setattr(person, name, value)
    person.save()
    ProjectFactory()

    call_command("send_digests", verbosity=0)

    assert mail.outbox == []


def test_nobody_without_an_address_can_ask_for_mail(client):
    client.force_login(UserFactory(email=""))

    save(client, "", by_mail="on")

    assert not the_view().by_mail
