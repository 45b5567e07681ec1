"""The conditions that facets count by, of a fixed number: what is missing, and the classes of histograms."""

from functools import cache

from django.db.models import Q

from .filters import is_missing, missing_choices
from .histograms import HISTOGRAMS


@cache
def conditions() -> dict[str, Q]:
    """All of them by name: `missing_jobs` is true of projects that do not state jobs."""
    found = {f"missing_{code}": is_missing(code) for code, _label in missing_choices()}
    for histogram in HISTOGRAMS.values():
        found |= histogram.conditions()
    return found


@cache
def by_filters() -> dict[tuple[str, ...], list[str]]:
    """Their names by the filters that a facet of them leaves out."""
    found = {("missing",): [f"missing_{code}" for code, _label in missing_choices()]}
    return found | {histogram.filters: list(histogram.conditions()) for histogram in HISTOGRAMS.values()}
