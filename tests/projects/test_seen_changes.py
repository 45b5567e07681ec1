"""What everybody sees of the history: public records while they were public, and no names."""

import pytest
from django.contrib.auth.models import AnonymousUser

from history.diff import Kind
from history.models import Change
from projects.models import Publication
from projects.seen_changes import as_seen, changes_for
from projects.services import save_project, withdraw_project
from tests.factories.accounts import UserFactory
from tests.factories.history import make_change
from tests.factories.projects import ProjectFactory, ProjectRelationFactory

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def seen(reader=NOBODY, slug="port"):
    """The changes of a project as a reader sees them: (kind, place before, place after), the oldest first."""
    changes = changes_for(reader).of("project", slug).with_revision().order_by("pk")
    return [(change.kind, _place(change.before), _place(change.after)) for change in as_seen(reader, changes)]


def _place(document):
    return (document or {}).get("place")


@pytest.fixture
def port(db):
    """A project with a life: drafted, edited, published, edited."""
    project = ProjectFactory(slug="port", place="secret", publication=Publication.DRAFT)
    save_project(project, {"place": "draft"}, user=None)
    save_project(project, {"publication": Publication.PUBLISHED, "place": "first"}, user=None)
    save_project(project, {"place": "second"}, user=None)
    return project


def test_the_history_begins_with_the_publication(port):
    assert seen() == [(Kind.ADDED, None, "first"), (Kind.CHANGED, "first", "second")]


@pytest.mark.parametrize("role", ["", "viewer"])
def test_readers_without_the_right_see_what_everybody_sees(port, role):
    assert seen(UserFactory(role=role)) == seen()


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
def test_those_who_work_on_the_registry_see_all(port, role):
    assert [kind for kind, _before, _after in seen(UserFactory(role=role))] == [Kind.ADDED] + [Kind.CHANGED] * 3


def test_of_a_withdrawn_project_only_the_withdrawal_is_left(port):
    withdraw_project(port, user=None, why="counted twice")
    save_project(port, {"place": "third"}, user=None)

    assert seen() == [(Kind.REMOVED, None, None)]


def test_a_project_that_becomes_a_draft_again_is_gone_too(port):
    save_project(port, {"publication": Publication.DRAFT}, user=None)

    assert seen() == [(Kind.REMOVED, None, None)]


def test_what_happened_while_it_was_withdrawn_stays_hidden(port):
    withdraw_project(port, user=None, why="counted twice")
    save_project(port, {"place": "hidden"}, user=None)
    save_project(port, {"publication": Publication.PUBLISHED, "place": "third"}, user=None)

    assert seen()[2:] == [(Kind.REMOVED, "second", None), (Kind.ADDED, None, "third")]


def test_a_draft_that_was_withdrawn_was_never_there(db):
    withdraw_project(ProjectFactory(slug="port", publication=Publication.DRAFT), user=None, why="no project")

    assert seen() == []


def test_relations_to_what_is_not_public_are_left_out(port):
    hidden = ProjectFactory(slug="hidden", title="Hidden", publication=Publication.DRAFT)
    ProjectRelationFactory(project=port, other=hidden)
    ProjectRelationFactory(project=port, other=ProjectFactory(slug="harbour"), kind="phase_of")

    last = as_seen(NOBODY, changes_for(NOBODY).of("project", "port").with_revision()[:1])[0]

    assert [row["project"]["slug"] for row in last.after["relations"]] == ["harbour"]
    assert last.before["relations"] == []


def test_other_records_are_public(db):
    make_change("tbea", record_type="investor", before={"name": "A"}, after={"name": "B"})

    assert [change.slug for change in as_seen(NOBODY, changes_for(NOBODY).with_revision())] == ["tbea"]


def test_seeing_takes_two_queries_for_any_number_of_changes(port, django_assert_num_queries):
    for number in range(5):
        save_project(port, {"place": f"place {number}"}, user=None)

    with django_assert_num_queries(2):
        assert len(as_seen(NOBODY, changes_for(NOBODY).with_revision())) >= 7


def test_what_is_seen_is_never_saved(port):
    change = as_seen(NOBODY, changes_for(NOBODY).with_revision()[:1])[0]

    with pytest.raises(Exception, match="never rewritten"):
        change.save()
    assert Change.objects.filter(pk=change.pk).exists()
