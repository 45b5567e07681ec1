"""A project from draft to withdrawal: who may do what, what stays, and where its address leads."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from history.models import Change, Revision
from projects.models import Claim, Facility, Project, ProjectRelation, Publication
from projects.projection import PROJECTED
from projects.serializers import ProjectSerializer
from projects.services import save_project, withdraw_project
from tests.factories.accounts import UserFactory
from tests.factories.projects import (
    ClaimFactory,
    FacilityFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectProductFactory,
    ProjectRelationFactory,
    SectorFactory,
)
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory(publication="draft")


@pytest.fixture
def public():
    return ProjectFactory()


def save(project, user=None, **values):
    with transaction.atomic():
        return save_project(project, values, user=user)


def refused(act, *args, **options):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        act(*args, **options)
    return {name: problems[0].code for name, problems in error.value.error_dict.items()}


# Publication


def test_an_editor_writes_but_neither_publishes_nor_withdraws(project, public):
    editor = UserFactory(role="editor")

    save(project, editor, note="Looked at.")
    save(public, editor, note="Looked at.")

    for act in (
        lambda: save(project, editor, publication="published"),
        lambda: save(public, editor, publication="draft"),
        lambda: save(None, editor, title_en="Port", publication="published"),
        lambda: withdraw_project(public, user=editor, why="A hoax."),
    ):
        with pytest.raises(PermissionDenied), transaction.atomic():
            act()
    assert set(Project.objects.values_list("publication", flat=True)) == {"draft", "published"}


def test_a_reviewer_publishes_and_withdraws(project):
    reviewer = UserFactory(role="reviewer")

    save(project, reviewer, publication="published")
    withdraw_project(project, user=reviewer, why="A hoax.")

    project.refresh_from_db()
    assert (project.publication, project.withdrawal) == ("withdrawn", "A hoax.")


def test_an_editor_who_read_the_draft_does_not_take_back_what_was_published_since(project):
    stale = Project.objects.get(pk=project.pk)
    save(project, publication="published")

    with pytest.raises(PermissionDenied), transaction.atomic():
        save(stale, UserFactory(role="editor"), publication="draft")

    assert Project.objects.get().publication == "published"


def test_the_day_of_the_first_publication_stays(project):
    assert project.first_published_at is None

    first = save(project, publication="published").first_published_at
    save(project, publication="draft")
    save(project, publication="published")

    project.refresh_from_db()
    assert first is not None
    assert project.first_published_at == first


def test_drafts_and_withdrawn_projects_are_not_public(project, public):
    withdrawn = ProjectFactory(publication="withdrawn")

    assert list(Project.objects.public()) == [public]
    assert list(Project.objects.once_public()) == [withdrawn]
    assert set(Project.objects.visible_to(UserFactory(role="editor"))) == {project, public, withdrawn}
    assert list(Project.objects.visible_to(UserFactory(role="viewer"))) == [public]


def test_a_withdrawal_is_told_in_history_and_deletes_nothing(public):
    ClaimFactory(project=public)

    withdraw_project(public, user=None, why="A hoax.")

    after = Change.objects.order_by("pk").last().after
    assert (after["publication"], after["withdrawal"]) == ("withdrawn", "A hoax.")
    assert Claim.objects.current().count() == 1


def test_a_merger_made_after_the_withdrawal_is_told_as_well(public):
    other = ProjectFactory()
    withdraw_project(public, user=None, why="Twice here.")
    count = Revision.objects.count()

    withdraw_project(public, user=None, why="Twice here.", into=other)

    assert Revision.objects.count() == count + 1
    assert Change.objects.order_by("pk").last().after["merged_into"] == other.slug


def test_who_publishes_again_takes_the_withdrawal_back(public):
    withdraw_project(public, user=None, why="Twice here.", into=ProjectFactory())

    save(public, publication="published")

    public.refresh_from_db()
    assert (public.withdrawal, public.merged_into, public.is_public) == ("", None, True)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_merged_projects_never_lead_back(length):
    chain = ProjectFactory.create_batch(length)
    for one, into in zip(chain, chain[1:], strict=False):
        withdraw_project(one, user=None, into=into)

    assert refused(withdraw_project, chain[-1], user=None, into=chain[0]) == {"merged_into": "circle"}


@pytest.mark.parametrize(
    "columns",
    [
        *({"publication": "hidden"}, {"kind": "idea"}, {"title_en": ""}, {"title_en": None}),
        *({"latitude": 1.0}, {"longitude": 1.0}, {"latitude": 1.0, "longitude": 1.0}),
        {"latitude": 91.0, "longitude": 1.0, "precision": "exact"},
        {"latitude": 1.0, "longitude": 181.0, "precision": "exact"},
        {"latitude": 1.0, "precision": "exact"},
    ],
)
def test_the_database_refuses(public, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=public.pk).update(**columns)


def test_the_database_refuses_a_public_project_that_is_merged(public):
    for into in (ProjectFactory(), public):
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.filter(pk=public.pk).update(merged_into=into)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=public.pk).update(merged_into=public, publication=Publication.WITHDRAWN)


def test_coordinates_say_how_precise_they_are(public):
    assert save(public, latitude=43.2, longitude=76.9, precision="settlement").latitude == 43.2
    assert refused(save, ProjectFactory(), latitude=43.2, longitude=76.9)


# The record form


def form(**members):
    """Validated data of a project's record form."""
    serializer = ProjectSerializer(data=members)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def cited(**row):
    return row | {"citation": {"source": SourceFactory().slug}}


def test_a_project_with_its_rows_is_one_revision():
    SectorFactory(code="energy")
    count = Revision.objects.count()
    values = form(
        title="Port",
        facilities=[cited(slug="quay", name="Quay")],
        claims=[cited(attribute="jobs", value=5, facility="quay"), cited(attribute="stage", value="operating")],
        sectors=[cited(code="energy", primary=True)],
        identifiers=[{"scheme": "WB", "value": "P1"}],
    )

    project = save(None, **values)

    assert (Revision.objects.count(), project.slug, project.stage) == (count + 1, "port", "operating")
    after = Change.objects.order_by("pk").last().after
    assert [len(after[name]) for name in ("facilities", "claims", "sectors", "identifiers")] == [1, 2, 1, 1]


def test_a_list_that_is_not_sent_stays_and_one_that_is_sent_is_complete(public):
    ClaimFactory(project=public, attribute="jobs")
    FacilityFactory(project=public)

    save(public, **form(title="Port", facilities=[]))

    assert (Claim.objects.current().count(), Facility.objects.current().count()) == (1, 0)


def test_the_errors_of_a_list_leave_everything_as_it_was(public):
    ClaimFactory(project=public, attribute="jobs", value="5")
    claims = [
        {"attribute": "jobs", "quantity": 6, "citation": CitationFactory()},
        {"attribute": "jobs", "quantity": -1},
    ]

    assert refused(save, public, title_en="Renamed", claims=claims) == {"claims.1.value": "negative"}

    public.refresh_from_db()
    assert (public.title_en != "Renamed", public.jobs_low, public.version) == (True, 5, 2)


def test_an_identifier_belongs_to_one_project(public):
    save(public, identifiers=[{"scheme": "WB", "value": "P1"}])

    assert "identifiers.0" in refused(save, ProjectFactory(), identifiers=[{"scheme": "WB", "value": "P1"}])


def test_one_sector_is_the_primary_one(public):
    rows = [{"sector": SectorFactory(code=code), "primary": True} for code in ("energy", "agro")]

    assert list(refused(save, public, project_sectors=rows)) == ["sectors.1"]


# Facilities


ROWS_OF_A_FACILITY = [
    lambda project: ClaimFactory(project=project, attribute="jobs", facility="quay"),
    lambda project: ParticipationFactory(project=project, facility="quay"),
    lambda project: ProjectProductFactory(project=project, facility="quay"),
]


@pytest.mark.parametrize("add", ROWS_OF_A_FACILITY)
def test_a_facility_that_rows_name_is_there(public, add):
    assert "unknown" in refused(add, public).values()

    FacilityFactory(project=public, slug="quay")
    add(public)


@pytest.mark.parametrize("add", ROWS_OF_A_FACILITY)
def test_a_facility_that_rows_name_is_not_retired(public, add):
    FacilityFactory(project=public, slug="quay")
    add(public)

    assert "unknown" in refused(save, public, facilities=[]).values()
    assert Facility.objects.current().count() == 1


def test_a_facility_of_another_project_does_not_count(public):
    FacilityFactory(project=ProjectFactory(), slug="quay")

    assert "unknown" in refused(ROWS_OF_A_FACILITY[0], public).values()


def test_a_corrected_facility_keeps_what_is_claimed_of_it(public):
    FacilityFactory(project=public, slug="quay")
    claim = ClaimFactory(project=public, attribute="jobs", facility="quay")

    save(public, facilities=[{"slug": "quay", "name_en": "Quay 1", "citation": CitationFactory()}])

    assert Claim.objects.current().get() == claim
    assert Facility.objects.current().get().name_en == "Quay 1"


def test_a_facility_is_counted_in_order(public):
    row = {"slug": "quay", "name_en": "Quays", "count_low": 2, "count_high": 1}

    assert refused(save, public, facilities=[row]) == {"facilities.0.count_high": "reversed"}


# Relations


@pytest.mark.parametrize("kinds", [("part_of", "part_of"), ("part_of", "superseded_by"), ("same_as", "same_as")])
def test_related_projects_make_no_circle_of_whatever_kinds(kinds):
    one, middle, other = ProjectFactory.create_batch(3)
    ProjectRelationFactory(project=one, other=middle, kind=kinds[0])
    ProjectRelationFactory(project=middle, other=other, kind=kinds[1])

    errors = refused(save, other, relations=[{"kind": kinds[0], "other": one}])

    assert errors == {"relations.0.other": "circle"}
    assert ProjectRelation.objects.count() == 2


def test_a_project_is_not_related_to_itself(public):
    assert refused(save, public, relations=[{"kind": "part_of", "other": public}]) == {"relations.0.other": "circle"}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectRelation.objects.bulk_create(
            [
                ProjectRelation(
                    **{"project": public, "other": public, "kind": "part_of"},
                    **{"said_first": "2025-01-01", "said_last": "2025-01-01"},
                )
            ]
        )


def test_a_retired_relation_makes_no_circle():
    one, other = ProjectFactory.create_batch(2)
    ProjectRelationFactory(project=one, other=other, kind="part_of")
    save(one, relations=[])

    save(other, relations=[{"kind": "part_of", "other": one}])

    assert ProjectRelation.objects.current().get().project == other


def test_the_projection_is_no_part_of_what_is_written():
    assert not set(PROJECTED) & set(form(title="Port", claims=[], stage="operating", region={"code": "KZ"}))
