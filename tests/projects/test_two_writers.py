"""What spans rows holds also when two people write at once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from history.exceptions import Stale
from investors.models import Investor, Ownership
from investors.services import save_investor
from projects.models import Claim, Project, ProjectRelation, Rank
from projects.services import add_claim, correct_claim, prefer_claim, save_project
from sources.models import Citation, Source
from sources.services import cite, store_text
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import CitationFactory, SourceFactory
from tests.writers import overlap

pytestmark = pytest.mark.django_db(transaction=True)


def preferred(project, citation, quantity):
    values = {
        "attribute": "jobs",
        "quantity": quantity,
        "rank": "preferred",
        "reason": "The contract.",
        "citation": citation,
    }
    return lambda: add_claim(project=Project.objects.get(pk=project.pk), values=values, user=None)


def test_one_claim_of_a_group_is_preferred():
    project, citation = ProjectFactory(), CitationFactory()

    error, _waited = overlap(preferred(project, citation, 5), preferred(project, citation, 6))

    assert list(error.error_dict) == ["rank"]
    assert Claim.objects.get(rank=Rank.PREFERRED).quantity == 5


def test_the_later_of_two_preferences_counts():
    project = ProjectFactory()
    claims = [ClaimFactory(project=project, attribute="jobs", value=value) for value in "56"]

    error, _waited = overlap(
        *[lambda claim=claim: prefer_claim(claim=claim, reason="The contract.", user=None) for claim in claims]
    )

    assert error is None
    assert Claim.objects.current().get(rank=Rank.PREFERRED).quantity == 6
    assert Claim.objects.current().count() == 2
    assert Project.objects.get().jobs_low == 6


def test_a_claim_is_corrected_once():
    claim = ClaimFactory(attribute="jobs", value="5")

    error, _waited = overlap(
        *[lambda n=n: correct_claim(claim=claim, values={"quantity": n}, user=None) for n in (6, 7)]
    )

    assert error.code == "retired"
    assert Claim.objects.current().get().quantity == 6


def test_of_two_editors_with_one_version_the_second_is_told():
    project = ProjectFactory()
    read = [Project.objects.get(pk=project.pk) for _ in range(2)]

    error, _waited = overlap(
        *[lambda one=one: save_project(one, {"note": "x"}, user=None, version=one.version) for one in read]
    )

    assert isinstance(error, Stale)
    assert error.record.note == "x"


def test_editors_of_two_columns_lose_nothing():
    project = ProjectFactory()
    read = [Project.objects.get(pk=project.pk) for _ in range(2)]

    overlap(
        lambda: save_project(read[0], {"note": "Looked at."}, user=None),
        lambda: save_project(read[1], {"place": "Taraz"}, user=None),
    )

    project.refresh_from_db()
    assert (project.note, project.place, project.version) == ("Looked at.", "Taraz", read[0].version + 1)


def owned_by(owned, owner):
    citation = CitationFactory()
    values = {"owners": [{"owner": owner, "citation": citation}]}
    return lambda: save_investor(Investor.objects.get(pk=owned.pk), values, user=None)


def test_two_writers_make_no_circle_of_owners():
    one, other = InvestorFactory.create_batch(2)

    error, _waited = overlap(owned_by(one, other), owned_by(other, one))

    assert error.error_dict["owners.0.owner"][0].code == "circle"
    assert Ownership.objects.get().owned == one


def part_of(project, whole):
    values = {"relations": [{"kind": "part_of", "other": whole}]}
    return lambda: save_project(Project.objects.get(pk=project.pk), values, user=None)


def test_two_writers_make_no_circle_of_projects():
    one, other = ProjectFactory.create_batch(2)

    error, _waited = overlap(part_of(one, other), part_of(other, one))

    assert error.error_dict["relations.0.other"][0].code == "circle"
    assert ProjectRelation.objects.get().project == one


def test_words_cited_while_a_text_is_stored_stand_in_it():
    source = SourceFactory()

    error, _waited = overlap(
        lambda: store_text(source=source, body="4,000 jobs", user=None),
        lambda: cite(source=Source.objects.get(pk=source.pk), exact="5,000 jobs"),
    )

    assert error.error_dict["exact"][0].code == "not_in_text"
    assert not Citation.objects.exists()


def test_a_text_stored_while_words_are_cited_has_them():
    source = SourceFactory()

    error, _waited = overlap(
        lambda: cite(source=source, exact="5,000 jobs"),
        lambda: store_text(source=Source.objects.get(pk=source.pk), body="4,000 jobs", user=None),
    )

    assert error.error_dict["body"][0].code == "not_in_text"
    assert not hasattr(Source.objects.get(), "text")


@pytest.mark.postgresql
def test_who_cites_does_not_wait_for_another_who_cites():
    source = SourceFactory()

    outcome = overlap(
        lambda: cite(source=source, exact="5,000 jobs"),
        lambda: cite(source=Source.objects.get(pk=source.pk), exact="6,000 jobs"),
    )

    assert outcome == (None, False)


def test_words_that_two_writers_cite_are_one_citation():
    source = SourceFactory()

    error, _waited = overlap(*[lambda: cite(source=Source.objects.get(pk=source.pk), exact="5,000 jobs")] * 2)

    assert error is None
    assert Citation.objects.count() == 1


def test_a_cited_text_is_not_changed_while_it_is_cited():
    source = SourceFactory(text="4,000 jobs")
    text = Source.objects.get(pk=source.pk).text
    text.body = "5,000 jobs"

    error, _waited = overlap(lambda: cite(source=source, exact="4,000 jobs"), text.save)

    assert isinstance(error, ValidationError)
    assert Source.objects.get().text.body == "4,000 jobs"


def test_a_claim_added_meanwhile_is_settled():
    project, citation = ProjectFactory(jobs="5"), CitationFactory()
    Project.objects.filter(pk=project.pk).update(jobs_low=1)

    error, _waited = overlap(Project.objects.settle, preferred(project, citation, 6))

    assert error is None
    assert Project.objects.get().jobs_low == 6


@pytest.mark.postgresql
def test_settling_locks_the_projects_before_it_reads_their_claims():
    ProjectFactory()

    with CaptureQueriesContext(connection) as queries:
        Project.objects.settle()

    locked = [n for n, query in enumerate(queries) if "FOR NO KEY UPDATE" in query["sql"]]
    read = [n for n, query in enumerate(queries) if 'FROM "projects_claim"' in query["sql"]]
    assert locked[0] < read[0]
