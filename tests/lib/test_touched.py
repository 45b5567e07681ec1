import pytest
from django.db import connection, transaction

from investors.models import Investor
from lib import touched
from projects.models import Project
from registry.watched import keep_watching, watched
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ParticipationFactory
from tests.writers import beside

pytestmark = pytest.mark.django_db(transaction=True)

PROJECT, INVESTOR = Project._meta.db_table, Investor._meta.db_table


def newest(stamp):
    """The last transaction that a stamp names; how it names those before it may change with others of the server."""
    return [part for part in stamp.replace("/", ".").split(".") if part][-1]


@pytest.fixture
def then(transactional_db):
    """The position of a log that says nothing new."""
    keep_watching()
    return touched.position()


def test_a_row_of_a_project_is_noted_as_the_project(then):
    row = ParticipationFactory()

    news = touched.since(then)

    assert news.touched[PROJECT] == {row.project_id}
    assert news.touched[INVESTOR] == {row.investor_id}


@pytest.mark.parametrize(
    "write",
    [
        lambda one: one.save(),
        lambda one: Investor.objects.filter(pk=one.pk).update(website="https://example.org/"),
        lambda one: Investor.objects.bulk_update([one], ["country"]),
        lambda one: Investor.objects.bulk_create(
            [one], update_conflicts=True, update_fields=["country"], unique_fields=["id"]
        ),
        lambda one: sql(f"UPDATE {INVESTOR} SET country = 'KZ' WHERE id = {one.pk}"),  # noqa: S608
        lambda one: one.delete(),
    ],
)
def test_no_way_of_writing_passes_the_log_by(then, write):
    one = InvestorFactory()
    key, before, after = one.pk, touched.stamp(), touched.position()

    write(one)

    assert touched.since(after).touched[INVESTOR] == {key}
    assert touched.stamp() != before


def test_what_an_insert_ignores_is_no_reason_to_ignore_its_other_rows(then):
    one = InvestorFactory()
    new = InvestorFactory.build()
    Investor.objects.filter(pk=one.pk).update(country="KZ")
    after = touched.position()

    Investor.objects.bulk_create([one, new], ignore_conflicts=True)

    made = Investor.objects.get(slug=new.slug)
    assert touched.since(after).touched[INVESTOR] == {made.pk}


def test_what_is_taken_back_leaves_no_trace(then):
    one = InvestorFactory()
    before, after = touched.stamp(), touched.position()

    with transaction.atomic():
        one.save()
        transaction.set_rollback(True)

    assert (newest(touched.stamp()), touched.since(after).touched) == (newest(before), {})


def test_what_a_savepoint_keeps_is_noted_though_another_write_of_it_was_taken_back(then):
    one = InvestorFactory()
    after = touched.position()

    with transaction.atomic():
        one.save()
        with transaction.atomic():
            one.save()
            transaction.set_rollback(True)
    with transaction.atomic():
        with transaction.atomic():
            one.save()
            transaction.set_rollback(True)
        one.save()

    assert touched.since(after).touched[INVESTOR] == {one.pk}


def test_an_open_transaction_is_told_nothing_and_others_nothing_of_it(then):
    one = InvestorFactory()
    before, after = touched.stamp(), touched.position()

    with transaction.atomic():
        one.save()
        own, others = touched.stamp(), beside(lambda: (newest(touched.stamp()), touched.since(after).touched))

    assert (own, others) == (None, (newest(before), {}))


@pytest.mark.postgresql
def test_of_two_overlapping_writers_the_first_to_begin_and_last_to_commit_is_seen(then):
    first, second = InvestorFactory(), InvestorFactory()

    with transaction.atomic():
        first.save()
        beside(second.save)
        stamp, news = beside(lambda: (touched.stamp(), touched.since(then)))

    assert news.touched[INVESTOR] >= {second.pk}
    assert touched.since(news.position).touched[INVESTOR] == {first.pk}
    assert touched.stamp() != stamp


@pytest.mark.sqlite
def test_the_log_has_one_entry_a_row(then):
    one = InvestorFactory()

    for _time in range(5):
        one.save()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM touched WHERE kind = %s AND key = %s", [INVESTOR, one.pk])
        assert cursor.fetchone() == (1,)


def test_a_trigger_that_was_gone_is_made_again_and_all_counts_as_touched(then):
    on = "" if connection.vendor == "sqlite" else f" ON {INVESTOR}"
    sql(f"DROP TRIGGER {INVESTOR}_touched_update{on}")
    one = InvestorFactory()
    then, before = touched.position(), touched.stamp()
    one.save()

    keep_watching()

    assert touched.since(then).touched is None
    assert touched.stamp() != before
    then = touched.position()
    one.save()
    assert touched.since(then).touched[INVESTOR] == {one.pk}


def test_a_log_that_is_whole_stays(then):
    InvestorFactory()

    keep_watching()

    assert touched.since(then).touched


@pytest.mark.postgresql
def test_a_log_that_grew_too_long_starts_anew(then, monkeypatch):
    monkeypatch.setattr(touched, "MOST", 2)
    InvestorFactory.create_batch(3)

    keep_watching()

    assert touched.since(then).touched is None


@pytest.mark.postgresql
def test_an_emptied_table_counts_as_all_touched(then):
    sql(f"TRUNCATE {INVESTOR} CASCADE")

    assert touched.since(then).touched is None


def test_every_table_of_records_is_watched():
    ours = {one.table for one in watched()}

    assert {"projects_claim", "projects_doubt", "investors_investorname", "regions_boundary", "sources_text"} <= ours


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
