"""How a project is read with all that its record form shows: a fixed number of queries, whatever the number of rows."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Prefetch, Q

from sources.models import Cited

from .models import (
    Claim,
    Event,
    Facility,
    Participation,
    Project,
    ProjectAim,
    ProjectMarket,
    ProjectProduct,
    ProjectQuerySet,
    ProjectRelation,
    ProjectSector,
)

# Claims that lists show.
HEADLINE = ("investment_claim", "jobs_claim")

# Attributes of which lists show the value from the projection, with a mark of its claim.
MARKED = ("stage", "region", "announced_on", "commissioning_on")

Reader = AbstractBaseUser | AnonymousUser


def with_headline(projects: ProjectQuerySet) -> ProjectQuerySet:
    """Fetch what lists show: three queries."""
    claims = ("investment_claim__usd_rate__source", *(f"{name}__citation__source" for name in HEADLINE))
    return projects.select_related("region", *claims).prefetch_related(
        _current("project_sectors", ProjectSector, "sector"), _current("participations", Participation, "investor")
    )


def with_everything(projects: ProjectQuerySet, *, reader: Reader | None = None) -> ProjectQuerySet:
    """Fetch the whole record form: twelve queries.

    A `reader` sees relations to projects that they may see; without one, for history and files, there are all.
    """
    relations = _rows(ProjectRelation, "other")
    if reader is not None:
        relations = relations.filter(other__in=Project.objects.visible_to(reader))
    claims = _rows(Claim, "region", "project", "usd_rate__source").prefetch_related("doubts")
    return (
        with_headline(projects)
        .select_related("merged_into")
        .prefetch_related(
            _current("facilities", Facility),
            Prefetch("claims", claims),
            _current("project_products", ProjectProduct, "product"),
            _current("project_markets", ProjectMarket, "region"),
            _current("project_aims", ProjectAim, "aim"),
            _current("events", Event, "project"),
            Prefetch("relations", relations),
            "identifiers",
        )
    )


def with_words(projects: ProjectQuerySet) -> ProjectQuerySet:
    """Fetch, with the headline, what a figure on a page shows beside its value: six queries.

    These are its doubts, where its words stand, and in `gaps` the claims that tell why the project has no value; in
    `gaps` are those of its stage, region and dates too.
    """
    shown = ~Q(missing="") | Q(attribute__in=MARKED)
    gaps = Claim.objects.filter(shown, stands=True, facility="", for_date="")
    return with_headline(projects).prefetch_related(
        "investment_claim__doubts",
        "jobs_claim__doubts",
        Prefetch("claims", gaps.select_related("citation__source").prefetch_related("doubts"), to_attr="gaps"),
    )


def relations_to(project: Project, *, reader: Reader) -> Any:
    """What other projects, such as this reader may see, say of their relation to this one: one query."""
    return _rows(ProjectRelation, "project").filter(other=project, project__in=Project.objects.visible_to(reader))


def _rows(model: type[Cited], *related: str) -> Any:
    return model.objects.current().select_related("citation__source", *related)


def _current(name: str, model: type[Cited], *related: str) -> Prefetch:
    return Prefetch(name, _rows(model, *related))
