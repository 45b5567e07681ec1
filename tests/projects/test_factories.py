"""The factories themselves: a wrong one would make every other test say little."""

from decimal import Decimal

import pytest

from projects.models import Project
from tests.factories.investors import InvestorFactory, OwnershipFactory
from tests.factories.projects import (
    AgreementFactory,
    ClaimFactory,
    EventFactory,
    FacilityFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectMarketFactory,
    ProjectRelationFactory,
)

pytestmark = pytest.mark.django_db


def test_a_project_is_published_settled_and_says_what_the_test_names():
    project = ProjectFactory(
        title="Wind farm",
        investment="> 20 EUR",
        jobs="~300",
        stage="operating",
        region="KZ-31",
        sectors=["energy.wind"],
    )

    stored = Project.objects.public().get(slug=project.slug)
    assert (stored.title_en, stored.stage, stored.region.code) == ("Wind farm", "operating", "KZ-31")
    assert (stored.amount_low, stored.amount_high, stored.amount_currency) == (20, None, "EUR")
    assert (stored.jobs_low, stored.jobs_high, stored.jobs_bound) == (270, 330, "about")
    assert stored.project_sectors.get().primary
    assert stored.region.path == "/001/KZ/KZ-31/"


def test_the_default_project_is_valid_and_says_nothing():
    project = ProjectFactory()

    assert (project.stage, project.amount_low, project.claims.count()) == ("", None, 0)
    Project.objects.get(pk=project.pk).full_clean()


def test_a_range_and_a_decimal_figure():
    project = ProjectFactory(investment="300..350 KZT", capacity="<= 2.5 MAW")

    capacity = project.claims.get(attribute="capacity")
    assert (project.amount_low, project.amount_high) == (300, 350)
    assert (capacity.quantity_low, capacity.quantity_high, capacity.unit) == (None, Decimal("2.5"), "MAW")


def test_a_withdrawn_project_was_public_before():
    project = ProjectFactory(publication="withdrawn", withdrawal="Never built.")

    assert Project.objects.once_public().get() == project
    assert project.withdrawal == "Never built."


def test_a_claim_settles_its_project():
    claim = ClaimFactory(attribute="jobs", value="> 4000", exact="more than 4,000 jobs", as_printed="4,000 jobs")

    assert Project.objects.get(pk=claim.project_id).jobs_low == 4000
    assert ClaimFactory(attribute="jobs", missing="not_stated").missing == "not_stated"


def test_rows_are_added_to_their_project():
    project = ProjectFactory(investors=[InvestorFactory()], markets=["US"])

    for factory in (FacilityFactory, ParticipationFactory, ProjectMarketFactory, EventFactory, ProjectRelationFactory):
        assert factory(project=project).project == project
    assert project.participations.count() == project.project_markets.count() == 2


def test_agreements_and_ownerships_are_valid():
    agreement = AgreementFactory(parties=["KZ", "CN"], participants=[InvestorFactory()], sectors=["energy"])

    assert agreement.parties.count() == 2
    assert OwnershipFactory().owner.country == "CN"
