"""Additions: rows of a file for projects that are there; loading again says nothing twice and undoes nobody's work."""

import io

import pytest
from django.core.management import call_command
from django.core.serializers.base import DeserializationError
from django.utils import timezone

from exchange.yaml_records import Deserializer
from history.models import Revision
from projects.models import Claim, DoubtCode, Event, Facility, ProjectMarket
from projects.services import correct_claim, retire_claim
from tests.factories.projects import ClaimFactory, ProjectFactory, place
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

ADDED = """
additions:
  - project: port
    claims:
      - {attribute: jobs, value: 300, bound: about, doubts: [{code: other, note: All}], citation: {source: paper}}
      - {attribute: jobs, value: 200, facility: quay, citation: {source: paper}}
    facilities:
      - {slug: quay, names: {en: Quay}, citation: {source: paper}}
    markets:
      - {code: CN, citation: {source: paper}}
    events:
      - {kind: announced, date: 2025-06, note: First phase, citation: {source: paper}}
"""


@pytest.fixture
def port():
    SourceFactory(slug="paper", published="2025")
    place("CN")
    return ProjectFactory(slug="port", jobs="20")


def load(text=ADDED):
    for given in Deserializer(text):
        given.save()


def rows():
    """All rows that a file can add, as the database has them."""
    return [list(model.objects.order_by("pk").values()) for model in (Claim, Facility, ProjectMarket, Event)]


def test_rows_are_added_with_what_was_there_left_as_it_is(port):
    before = Claim.objects.get()

    load()

    claims = Claim.objects.exclude(pk=before.pk).order_by("pk")
    assert [(claim.low, claim.high, claim.facility, claim.said_on) for claim in claims] == [
        (270, 330, "", "2025"),
        (200, 200, "quay", "2025"),
    ]
    assert [doubt.code for doubt in claims[0].doubts.all()] == [DoubtCode.OTHER]
    assert Claim.objects.get(pk=before.pk).retired_at is None
    assert (Facility.objects.get().slug, ProjectMarket.objects.get().region.code) == ("quay", "CN")


def test_the_project_is_settled_with_its_new_rows_in_one_revision(port):
    ClaimFactory(project=port, attribute="investment", value="5 USD")
    known = Revision.objects.count()

    load("additions: [{project: port, claims: [{attribute: stage, value: operating, citation: {source: paper}}]}]")

    port.refresh_from_db()
    assert port.stage == "operating"
    assert Revision.objects.count() == known + 1


def test_loading_twice_changes_nothing(port):
    load()
    port.refresh_from_db()
    before = rows(), port.version, port.updated_at, Revision.objects.count()

    load()

    port.refresh_from_db()
    assert (rows(), port.version, port.updated_at, Revision.objects.count()) == before


def test_a_row_that_was_retired_is_not_said_again(port):
    load()
    retire_claim(claim=Claim.objects.get(attribute="jobs", facility="quay"), user=None)
    ProjectMarket.objects.all().retire(timezone.now())
    before = rows()

    load()

    assert rows() == before


def test_a_row_that_was_corrected_stays_corrected(port):
    load()
    claim = Claim.objects.get(attribute="jobs", facility="quay")
    corrected = correct_claim(claim=claim, values={"quantity": 250}, user=None)
    before = rows()

    load()

    assert rows() == before
    assert Claim.objects.current().get(facility="quay") == corrected


def test_a_source_that_got_another_day_since_does_not_say_it_all_again(port):
    load()
    source = Claim.objects.get(facility="quay").citation.source
    source.published = "2025-05"
    source.save()
    before = rows()

    load()

    assert rows() == before


def test_a_row_of_another_day_is_another_row(port):
    load()

    load(ADDED.replace("value: 200,", "value: 200, said_on: 2025-02,"))

    assert Claim.objects.filter(facility="quay").count() == 2


def test_a_row_that_is_twice_in_a_file_is_added_once(port):
    row = "{attribute: stage, value: operating, citation: {source: paper}}"

    load(f"additions: [{{project: port, claims: [{row}, {row}]}}]")

    assert Claim.objects.filter(attribute="stage").count() == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("additions: [{project: harbour, claims: []}]", "there is no project harbour"),
        ("additions: [{claims: []}]", "names its project"),
        ("additions: [{project: port, title: x}]", "title"),
        ("additions: [{project: port, clams: []}]", "clams"),
        (
            "additions: [{project: port, claims: [{attribute: jobs, value: x, citation: {source: paper}}]}]",
            "additions to port",
        ),
        (
            ADDED.replace("facility: quay", "facility: x"),
            "“x”",
        ),
    ],
)
def test_what_cannot_be_added_is_told(port, text, message):
    with pytest.raises(DeserializationError, match=message):
        load(text)


def test_one_wrong_row_holds_back_the_rows_of_all_lists(port):
    before = rows()

    with pytest.raises(DeserializationError, match="markets"):
        load(ADDED.replace("code: CN", "code: XX"))

    assert rows() == before


def test_the_rows_of_a_list_take_as_many_queries_for_many_as_for_few(port, django_assert_max_num_queries):
    claim = "{attribute: jobs, value: %d, citation: {source: paper}}"
    many = ", ".join(claim % n for n in range(1, 30))

    with django_assert_max_num_queries(76):
        load(f"additions: [{{project: port, claims: [{many}]}}]")

    assert Claim.objects.count() == 30


def test_what_is_dumped_is_no_addition(port):
    out = io.StringIO()

    call_command("dumpdata", "projects.project", format="yaml", stdout=out)

    assert "additions" not in out.getvalue()
