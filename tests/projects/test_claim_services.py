"""What may be done with a claim: add, correct, retire, prefer, each in one revision, and nothing in place."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from history.models import Change, Revision
from projects.models import Claim, Rank
from projects.services import add_claim, correct_claim, prefer_claim, retire_claim
from tests.factories.accounts import UserFactory
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import CitationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def claim(project):
    return ClaimFactory(
        project=project,
        attribute="jobs",
        value="> 4000",
        exact="more than 4,000 jobs",
        as_printed="4,000",
        modality="aimed",
        basis="operation",
        doubts=[{"code": "other", "note": "Rounded?"}],
    )


def last_change():
    return Change.objects.order_by("pk").last()


def jobs_of(document):
    return [(claim["value"], claim["rank"], claim["stands"]) for claim in document["claims"]]


def test_adding_a_claim_is_one_revision_with_the_record_before_and_after(project):
    user, count = UserFactory(), Revision.objects.count()
    values = {"attribute": "jobs", "quantity": 5, "citation": CitationFactory()}

    add_claim(project=project, values=values, user=user, why="From the report.")

    assert Revision.objects.count() == count + 1
    change = last_change()
    assert (change.revision.user, change.revision.why, change.slug) == (user, "From the report.", project.slug)
    assert (jobs_of(change.before), jobs_of(change.after)) == ([], [(5, "normal", True)])
    assert (change.before["jobs"], change.after["jobs"]["value"]) == (None, 5)


def test_a_correction_retires_the_claim_and_adds_one_at_the_same_moment(claim):
    corrected = correct_claim(claim=claim, values={"quantity": 4500}, user=None, why="Mistyped.")

    claim.refresh_from_db()
    assert (claim.value, claim.stands, claim.retired_at) == (4000, False, corrected.recorded_at)
    assert (corrected.value, corrected.low, corrected.high, corrected.uid != claim.uid) == (4500, 4500, None, True)
    for moment in (claim.recorded_at, claim.retired_at, timezone.now()):
        assert Claim.objects.held_at(moment).count() == 1
    assert not Claim.objects.held_at(claim.recorded_at - timedelta(microseconds=1))


def test_a_corrected_claim_says_the_same_but_for_what_was_corrected(claim):
    corrected = correct_claim(claim=claim, values={"quantity": 4500}, user=None)

    for name in ("attribute", "bound", "modality", "basis", "as_printed", "citation", "said_on", "unit", "rank"):
        assert getattr(corrected, name) == getattr(claim, name), name
    assert [(doubt.code, doubt.note) for doubt in corrected.doubts.all()] == [("other", "Rounded?")]


def test_a_correction_is_one_revision(claim):
    count = Revision.objects.count()

    correct_claim(claim=claim, values={"quantity": 4500}, user=None)

    assert Revision.objects.count() == count + 1
    assert jobs_of(last_change().before) == [(4000, "normal", True)]
    assert jobs_of(last_change().after) == [(4500, "normal", True)]


def test_a_value_may_turn_out_to_be_missing_and_a_missing_one_to_be_there(claim):
    missing = correct_claim(claim=claim, values={"missing": "unclear"}, user=None)
    again = correct_claim(claim=missing, values={"quantity": 4000, "bound": "about"}, user=None)

    assert (missing.value, missing.missing, missing.bound, missing.modality, missing.unit) == (
        None,
        "unclear",
        "",
        "",
        "",
    )
    assert (again.missing, again.low, again.high, again.unit) == ("", 3600, 4400, "IE")


def test_a_wrong_correction_changes_nothing(claim):
    count = Revision.objects.count()

    with pytest.raises(ValidationError) as refused:
        correct_claim(claim=claim, values={"as_printed": "5,000"}, user=None)

    assert list(refused.value.error_dict) == ["as_printed"]
    claim.refresh_from_db()
    assert (claim.retired_at, claim.stands) == (None, True)
    assert (Claim.objects.count(), Revision.objects.count()) == (1, count)


def test_a_retired_claim_stays_with_its_words(claim, project):
    retire_claim(claim=claim, user=None, why="Not in the source.")

    claim.refresh_from_db()
    project.refresh_from_db()
    assert (claim.as_printed, claim.citation.exact, claim.doubts.count()) == ("4,000", "more than 4,000 jobs", 1)
    assert (project.jobs_low, last_change().after["claims"]) == (None, [])


@pytest.mark.parametrize(
    "act",
    [
        lambda claim: retire_claim(claim=claim, user=None),
        lambda claim: correct_claim(claim=claim, values={"quantity": 5}, user=None),
        lambda claim: prefer_claim(claim=claim, reason="The contract.", user=None),
    ],
)
def test_what_is_retired_is_not_touched_again(claim, act):
    retire_claim(claim=claim, user=None)

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        act(claim)

    assert refused.value.code == "retired"
    assert not Claim.objects.current()


def test_a_preferred_claim_stands_and_the_former_one_becomes_a_normal_one(project, claim):
    other = ClaimFactory(project=project, attribute="jobs", value="5000", basis="operation")
    prefer_claim(claim=claim, reason="The contract.", user=None)
    count = Revision.objects.count()

    preferred = prefer_claim(claim=other, reason="The newer contract.", user=None)

    assert (preferred.value, preferred.reason) == (5000, "The newer contract.")
    assert list(Claim.objects.current().order_by("pk").values_list("quantity", "rank", "reason")) == [
        (4000, Rank.NORMAL, ""),
        (5000, Rank.PREFERRED, "The newer contract."),
    ]
    assert (Revision.objects.count(), last_change().revision.why) == (count + 1, "The newer contract.")


def test_a_preference_may_get_another_reason(claim):
    preferred = prefer_claim(claim=claim, reason="The contract.", user=None)

    again = prefer_claim(claim=preferred, reason="The contract of 2025.", user=None)

    assert Claim.objects.current().get() == again


def test_a_preference_needs_a_reason(claim):
    with pytest.raises(ValidationError) as refused:
        prefer_claim(claim=claim, reason="", user=None)

    assert list(refused.value.error_dict) == ["reason"]
    assert Claim.objects.current().get() == claim


def test_each_act_on_a_claim_counts_the_project_up(project, claim):
    before = project.__class__.objects.get(pk=project.pk)

    correct_claim(claim=claim, values={"quantity": 5}, user=None)

    project.refresh_from_db()
    assert project.version == before.version + 1
    assert project.updated_at > before.updated_at
