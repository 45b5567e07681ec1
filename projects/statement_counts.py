"""What facets count, by statements: right wherever a filterset is, as far as its database is quick."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex
from django.db.models.lookups import Exact

from .conditions import conditions
from .dimensions import Dimension, Tree
from .filters import PARTICIPATION, ProjectFilter
from .spread import span

# What stands in a dimension where nothing is stated.
UNSTATED_KEYS = (None, "")


class StatementCounts:
    """Counts of a selection; `others` is the filterset without the filters that a facet leaves out."""

    def values(self, others: ProjectFilter, dimension: Dimension) -> tuple[dict[Any, int], int]:
        """How many projects have each value of the dimension, in a tree also below it, and how many state none."""
        selection = others.rows().order_by()
        rows = _rows(others, dimension, selection)
        counted = _counts(dimension, rows)
        counts = {key: count for key, count in counted.items() if key not in UNSTATED_KEYS}
        if dimension.tree:
            counts = _tree_counts(others, dimension.tree, _project(dimension), rows, counts)
        return counts, _unstated(dimension, rows, selection, counted)

    def spans(self, others: ProjectFilter) -> Iterable[tuple[Any, ...]]:
        """When the projects were announced, as `over_years` takes it."""
        return others.rows().order_by().values_list(*span("announced")).annotate(n=Count("pk"))

    def conditions(self, others: ProjectFilter, names: Iterable[str]) -> dict[str, int]:
        """How many projects each of these conditions is true of."""
        counts = {name: Count("pk", filter=conditions()[name]) for name in names}
        return others.rows().order_by().aggregate(**counts)

    def labels(self, dimension: Dimension, keys: Collection[Any]) -> dict[Any, str]:
        """The names of these values, and maybe of others."""
        return dimension.labels(keys)


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
