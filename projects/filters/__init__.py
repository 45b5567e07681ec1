"""How lists are narrowed and ordered: one filterset of each kind for its page, API and export."""

from .explain import GROUPING_LABELS, OF_SUM, PART, ExplainFilter
from .projects import (
    AMOUNT,
    JOBS,
    PARTICIPATION,
    UNSTATED,
    ProjectFilter,
    at_least,
    at_most,
    is_missing,
    missing_choices,
)
from .rows import AgreementFilter, ClaimFilter, EventFilter, OfProjectFilterSet, ProductFilter, SectorFilter

__all__ = [
    "AMOUNT",
    "GROUPING_LABELS",
    "JOBS",
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
    "at_least",
    "at_most",
    "is_missing",
    "missing_choices",
]
