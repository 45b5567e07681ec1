"""Facets: what each filter could narrow a selection to, with exact counts under all filters but its own."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import Exact

from .attributes import ATTRIBUTES
from .dimensions import DIMENSIONS, NOT_STATED, Dimension, Tree
from .filters import PARTICIPATION, ProjectFilter

# Filters that are facets, in the order in which they are offered.
FACETS = ("stage", "region", "sector", "country", "investor", "role", "product", "market", "aim", "kind")

# How many values of a facet are listed, the most frequent first.
MOST_VALUES = 200


def facets(chosen: ProjectFilter) -> dict[str, list[dict[str, Any]]]:
    """The facets of a filterset without errors: `{"stage": [{"value", "label", "count"}, ...], ...}`.

    The count is how many projects the list has when this value alone is chosen for the filter, all others as they are.
    The value null counts the projects where nothing is stated; the facet `missing` counts them by attribute.
    """
    answer = {name: facet(chosen, DIMENSIONS[name]) for name in FACETS}
    answer["missing"] = _missing(chosen.but("missing"))
    return answer


def facet(chosen: ProjectFilter, dimension: Dimension) -> list[dict[str, Any]]:
    """The values of one facet, the most frequent first, "not stated" last."""
    others = chosen.but(dimension.name)
    selection = others.rows().order_by()
    rows = _rows(others, dimension, selection)
    if dimension.tree:
        counts = _tree_counts(others, dimension.tree, _project(dimension), rows)
    else:
        counts = _counts(dimension, rows)
    labels = dimension.labels(counts)
    values = [{"value": key, "label": labels.get(key, str(key)), "count": count} for key, count in counts.items()]
    values = sorted(values, key=lambda value: (-value["count"], value["label"]))[:MOST_VALUES]
    if unstated := _unstated(dimension, rows, selection):
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
    counted = rows.values_list("facet_key").annotate(n=Count(_project(dimension), distinct=True))
    return {key: count for key, count in counted if key not in (None, "")}


def _tree_counts(others: ProjectFilter, tree: Tree, project: str, rows: QuerySet[Any]) -> dict[Any, int]:
    """Counts of the values in use and of all above them; a project with two values below one place counts once."""
    used = list(rows.exclude(facet_key=None).values_list("facet_key", flat=True).distinct())
    nodes = tree.model.objects.filter(code__in=used) | tree.model.objects.around(used)
    own, wanted = tree.path(f"{tree.node}__"), OuterRef("node_path")
    inside = Q(Exact(StrIndex(own, wanted), Value(1)))
    if not others.certain:
        inside |= Q(Exact(StrIndex(wanted, own), Value(1))) & ~Q(**{f"{tree.node}__code": "001"})
    one = rows.filter(inside).annotate(all=Value(1)).values("all").annotate(n=Count(project, distinct=True)).values("n")
    counted = nodes.order_by().annotate(node_path=tree.path("")).annotate(n=Coalesce(Subquery(one), 0))
    return dict(counted.values_list("code", "n"))


def _unstated(dimension: Dimension, rows: QuerySet[Any], selection: QuerySet[Any]) -> int:
    if dimension.rows is None:
        return rows.filter(Q(facet_key=None) | Q(facet_key="")).count()
    stated = rows.exclude(facet_key="").exclude(facet_key=None)
    return selection.exclude(pk__in=stated.values("project")).count()


def _missing(others: ProjectFilter) -> list[dict[str, Any]]:
    """How many projects state no value, by attribute."""
    conditions = {code: Count("pk", filter=others.by_missing([code])) for code in ATTRIBUTES}
    counts = others.rows().order_by().aggregate(**conditions)
    return [
        {"value": code, "label": str(attribute.label), "count": counts[code]} for code, attribute in ATTRIBUTES.items()
    ]
