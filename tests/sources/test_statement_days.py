"""When something was said: the source's day unless told otherwise, never later than it was recorded."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from projects.models import Event
from tests.factories.sources import CitationFactory, SourceFactory

RECORDED = datetime(2025, 6, 20, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def said(said_on="", published="2025-06-16"):
    """An unsaved event, dated."""
    citation = CitationFactory(source=SourceFactory(published=published))
    row = Event(kind="announced", citation=citation, said_on=said_on, recorded_at=RECORDED)
    row.date_statement()
    return row


def test_said_on_is_the_day_of_the_source():
    row = said(published="2025-06-16")

    assert (row.said_on, row.said_first, row.said_last) == ("2025-06-16", date(2025, 6, 16), date(2025, 6, 16))


def test_said_on_is_what_is_told_otherwise():
    assert said("2025-03", published="2025-06-16").said_on == "2025-03"


def test_a_day_that_nobody_states_is_not_made_up():
    row = said(published="")

    assert (row.said_on, row.said_first, row.said_last) == ("", date.min, date(2025, 6, 20))


def test_a_statement_without_a_citation_has_no_day_of_its_own():
    row = Event(kind="announced", recorded_at=RECORDED)
    row.date_statement()

    assert (row.said_on, row.said_first) == ("", date.min)


@pytest.mark.parametrize(
    ("said_on", "first", "last"),
    [
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 6, 20)),
        ("2025-06-20", date(2025, 6, 20), date(2025, 6, 20)),
        ("2025-06-01/..", date(2025, 6, 1), date(2025, 6, 20)),
        ("../2025-03", date.min, date(2025, 3, 31)),
    ],
)
def test_the_last_day_is_at_most_the_day_of_recording(said_on, first, last):
    row = said(said_on)

    assert (row.said_first, row.said_last) == (first, last)


@pytest.mark.parametrize("said_on", ["2025-06-21", "2025-07", "2026"])
def test_a_day_after_the_day_of_recording_is_refused(said_on):
    with pytest.raises(ValidationError) as refused:
        said(said_on)

    assert refused.value.error_dict["said_on"][0].code == "future"


def test_a_source_of_the_future_is_refused_as_well():
    with pytest.raises(ValidationError) as refused:
        said(published="2025-12-24")

    assert refused.value.error_dict["said_on"][0].code == "future"


@pytest.mark.parametrize("said_on", ["yesterday", "2025-02-30", "16.06.2025"])
def test_what_is_no_date_is_refused(said_on):
    with pytest.raises(ValidationError) as refused:
        said(said_on)

    assert refused.value.error_list[0].code == "edtf"
