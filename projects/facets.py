"""Facets: what each filter could narrow a selection to, with exact counts under all filters but its own."""

from typing import Any

from .conditions import by_filters
from .dimensions import DIMENSIONS, FACETS, NOT_STATED, Dimension
from .filters import ProjectFilter, missing_choices
from .histograms import HISTOGRAMS
from .index.counts import IndexCounts, can_count
from .index.process import keeper
from .spread import over_years
from .statement_counts import StatementCounts

Counts = StatementCounts | IndexCounts

# How many values of a facet are listed, the most frequent first.
MOST_VALUES = 200


def facets(chosen: ProjectFilter) -> dict[str, list[dict[str, Any]]]:
    """The facets of a filterset without errors: `{"stage": [{"value", "label", "count"}, ...], ...}`.

    The count is how many projects the list has when this value alone is chosen for the filter, all others as they are.
    The value null counts the projects where nothing is stated; the facet `missing` counts them by attribute. `amount`
    and `jobs` are histograms, as `Histogram.bins` has them.
    """
    with keeper.current() as index:
        counts = IndexCounts(index) if index and can_count(chosen) else StatementCounts()
        answer = {name: facet(chosen, DIMENSIONS[name], counts) for name in FACETS}
        answer["year"] = years(chosen, counts)
        return answer | sizes(chosen, counts)


def facet(chosen: ProjectFilter, dimension: Dimension, counts: Counts) -> list[dict[str, Any]]:
    """The values of one facet, the most frequent first, "not stated" last."""
    counted, unstated = counts.values(chosen.but(dimension.name), dimension)
    if len(counted) > MOST_VALUES:
        # Those that come into question: of many investors most need no name.
        least = sorted(counted.values(), reverse=True)[MOST_VALUES - 1]
        counted = {key: count for key, count in counted.items() if count >= least}
    labels = counts.labels(dimension, counted)
    values = [{"value": key, "label": labels.get(key, str(key)), "count": count} for key, count in counted.items()]
    values = sorted(values, key=lambda value: (-value["count"], value["label"]))[:MOST_VALUES]
    if unstated:
        values.append({"value": None, "label": str(NOT_STATED), "count": unstated})
    return values


def years(chosen: ProjectFilter, counts: Counts) -> list[dict[str, Any]]:
    """The years of announcement, the latest first: a date that spans years is in each of them possibly, not certainly.

    So no `Dimension` has these keys: a project may have several.
    """
    others = chosen.but("year")
    *spreads, unstated = over_years(counts.spans(others))
    found = {spread.key: spread.certain if others.certain else spread.possible for spread in reversed(spreads)}
    values = [{"value": year, "label": str(year), "count": count} for year, count in found.items() if count]
    if unstated.possible:
        values.append({"value": None, "label": str(NOT_STATED), "count": unstated.possible})
    return values


def sizes(chosen: ProjectFilter, counts: Counts) -> dict[str, list[dict[str, Any]]]:
    """The facet `missing` and the histograms, of which all under the same filters are counted together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for filters, names in by_filters().items():
        together.setdefault(tuple(name for name in filters if name in chosen.chosen), []).extend(names)
    found: dict[str, int] = {}
    for used, names in together.items():
        found |= counts.conditions(chosen.but(*used), names)
    missing = [
        {"value": code, "label": str(label), "count": found[f"missing_{code}"]} for code, label in missing_choices()
    ]
    return {"missing": missing} | {name: histogram.bins(found) for name, histogram in HISTOGRAMS.items()}
