"""Facets: what each filter could narrow a selection to, with exact counts under all filters but its own."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import Exact

from .dimensions import DIMENSIONS, NOT_STATED, Dimension, Tree
from .filters import PARTICIPATION, ProjectFilter, missing_choices
from .histograms import HISTOGRAMS
from .spread import by_year

# Filters that are facets, in the order in which they are offered.
FACETS = ("stage", "region", "sector", "country", "investor", "role", "product", "market", "aim", "kind")

# What stands in a dimension where nothing is stated.
UNSTATED_KEYS = (None, "")

# How many values of a facet are listed, the most frequent first.
MOST_VALUES = 200


def facets(chosen: ProjectFilter) -> dict[str, list[dict[str, Any]]]:
    """The facets of a filterset without errors: `{"stage": [{"value", "label", "count"}, ...], ...}`.

    The count is how many projects the list has when this value alone is chosen for the filter, all others as they are.
    The value null counts the projects where nothing is stated; the facet `missing` counts them by attribute. `amount`
    and `jobs` are histograms, as `Histogram.bins` has them.
    """
    answer = {name: facet(chosen, DIMENSIONS[name]) for name in FACETS}
    answer["year"] = years(chosen)
    return answer | sizes(chosen)


def years(chosen: ProjectFilter) -> list[dict[str, Any]]:
    """The years of announcement, the latest first: a date that spans years is in each of them possibly, not certainly.

    So no `Dimension` has these keys: a project may have several. One query.
    """
    others = chosen.but("year")
    *spreads, unstated = by_year(others.rows(), "announced")
    counts = {spread.key: spread.certain if others.certain else spread.possible for spread in reversed(spreads)}
    values = [{"value": year, "label": str(year), "count": count} for year, count in counts.items() if count]
    if unstated.possible:
        values.append({"value": None, "label": str(NOT_STATED), "count": unstated.possible})
    return values


def sizes(chosen: ProjectFilter) -> dict[str, list[dict[str, Any]]]:
    """The facet `missing` and the histograms, of which all under the same filters take one query together."""
    parts = {"missing": (("missing",), _missing_counts(chosen))}
    parts |= {name: (histogram.filters, histogram.counts()) for name, histogram in HISTOGRAMS.items()}
    together: dict[tuple[str, ...], dict[str, Any]] = {}
    for filters, counts in parts.values():
        together.setdefault(_in_use(chosen, filters), {}).update(counts)
    found = {used: chosen.but(*used).rows().order_by().aggregate(**counts) for used, counts in together.items()}
    answer = {"missing": _missing(found[_in_use(chosen, ("missing",))])}
    for name, histogram in HISTOGRAMS.items():
        answer[name] = histogram.bins(found[_in_use(chosen, histogram.filters)])
    return answer


def _in_use(chosen: ProjectFilter, filters: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in filters if name in chosen.chosen)


def facet(chosen: ProjectFilter, dimension: Dimension) -> list[dict[str, Any]]:
    """The values of one facet, the most frequent first, "not stated" last."""
    others = chosen.but(dimension.name)
    selection = others.rows().order_by()
    rows = _rows(others, dimension, selection)
    counted = _counts(dimension, rows)
    counts = {key: count for key, count in counted.items() if key not in UNSTATED_KEYS}
    if dimension.tree:
        counts = _tree_counts(others, dimension.tree, _project(dimension), rows, counts)
    labels = dimension.labels(counts)
    values = [{"value": key, "label": labels.get(key, str(key)), "count": count} for key, count in counts.items()]
    values = sorted(values, key=lambda value: (-value["count"], value["label"]))[:MOST_VALUES]
    if unstated := _unstated(dimension, rows, selection, counted):
        values.append({"value": None, "label": str(NOT_STATED), "count": unstated})
    return values


def _rows(others: ProjectFilter, dimension: Dimension, selection: QuerySet[Any]) -> QuerySet[Any]:
    """The rows that carry the dimension's values for this selection, with `project` and `facet_key`."""
    if dimension.rows is None:
        return selection.annotate(facet_key=dimension.key)
    rows = dimension.rows.objects.current().filter(project__in=selection).order_by()
    if dimension.name in PARTICIPATION:
        # Investor, country and role are asked of one participation, so the other two narrow the rows as well.
        rows = rows.filter(others.participation_condition())
    return rows.annotate(facet_key=dimension.key)


def _project(dimension: Dimension) -> str:
    return "pk" if dimension.rows is None else "project"


def _counts(dimension: Dimension, rows: QuerySet[Any]) -> dict[Any, int]:
    return dict(rows.values_list("facet_key").annotate(n=Count(_project(dimension), distinct=True)))


def _tree_counts(
    others: ProjectFilter, tree: Tree, project: str, rows: QuerySet[Any], used: Collection[Any]
) -> dict[Any, int]:
    """Counts of the values in use and of all above them; a project with two values below one place counts once."""
    nodes = tree.model.objects.filter(code__in=used) | tree.model.objects.around(used)
    own, wanted = tree.path(f"{tree.node}__"), OuterRef("node_path")
    inside = Q(Exact(StrIndex(own, wanted), Value(1)))
    if not others.certain:
        inside |= Q(Exact(StrIndex(wanted, own), Value(1))) & ~Q(**{f"{tree.node}__code": "001"})
    one = rows.filter(inside).annotate(all=Value(1)).values("all").annotate(n=Count(project, distinct=True)).values("n")
    counted = nodes.order_by().annotate(node_path=tree.path("")).annotate(n=Coalesce(Subquery(one), 0))
    return dict(counted.values_list("code", "n"))


def _unstated(dimension: Dimension, rows: QuerySet[Any], selection: QuerySet[Any], counted: dict[Any, int]) -> int:
    if dimension.rows is None:
        return sum(counted.get(key, 0) for key in UNSTATED_KEYS)
    stated = rows.exclude(facet_key="").exclude(facet_key=None)
    return selection.exclude(pk__in=stated.values("project")).count()


def _missing_counts(chosen: ProjectFilter) -> dict[str, Count]:
    """How many projects do not state it, by what may be missing."""
    return {f"missing_{code}": Count("pk", filter=chosen.by_missing([code])) for code, _label in missing_choices()}


def _missing(found: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"value": code, "label": str(label), "count": found[f"missing_{code}"]} for code, label in missing_choices()
    ]
