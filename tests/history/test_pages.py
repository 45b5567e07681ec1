import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.urls import reverse

from accounts.models import User
from history.admin import RecordHistoryMixin
from history.models import Revision
from history.serializers import ChangeSerializer
from tests.factories.accounts import UserFactory
from tests.factories.history import make_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(rf):
    """Draw the history of project "a" for a reader."""

    def draw(reader=None, more=""):
        request = rf.get("/")
        request.user = reader or AnonymousUser()
        source = "{% load history %}{% history_of 'project' 'a' " + more + " %}"
        return Template(source).render(Context({"request": request}))

    return draw


def test_the_history_says_when_why_and_what(page):
    make_change(before={"place": "Almaty <1>"}, after={"place": "Astana"}, why="moved")

    text = page()

    assert "moved" in text
    assert "<del>Almaty &lt;1&gt;</del>" in text
    assert "<ins>Astana</ins>" in text


def test_the_history_names_people_to_editors_only(page):
    make_change(after={"n": 1}, user=UserFactory(name="Ainur"))

    assert "Ainur" in page(UserFactory(role="editor"))
    assert "Ainur" not in page()
    assert "Ainur" not in page(UserFactory(role="viewer"))


def test_the_history_is_of_one_record(page):
    make_change("b", after={"n": 1}, why="of another project")
    make_change("a", after={"n": 1}, record_type="investor", why="of an investor")

    assert "another" not in page()
    assert "investor" not in page()


def test_the_history_shows_the_newest_and_says_that_there_are_older_ones(page):
    for number in range(3):
        make_change(before={"n": number}, after={"n": number + 1}, why=f"change {number}")

    text = page(more="shown=2")

    assert text.index("change 2") < text.index("change 1")
    assert "change 0" not in text
    assert "newest 2 changes" in text


def test_the_history_takes_one_query(page, django_assert_num_queries):
    for number in range(5):
        make_change(before={"n": number}, after={"n": number + 1}, user=UserFactory())

    with django_assert_num_queries(1):
        page()


def test_a_record_without_history_says_so(page):
    assert "No change is recorded yet." in page()


def test_editors_browse_revisions_and_change_none(client):
    client.force_login(UserFactory(role="editor"))
    change = make_change(before={"place": "Almaty"}, after={"place": "Astana"}, why="moved")
    address = reverse("admin:history_revision_change", args=[change.revision_id])

    assert "<ins>Astana</ins>" in client.get(address).content.decode()
    assert client.post(address, {"why": "x"}).status_code == 403
    assert client.get(reverse("admin:history_revision_add")).status_code == 403


def test_nobody_deletes_a_revision_not_even_a_superuser(client):
    client.force_login(UserFactory(is_superuser=True))
    change = make_change(after={"n": 1})

    answer = client.post(reverse("admin:history_revision_delete", args=[change.revision_id]), {"post": "yes"})

    assert answer.status_code == 403
    assert Revision.objects.exists()


@pytest.mark.parametrize("role", ["", "viewer"])
def test_others_do_not_browse_revisions(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(reverse("admin:history_revision_changelist"), follow=True).status_code == 403


def test_revisions_are_found_by_reason_person_and_record(client):
    client.force_login(UserFactory(role="editor"))
    make_change("lihua-cotton-cluster", after={"n": 1}, why="moved", user=UserFactory(name="Ainur"))
    make_change("other", after={"n": 1})

    for wanted in ("moved", "Ainur", "lihua-cotton"):
        answer = client.get(reverse("admin:history_revision_changelist"), {"q": wanted})
        assert answer.context["cl"].queryset.count() == 1


def test_the_list_of_revisions_takes_as_many_queries_for_many_as_for_few(client, django_assert_max_num_queries):
    client.force_login(UserFactory(role="editor"))
    for number in range(5):
        make_change(str(number), after={"n": 1}, user=UserFactory())

    with django_assert_max_num_queries(9):
        client.get(reverse("admin:history_revision_changelist"))


def test_the_history_page_of_a_record_in_the_admin_shows_what_is_kept(rf, monkeypatch):
    class RecordAdmin(RecordHistoryMixin, admin.ModelAdmin):
        pass

    administrator = UserFactory(role="administrator")
    monkeypatch.setattr(User, "slug", "a", raising=False)
    make_change(record_type="user", before={"place": "Almaty"}, after={"place": "Astana"})
    request = rf.get("/")
    request.user = administrator

    answer = RecordAdmin(User, admin.site).history_view(request, str(administrator.pk)).render()

    assert "<ins>Astana</ins>" in answer.content.decode()


def test_programs_read_what_changed_but_not_who_did_it():
    row = {"uid": "1", "n": 1}
    change = make_change(before={"claims": [row]}, after={"claims": [{**row, "n": 2}]}, user=UserFactory(), why="so")

    said = ChangeSerializer(change).data

    assert said["differences"] == [{"path": "claims[uid=1].n", "kind": "changed", "before": 1, "after": 2}]
    assert (said["record_type"], said["slug"], said["kind"], said["why"]) == ("project", "a", "changed", "so")
    assert "user" not in said


def test_programs_read_no_differences_of_a_new_record():
    assert ChangeSerializer(make_change(after={"n": 1})).data["differences"] == []
