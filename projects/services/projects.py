from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from history.records import assign, editing, replace_rows
from lib.serializers import document
from sources.rows import Edits, RowKind, sync_rows

from ..models import (
    Claim,
    Event,
    Facility,
    Participation,
    Project,
    ProjectAim,
    ProjectMarket,
    ProjectProduct,
    ProjectRelation,
    ProjectSector,
    Publication,
)
from ..reading import with_everything
from ..serializers import ProjectSerializer

# The lists of a project's record form by their key in validated data. Facilities first: rows after them may name one.
ROWS = {
    "facilities": RowKind("facilities", Facility, "project"),
    "claims": RowKind("claims", Claim, "project", children="doubts"),
    "participations": RowKind("participations", Participation, "project"),
    "project_sectors": RowKind("sectors", ProjectSector, "project"),
    "project_products": RowKind("products", ProjectProduct, "project"),
    "project_markets": RowKind("markets", ProjectMarket, "project"),
    "project_aims": RowKind("aims", ProjectAim, "project"),
    "events": RowKind("events", Event, "project"),
    "relations": RowKind("relations", ProjectRelation, "project"),
}


def project_document(project: Project) -> dict[str, Any]:
    """The record form of a project as history and files keep it, read anew."""
    return document(ProjectSerializer, with_everything(Project.objects.all()).get(pk=project.pk))


@contextmanager
def editing_project(
    project: Project, *, user: User | None, why: str = "", version: int | None = None
) -> Iterator[Project]:
    """Run the block as one revision of a stored project: locked, counted up, settled at the end.

    Raises Stale when `version` is given and somebody else saved the project since.
    """
    with editing(project, form=project_document, user=user, why=why, version=version):
        yield project
        check_facilities(project)
        project.save(update_fields=["updated_at"])
        project.settle()


def save_project(
    project: Project | None, values: dict[str, Any], *, user: User | None, why: str = "", version: int | None = None
) -> Project:
    """Make or change a project from the validated data of its record form, in one transaction and one revision.

    A list that is there is complete, one that is not stays. Raises ValidationError by field and row, PermissionDenied
    when `user` may not publish or withdraw, Stale when `version` is given and is not the stored one.
    """
    values = dict(values)
    lists = {name: values.pop(name) for name in ROWS if name in values}
    identifiers = values.pop("identifiers", None)
    project = project or Project()
    with editing(project, form=project_document, user=user, why=why, version=version):
        if values.get("publication", project.publication) != Publication.WITHDRAWN:
            # What says why, and what stands in its place, goes with the withdrawal.
            values |= {"withdrawal": "", "merged_into": None}
        _check_publication(project, values, user)
        assign(project, values)
        if project.is_public and project.first_published_at is None:
            project.first_published_at = timezone.now()
        project.save()
        if identifiers is not None:
            replace_rows(project, "identifiers", identifiers)
        for name, rows in lists.items():
            sync_rows(ROWS[name], project, rows)
        check_facilities(project, lists)
        project.settle()
    return project


def withdraw_project(
    project: Project, *, user: User | None, why: str = "", into: Project | None = None, version: int | None = None
) -> Project:
    """Take a project out of all that is public; its address answers 410 with `why`, or leads to `into`."""
    values = {"publication": Publication.WITHDRAWN, "withdrawal": why, "merged_into": into}
    return save_project(project, values, user=user, why=why, version=version)


def _check_publication(project: Project, values: dict[str, Any], user: User | None) -> None:
    """Refuse a person without the right to publish to change what is public; the registry itself (None) may."""
    names = ("publication", "withdrawal", "merged_into")
    changes = any(values.get(name, getattr(project, name)) != getattr(project, name) for name in names)
    if (
        (changes or project.pk is None and project.is_public)
        and user is not None
        and not user.has_perm("projects.publish_project")
    ):
        raise PermissionDenied(_("You may not publish or withdraw projects."))


def check_facilities(project: Project, sent: dict[str, Any] | None = None) -> None:
    """Refuse rows that name a facility the project does not have; the error names the row where it was `sent`."""
    known = {"", *Facility.objects.current().filter(project=project).values_list("slug", flat=True)}
    errors: dict[str, Any] = {}
    for name in ("claims", "participations", "project_products"):
        kind = ROWS[name]
        rows = kind.model.objects.current().filter(project=project).order_by()
        for slug in sorted(set(rows.values_list("facility", flat=True).distinct()) - known):
            lost = ValidationError(_("The project has no facility “%(slug)s”."), code="unknown", params={"slug": slug})
            errors |= dict.fromkeys(_places(kind.name, slug, (sent or {}).get(name)), lost)
    if errors:
        raise ValidationError(errors)


def _places(name: str, slug: str, rows: Any) -> list[str]:
    """Where in the list that was sent this facility is named; the list itself where it was not sent."""
    if not isinstance(rows, list) or isinstance(rows, Edits):
        return [name]
    return [f"{name}.{place}.facility" for place, row in enumerate(rows) if row.get("facility") == slug]
