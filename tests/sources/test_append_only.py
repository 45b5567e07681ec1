"""Cited rows are added and retired, never changed or deleted, whichever way somebody tries."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from projects.models import Claim, Doubt, Facility
from sources.models import Citation, Cited
from tests.factories.investors import InvestorFactory, OwnershipFactory
from tests.factories.projects import (
    AgreementFactory,
    ClaimFactory,
    EventFactory,
    FacilityFactory,
    ParticipationFactory,
    ProjectAimFactory,
    ProjectFactory,
    ProjectMarketFactory,
    ProjectProductFactory,
    ProjectRelationFactory,
    ProjectSectorFactory,
)
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db

KINDS = [model for model in apps.get_models() if issubclass(model, Cited)]


def make(model):
    """A current row of this model."""
    if model.__name__.startswith("Agreement"):
        agreement = AgreementFactory(parties=["KZ"], participants=[InvestorFactory()], sectors=["energy"])
        return model.objects.get(agreement=agreement)
    makers = (
        *(ClaimFactory, EventFactory, FacilityFactory, OwnershipFactory, ParticipationFactory, ProjectAimFactory),
        *(ProjectMarketFactory, ProjectProductFactory, ProjectRelationFactory, ProjectSectorFactory),
    )
    return next(maker for maker in makers if maker._meta.model is model)()


def change_in_place(row):
    row.said_on = "2024"
    row.save()


def change_one_column(row):
    row.said_on = "2024"
    row.save(update_fields=["said_on"])


def change_in_bulk(row):
    row.said_on = "2024"
    type(row).objects.bulk_update([row], ["said_on"])


def change_by_conflict(row):
    columns = {"update_fields": ["said_on"], "unique_fields": ["uid"]}
    type(row).objects.bulk_create([row], update_conflicts=True, **columns)


def bring_back(row):
    type(row).objects.filter(pk=row.pk).retire(timezone.now())
    row.refresh_from_db()
    row.retired_at = None
    row.save(update_fields=["retired_at"])


FORBIDDEN = [
    change_in_place,
    change_one_column,
    change_in_bulk,
    change_by_conflict,
    bring_back,
    lambda row: type(row).objects.filter(pk=row.pk).update(said_on="2024"),
    lambda row: type(row)._base_manager.filter(pk=row.pk).update(said_on="2024"),
    lambda row: type(row).objects.update_or_create(pk=row.pk, defaults={"said_on": "2024"}),
    lambda row: row.delete(),
    lambda row: type(row).objects.filter(pk=row.pk).delete(),
    lambda row: type(row)._base_manager.filter(pk=row.pk).delete(),
]


def test_all_kinds_of_evidence_are_known():
    assert {model.__name__ for model in KINDS} >= {
        *("Claim", "Participation", "ProjectSector", "ProjectProduct", "ProjectMarket", "ProjectAim", "Event"),
        *("Ownership", "ProjectRelation", "Facility", "AgreementParty", "AgreementParticipant", "AgreementSector"),
    }


@pytest.mark.parametrize("model", KINDS)
def test_a_cited_row_is_never_changed_or_deleted(model):
    row = make(model)

    for act in FORBIDDEN:
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            act(row)
        assert refused.value.error_list[0].code == "append_only"
    assert model.objects.get(pk=row.pk).said_on == "2025-06-16"


def test_a_claim_is_not_moved_to_another_project_by_its_related_manager():
    claim, other = ClaimFactory(), ProjectFactory()

    with pytest.raises(ValidationError), transaction.atomic():
        other.claims.add(claim)

    assert Claim.objects.get(pk=claim.pk).project != other


def test_doubts_stay_as_they_were_written():
    claim = ClaimFactory(doubts=[{"code": "other", "note": "Rounded?"}])
    doubt = claim.doubts.get()

    for act in (
        doubt.save,
        doubt.delete,
        lambda: claim.doubts.update(note=""),
        lambda: claim.doubts.all().delete(),
        lambda: Doubt.objects.bulk_update([doubt], ["note"]),
    ):
        with pytest.raises(ValidationError), transaction.atomic():
            act()


def test_cited_words_stay_as_they_were_cited():
    citation = CitationFactory(exact="4,000 jobs")

    for act in (
        citation.save,
        citation.delete,
        lambda: Citation.objects.update(exact="5,000 jobs"),
        lambda: Citation.objects.update(source=SourceFactory()),
        lambda: Citation.objects.all().delete(),
    ):
        with pytest.raises(ValidationError), transaction.atomic():
            act()
    assert Citation.objects.get().exact == "4,000 jobs"


@pytest.mark.parametrize("model", KINDS)
def test_a_retired_row_stays_with_its_times(model):
    row = make(model)
    at = timezone.now()

    assert model.objects.filter(pk=row.pk).retire(at) == 1
    assert model.objects.filter(pk=row.pk).retire(timezone.now()) == 0

    kept = model.objects.get(pk=row.pk)
    assert (kept.recorded_at, kept.retired_at) == (row.recorded_at, at)
    assert not model.objects.current().filter(pk=row.pk)


def test_rows_are_held_from_the_moment_they_are_recorded_until_they_are_retired():
    june, july = datetime(2025, 6, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)
    citation = CitationFactory(source=SourceFactory(published="2025"))
    row = Facility(project=ProjectFactory(), slug="plant", name_en="Plant", citation=citation, recorded_at=june)
    row.save()
    Facility.objects.all().retire(july)

    held = [bool(Facility.objects.held_at(moment)) for moment in (datetime(2025, 5, 31, tzinfo=UTC), june, july)]

    assert held == [False, True, False]
