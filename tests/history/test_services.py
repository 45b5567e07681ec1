import threading
from contextvars import copy_context
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from accounts.models import User
from history.exceptions import HistoryError
from history.models import Change, Revision
from history.services import revision
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def documents():
    return list(Change.objects.order_by("pk").values_list("slug", "before", "after"))


def test_a_revision_keeps_who_when_why_and_the_documents():
    user = UserFactory()

    with revision(user=user, why="typing error", batch="june") as rev:
        rev.change("project", "a", before={"title": "A"}, after={"title": "B"})

    kept = Revision.objects.get()
    assert (kept.user, kept.why, kept.batch, kept) == (user, "typing error", "june", rev.kept)
    assert documents() == [("a", {"title": "A"}, {"title": "B"})]


def test_a_new_record_has_no_before_and_a_gone_one_no_after():
    with revision(user=None) as rev:
        rev.change("project", "a", before=None, after={"title": "A"})
        rev.change("project", "b", before={"title": "B"}, after=None)

    assert documents() == [("a", None, {"title": "A"}), ("b", {"title": "B"}, None)]
    assert Change.objects.filter(before__isnull=True).get().slug == "a"


def test_a_person_who_is_not_logged_in_counts_as_none():
    with revision(user=AnonymousUser()) as rev:
        rev.change("project", "a", before=None, after={})

    assert Revision.objects.get().user is None


def test_several_changes_of_one_record_merge_into_first_before_and_last_after():
    with revision(user=None) as rev:
        rev.change("project", "a", before={"n": 1}, after={"n": 2})
        rev.change("project", "b", before=None, after={"n": 5})
        rev.change("project", "a", before={"n": 2}, after={"n": 3})

    assert documents() == [("a", {"n": 1}, {"n": 3}), ("b", None, {"n": 5})]


def test_a_revision_in_which_nothing_differs_is_not_kept():
    with revision(user=None) as rev:
        rev.change("project", "a", before={"n": 1}, after={"n": 2})
        rev.change("project", "a", before={"n": 2}, after={"n": 1})
        rev.change("project", "b", before=None, after=None)

    assert rev.kept is None
    assert not Revision.objects.exists()


def test_a_record_that_came_and_went_in_one_revision_leaves_nothing():
    with revision(user=None) as rev:
        rev.change("project", "a", before=None, after={"n": 1})
        rev.change("project", "a", before={"n": 1}, after=None)

    assert not Change.objects.exists()


def test_documents_are_kept_as_they_were_when_noted():
    document = {"day": date(2025, 6, 16), "amount": Decimal("4.50"), "jobs": Decimal("40"), "what": gettext_lazy("Yes")}

    with revision(user=None) as rev:
        rev.change("project", "a", before=None, after=document)
        document["jobs"] = 0

    assert documents() == [("a", None, {"day": "2025-06-16", "amount": 4.5, "jobs": 40, "what": "Yes"})]


def test_an_inner_revision_joins_the_outer_one_whose_user_stays():
    outer, inner = UserFactory(), UserFactory()

    with revision(user=outer, why="import") as rev:
        rev.change("project", "a", before={"n": 1}, after={"n": 2})
        with revision(user=inner, why="save") as nested:
            nested.change("project", "a", before={"n": 2}, after={"n": 3})
            nested.change("project", "b", before=None, after={"n": 5})

    assert list(Revision.objects.values_list("user", "why")) == [(outer.pk, "import")]
    assert documents() == [("a", {"n": 1}, {"n": 3}), ("b", None, {"n": 5})]


def fail_inside(slug):
    with revision(user=None) as rev:
        UserFactory(username=slug)
        rev.change("project", slug, before=None, after={"n": 1})
        raise ZeroDivisionError


def fail_two_deep():
    with revision(user=None) as rev:
        rev.change("project", "good", before=None, after={"n": 1})
        fail_inside("bad")


@pytest.mark.parametrize("fail", [lambda: fail_inside("bad"), fail_two_deep])
def test_a_failed_block_changes_nothing_and_keeps_no_revision(fail):
    with pytest.raises(ZeroDivisionError):
        fail()

    assert not Revision.objects.exists()
    assert not User.objects.filter(username="bad").exists()


def test_an_inner_error_that_is_caught_loses_only_the_inner_changes():
    with revision(user=None) as rev:
        rev.change("project", "good", before=None, after={"n": 1})
        with pytest.raises(ZeroDivisionError):
            fail_inside("bad")

    assert documents() == [("good", None, {"n": 1})]
    assert not User.objects.filter(username="bad").exists()


def test_the_next_revision_is_a_new_one_also_after_a_failure():
    with pytest.raises(ZeroDivisionError):
        fail_inside("bad")
    for slug in "ab":
        with revision(user=None) as rev:
            rev.change("project", slug, before=None, after={})

    assert Revision.objects.count() == 2


def test_a_revision_runs_in_one_transaction():
    with revision(user=None):
        assert connection.in_atomic_block


def test_a_context_copied_out_of_a_revision_starts_its_own_one():
    with revision(user=None, why="first") as rev:
        rev.change("project", "a", before=None, after={})
        context = copy_context()

    def later():
        with revision(user=None, why="second") as rev:
            rev.change("project", "b", before=None, after={})

    context.run(later)

    assert list(Change.objects.order_by("pk").values_list("slug", "revision__why")) == [("a", "first"), ("b", "second")]


@pytest.mark.django_db(transaction=True)
def test_a_thread_with_a_connection_of_its_own_does_not_join():
    def write(slug):
        try:
            with revision(user=None, why=slug) as rev:
                rev.change("project", slug, before=None, after={})
        finally:
            connection.close()

    with revision(user=None, why="a") as rev:
        thread = threading.Thread(target=copy_context().run, args=(write, "b"))
        if connection.vendor == "postgresql":
            thread.start()
            thread.join()
        rev.change("project", "a", before=None, after={})
    if connection.vendor == "sqlite":  # one writer at a time: the thread could only have waited for this one
        thread.start()
        thread.join()

    assert set(Change.objects.values_list("slug", "revision__why")) == {("a", "a"), ("b", "b")}


@pytest.mark.django_db(transaction=True)
def test_a_revision_of_a_transaction_that_is_rolled_back_is_gone():
    def attempt():
        with transaction.atomic():
            with revision(user=None) as rev:
                rev.change("project", "a", before=None, after={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        attempt()

    assert not Revision.objects.exists()


def test_a_number_that_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"), revision(user=None) as rev:
        rev.change("project", "a", before=None, after={"n": float("nan")})


def test_keeping_any_number_of_changes_takes_two_inserts(django_assert_num_queries):
    # With a savepoint and its release; PostgreSQL tells those who follow the changes to wait.
    with django_assert_num_queries(4 + (connection.vendor == "postgresql")), revision(user=None) as rev:
        for number in range(50):
            rev.change("project", str(number), before=None, after={"n": number})


def test_an_undo_is_a_revision_of_its_own():
    with revision(user=None) as rev:
        rev.change("project", "a", before=None, after={"n": 1})

    with revision(user=None, undoes=rev.kept) as taken_back:
        taken_back.change("project", "a", before={"n": 1}, after={"n": 2})

    assert list(rev.kept.undone_by.all()) == [taken_back.kept]


def test_an_undo_joins_no_other_revision():
    with revision(user=None) as rev:
        rev.change("project", "a", before=None, after={"n": 1})

    with pytest.raises(HistoryError), revision(user=None), revision(user=None, undoes=rev.kept):
        pass
