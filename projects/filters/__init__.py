"""How lists are narrowed and ordered: one filterset of each kind for its page, API and export."""

from .projects import PARTICIPATION, UNSTATED, ProjectFilter
from .rows import AgreementFilter, ClaimFilter, EventFilter, OfProjectFilterSet, ProductFilter, SectorFilter

__all__ = [
    "PARTICIPATION",
    "UNSTATED",
    "AgreementFilter",
    "ClaimFilter",
    "EventFilter",
    "OfProjectFilterSet",
    "ProductFilter",
    "ProjectFilter",
    "SectorFilter",
]
