"""A list of evidence that is sent is complete: what is said anew stays, what changed is retired and added."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from investors.models import Ownership
from investors.services import OWNERS, save_investor
from projects.services import ROWS
from sources.models import Citation
from sources.rows import sync_rows
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AimFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owned():
    return InvestorFactory()


@pytest.fixture
def source():
    return SourceFactory()


@pytest.fixture
def owner():
    return InvestorFactory(slug="owner")


def rows_of(investor, *, current=True):
    rows = Ownership.objects.filter(owned=investor).order_by("pk")
    return list(rows.current() if current else rows)


def test_an_equal_row_stays_whether_or_not_its_identifier_is_sent(owned, owner, source):
    said = {"owner": owner, "share_low": 10, "citation": {"source": source, "exact": "a tenth"}}
    sync_rows(OWNERS, owned, [said])
    (row,) = rows_of(owned)

    sync_rows(OWNERS, owned, [said])
    sync_rows(OWNERS, owned, [said | {"uid": row.uid}])
    sync_rows(OWNERS, owned, [said | {"said_on": source.published}])

    assert rows_of(owned, current=False) == [row]


@pytest.mark.parametrize(
    "change",
    [
        {"share_low": 20},
        {"share_low": None},
        {"said_on": "2024"},
        {"citation": {"locator": "p. 7"}},
        {"citation": {"exact": "a fifth"}},
    ],
)
@pytest.mark.parametrize("by_uid", [True, False])
def test_a_changed_row_is_retired_and_added_at_one_moment(owned, owner, source, change, by_uid):
    said = {"owner": owner, "share_low": 10, "citation": {"source": source, "exact": "a tenth"}}
    sync_rows(OWNERS, owned, [said])
    (former,) = rows_of(owned)
    citation = {"source": source, "exact": "a tenth"} | change.get("citation", {})

    sync_rows(OWNERS, owned, [said | change | {"citation": citation} | ({"uid": former.uid} if by_uid else {})])

    (row,) = rows_of(owned)
    former.refresh_from_db()
    assert row.uid != former.uid
    assert (former.retired_at, former.share_low) == (row.recorded_at, 10)
    for moment in (former.recorded_at, row.recorded_at):
        assert Ownership.objects.held_at(moment).count() == 1


def test_a_row_that_is_not_sent_is_retired(owned, owner, source):
    sync_rows(OWNERS, owned, [{"owner": owner, "citation": {"source": source}}])

    sync_rows(OWNERS, owned, [])

    assert rows_of(owned) == []
    assert len(rows_of(owned, current=False)) == 1


def test_a_row_keeps_to_its_identifier_when_an_equal_one_is_sent_before_it(owned, source):
    first, second = InvestorFactory.create_batch(2)
    sync_rows(OWNERS, owned, [{"owner": one, "citation": {"source": source}} for one in (first, second)])
    one, other = rows_of(owned)

    with transaction.atomic():
        sync_rows(
            OWNERS,
            owned,
            [
                {"owner": second, "share_low": 1, "citation": {"source": source}, "uid": one.uid},
                {"owner": second, "citation": {"source": source}, "uid": other.uid},
            ],
        )

    assert [(row.owner, row.share_low) for row in rows_of(owned)] == [(second, None), (second, 1)]


@pytest.mark.parametrize("case", ["unknown", "retired", "of another record", "twice"])
def test_an_identifier_that_names_no_current_row_is_refused(owned, owner, source, case):
    said = {"owner": owner, "citation": {"source": source}}
    sync_rows(OWNERS, owned, [said, said | {"share_low": 10}])
    first, retired = rows_of(owned)
    sync_rows(OWNERS, owned, [said])
    other = InvestorFactory()
    sync_rows(OWNERS, other, [said])
    uid = {"unknown": uuid4(), "retired": retired.uid, "of another record": rows_of(other)[0].uid, "twice": first.uid}[
        case
    ]

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        sync_rows(OWNERS, owned, [said | {"uid": first.uid, "share_low": 30}, said | {"uid": uid, "share_low": 20}])

    assert {name: e[0].code for name, e in refused.value.error_dict.items()} == {"owners.1.uid": "unknown"}
    assert rows_of(owned) == [first]


def test_the_first_rows_of_a_record_may_bring_their_identifiers(owned, owner, source):
    uid = uuid4()

    sync_rows(OWNERS, owned, [{"owner": owner, "citation": {"source": source}, "uid": uid}])

    assert rows_of(owned)[0].uid == uid


def test_they_may_not_bring_those_of_another_record(owned, owner, source):
    other = InvestorFactory()
    sync_rows(OWNERS, other, [{"owner": owner, "citation": {"source": source}}])

    with pytest.raises(ValidationError) as refused:
        sync_rows(OWNERS, owned, [{"owner": owner, "citation": {"source": source}, "uid": rows_of(other)[0].uid}])

    assert refused.value.error_dict["owners.0.uid"][0].code == "unknown"


def test_the_errors_of_all_rows_are_told_by_their_place(owned, owner, source):
    wrong = [
        {"owner": owner, "share_low": 101, "citation": {"source": source}},
        {"owner": owner, "citation": {"source": source}},
        {"owner": owner, "citation": {"source": source, "start": 1, "end": 2}},
        {"owner": owner, "said_on": "soon", "citation": {"source": source}},
    ]

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        sync_rows(OWNERS, owned, wrong)

    assert {name: e[0].code for name, e in refused.value.error_dict.items()} == {
        "owners.0.share_low": "percent",
        "owners.2.citation.start": "no_text",
        "owners.3.said_on": "edtf",
    }
    assert rows_of(owned) == []


def test_a_failed_list_leaves_everything_as_it_was(owned, owner, source):
    save_investor(owned, {"owners": [{"owner": owner, "citation": {"source": source}}]}, user=None)
    before = rows_of(owned)

    with pytest.raises(ValidationError):
        save_investor(
            owned, {"name_en": "Renamed", "owners": [{"owner": owned, "citation": {"source": source}}]}, user=None
        )

    owned.refresh_from_db()
    assert rows_of(owned) == before
    assert owned.name_en != "Renamed"


def test_rows_of_the_same_words_share_a_citation(owned, source):
    rows = [
        {"owner": InvestorFactory(), "citation": {"source": source, "exact": "held by three firms"}} for _ in range(3)
    ]

    sync_rows(OWNERS, owned, rows)

    assert Citation.objects.count() == 1


def test_a_list_takes_as_many_queries_for_many_rows_as_for_one(django_assert_max_num_queries, source):
    def queries(count):
        project, aims = ProjectFactory(), AimFactory.create_batch(count)
        rows = [{"aim": aim, "citation": {"source": source, "locator": aim.slug}} for aim in aims]
        with django_assert_max_num_queries(100) as counted:
            sync_rows(ROWS["project_aims"], project, rows)
        return len(counted)

    assert queries(1) == queries(20)
