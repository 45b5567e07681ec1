"""How lists are narrowed and ordered: one filterset of each kind for its page, API and export."""

from .explain import GROUPING_LABELS, OF_SUM, PART, ExplainFilter
from .projects import PARTICIPATION, UNSTATED, ProjectFilter
from .rows import AgreementFilter, ClaimFilter, EventFilter, OfProjectFilterSet, ProductFilter, SectorFilter

__all__ = [
    "GROUPING_LABELS",
    "OF_SUM",
    "PART",
    "PARTICIPATION",
    "UNSTATED",
    "AgreementFilter",
    "ClaimFilter",
    "EventFilter",
    "ExplainFilter",
    "OfProjectFilterSet",
    "ProductFilter",
    "ProjectFilter",
    "SectorFilter",
]
