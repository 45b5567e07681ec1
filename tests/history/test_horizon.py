"""Nobody who follows the changes by their ids misses one that was committed out of order."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from history.horizon import safe_horizon
from history.models import Change
from tests.factories.history import make_change


def follow(position):
    """What a program that stands at `position` is given, and where it stands then."""
    horizon, _highest = safe_horizon()
    return list(Change.objects.after(position).filter(pk__lte=horizon).values_list("slug", flat=True)), horizon


@contextmanager
def unfinished(slug, *, rolled_back=False):
    """Another connection that has written a change and ends its transaction only with the block."""
    written, end = threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                make_change(slug, after={"n": 1})
                written.set()
                end.wait(10)
                transaction.set_rollback(rolled_back)
        finally:
            written.set()
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert written.wait(10)
    yield
    end.set()
    thread.join()


@pytest.mark.django_db
def test_without_changes_the_horizon_is_the_start():
    horizon, highest = safe_horizon()

    assert horizon == highest


@pytest.mark.django_db
def test_what_is_written_is_within_the_horizon():
    change = make_change("a", after={"n": 1})

    assert safe_horizon() == (change.pk, change.pk)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_no_change_is_skipped_that_is_committed_after_a_later_one():
    make_change("first", after={"n": 1})

    with unfinished("slow"):
        make_change("quick", after={"n": 1})
        seen, position = follow(0)
    assert seen == ["first"]

    seen, _position = follow(position)
    assert seen == ["slow", "quick"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_writer_that_gives_up_holds_nobody_any_more():
    with unfinished("gone", rolled_back=True):
        make_change("kept", after={"n": 1})

    assert follow(0)[0] == ["kept"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_many_revisions_takes_one_lock():
    with transaction.atomic():
        for number in range(20):
            make_change(str(number), after={"n": 1})
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            locks = cursor.fetchone()[0]

    assert locks == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_revision_after_one_that_was_taken_back_holds_followers_too():
    def write():
        with transaction.atomic():
            with transaction.atomic():
                make_change("gone", after={"n": 1})
                transaction.set_rollback(True)
            make_change("slow", after={"n": 1})
            written.set()
            end.wait(10)
        connection.close()

    written, end = threading.Event(), threading.Event()
    thread = threading.Thread(target=write)
    thread.start()
    assert written.wait(10)
    make_change("quick", after={"n": 1})
    during = follow(0)[0]
    end.set()
    thread.join()

    assert during == []
    assert follow(0)[0] == ["slow", "quick"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_follower_among_writers_gets_each_change_once():
    def write(name):
        for number in range(15):
            with transaction.atomic():
                make_change(f"{name}{number}", after={"n": 1})
        connection.close()

    writers = [threading.Thread(target=write, args=[name]) for name in "abc"]
    for writer in writers:
        writer.start()
    seen, position = [], 0
    while any(writer.is_alive() for writer in writers):
        found, position = follow(position)
        seen += found
    seen += follow(position)[0]

    assert len(seen) == 45
    assert set(seen) == set(Change.objects.values_list("slug", flat=True))
