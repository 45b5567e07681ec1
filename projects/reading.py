"""How a project is read with all that its record form shows: a fixed number of queries, whatever the number of rows."""

from typing import Any

from django.db.models import Prefetch

from sources.models import Cited

from .models import (
    Claim,
    Event,
    Facility,
    Participation,
    ProjectAim,
    ProjectMarket,
    ProjectProduct,
    ProjectQuerySet,
    ProjectRelation,
    ProjectSector,
)


def with_headline(projects: ProjectQuerySet) -> ProjectQuerySet:
    """Fetch what lists show: three queries."""
    return projects.select_related("region", "investment_claim", "jobs_claim").prefetch_related(
        _current("project_sectors", ProjectSector, "sector"), _current("participations", Participation, "investor")
    )


def with_everything(projects: ProjectQuerySet) -> ProjectQuerySet:
    """Fetch the whole record form: twelve queries."""
    claims = _rows(Claim, "region", "project").prefetch_related("doubts")
    return with_headline(projects).prefetch_related(
        _current("facilities", Facility),
        Prefetch("claims", claims),
        _current("project_products", ProjectProduct, "product"),
        _current("project_markets", ProjectMarket, "region"),
        _current("project_aims", ProjectAim, "aim"),
        _current("events", Event, "project"),
        _current("relations", ProjectRelation, "other"),
        "identifiers",
    )


def _rows(model: type[Cited], *related: str) -> Any:
    return model.objects.current().select_related("citation__source", *related)


def _current(name: str, model: type[Cited], *related: str) -> Prefetch:
    return Prefetch(name, _rows(model, *related))
