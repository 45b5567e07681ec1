import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from history.exceptions import HistoryIsKept
from history.models import Change, Revision
from history.services import revision
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def change():
    with revision(user=UserFactory(), why="corrected") as rev:
        rev.change("project", "a", before={"title": "A"}, after={"title": "B"})
    return Change.objects.get()


@pytest.mark.parametrize(
    "attempt",
    [
        lambda change: change.delete(),
        lambda change: change.revision.delete(),
        lambda change: Change.objects.all().delete(),
        lambda change: Revision.objects.all().delete(),
        lambda change: change.revision.changes.all().delete(),
        lambda change: change.save(),
        lambda change: change.revision.save(),
        lambda change: Change.objects.update(after=None),
        lambda change: Revision.objects.update(user=None),
        lambda change: Change.objects.bulk_update([change], ["after"]),
    ],
)
def test_history_is_neither_purged_nor_rewritten(change, attempt):
    with pytest.raises(HistoryIsKept):
        attempt(change)

    assert Change.objects.get().after == {"title": "B"}


def test_a_person_who_changed_something_cannot_be_deleted(change):
    with pytest.raises(ProtectedError):
        change.revision.user.delete()


def test_the_database_refuses_a_change_without_documents():
    kept = Revision.objects.create()

    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(revision=kept, record_type="project", slug="a", before=None, after=None)


def test_the_database_refuses_a_record_twice_in_a_revision(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(revision=change.revision, record_type="project", slug="a", after={})


def test_the_feed_goes_on_where_it_stopped(change):
    with revision(user=None) as rev:
        rev.change("investor", "b", before=None, after={"name": "B"})
        rev.change("project", "c", before=None, after={"title": "C"})

    assert [each.slug for each in Change.objects.after(0)] == ["a", "b", "c"]
    assert [each.slug for each in Change.objects.after(change.pk, record_types=["project"])] == ["c"]
