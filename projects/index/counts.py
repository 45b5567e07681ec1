"""What the index says of a selection: which projects it has, and how many of them have which value."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection
from django.utils.translation import get_language
from pyroaring import BitMap

from lib.bitmaps import TreeFamily

from ..dimensions import DIMENSIONS, FACETS, Dimension
from ..filters import PARTICIPATION, ProjectFilter
from ..histograms import HISTOGRAMS
from ..models import Project
from .columns import TOGETHER
from .contents import Index
from .process import keeper

# The top of the tree of places, which is above everything and so tells nothing.
WORLD = "001"
# Filters that the index knows by itself; the projects that any other one takes are asked of the database.
KNOWN = frozenset({*FACETS, "missing", "year"})
# Parameters that say how other filters are meant.
MEANT_BY = frozenset({"match", "capacity_min", "publication"})
# The order in which values of participations stand together.
TOGETHER_NAMES = [name for name in FACETS if name in PARTICIPATION]


def quick_count(chosen: ProjectFilter) -> int | None:
    """How many projects there are, where the index knows all filters in use; None where it does not."""
    if not _is_of_all(chosen) or not set(chosen.chosen) <= KNOWN | {"match", "publication"}:
        return None
    with keeper.current() as index:
        return None if index is None else len(IndexCounts(index).selection(chosen))


def can_count(chosen: ProjectFilter) -> bool:
    """Whether the index can answer for this selection at all."""
    names = set(chosen.chosen) - KNOWN - MEANT_BY
    return _is_of_all(chosen) and all(hasattr(chosen, f"by_{name}") for name in names)


def _is_of_all(chosen: ProjectFilter) -> bool:
    """Whether it narrows all projects that its reader may see, and not some of them."""
    conditions = chosen.queryset.query.where.children
    public = Project.objects.public().query.where.children
    return not conditions or conditions == public


class IndexCounts:
    """The counts of one request. `StatementCounts` says what each method answers."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.families: dict[str, Any] = index.families
        self._asked: dict[frozenset[str], BitMap] = {}

    def selection(self, chosen: ProjectFilter) -> BitMap:
        """The projects of a selection."""
        terms = [self.families["publication"].of(chosen.publications)]
        names = set(chosen.chosen)
        if together := names & PARTICIPATION.keys():
            terms.append(BitMap.union(BitMap(), *self._participations(chosen, together).values()))
        terms += [self._known(chosen, name) for name in names & KNOWN - together]
        terms += [self._ask(chosen, group) for group in _groups(names - KNOWN - MEANT_BY)]
        return BitMap.intersection(*terms) if len(terms) > 1 else terms[0]

    def _known(self, chosen: ProjectFilter, name: str) -> BitMap:
        values = chosen.chosen[name]
        if name == "missing":
            return self.families["condition"].of(f"missing_{code}" for code in values)
        if name == "year":
            spans, years = self.families["span"], {int(year) for year in values}
            return spans.of(span for span in spans.sets if _is_in(span, years, certain=chosen.certain))
        family = self.families[name]
        if not isinstance(family, TreeFamily):
            return family.of(values)
        if chosen.certain:
            return family.within(values)
        around = DIMENSIONS[name].tree.model.objects.around(values).values_list("code", flat=True)
        return family.within(values) | family.of(around)

    def _participations(self, chosen: ProjectFilter, names: Collection[str]) -> dict[tuple[Any, ...], BitMap]:
        """The projects with each participation that has all of what these filters ask for."""
        wanted = [set(chosen.chosen[name]) if name in names else None for name in TOGETHER_NAMES]
        return {
            values: projects
            for values, projects in self.families[TOGETHER].sets.items()
            if all(of is None or value in of for of, value in zip(wanted, values, strict=True))
        }

    def _ask(self, chosen: ProjectFilter, names: frozenset[str]) -> BitMap:
        """The projects that filters take which the index does not know."""
        if names not in self._asked:
            rows = Project.objects.filter(chosen.condition(names))
            with connection.cursor() as cursor:
                cursor.execute(*rows.order_by().values_list("pk").query.sql_with_params())
                self._asked[names] = BitMap([key for (key,) in cursor.fetchall()])
        return self._asked[names]

    def values(self, others: ProjectFilter, dimension: Dimension) -> tuple[dict[Any, int], int]:
        selection, family = self.selection(others), self.families[dimension.name]
        if isinstance(family, TreeFamily):
            return self._in_tree(family, selection, others), len(selection - family.stated)
        together = others.chosen.keys() & PARTICIPATION.keys()
        if dimension.name not in PARTICIPATION or not together:
            return family.counts(selection), len(selection - family.stated)
        place = TOGETHER_NAMES.index(dimension.name)
        sets: dict[Any, BitMap] = {}
        for values, projects in self._participations(others, together).items():
            if values[place]:
                sets.setdefault(values[place], BitMap()).update(projects)
        counts = {value: projects.intersection_cardinality(selection) for value, projects in sets.items()}
        stated = BitMap.union(BitMap(), *sets.values())
        return {value: count for value, count in counts.items() if count}, len(selection - stated)

    def _in_tree(self, family: TreeFamily, selection: BitMap, others: ProjectFilter) -> dict[Any, int]:
        counts = family.counts_within(selection)
        if WORLD in counts and not family.of([WORLD]) & selection:
            del counts[WORLD]
        if others.certain:
            return counts
        for code in counts:
            above = [place for place in family.lines[code] if place != WORLD]
            counts[code] = len((family.within([code]) | family.of(above)) & selection)
        return counts

    def spans(self, others: ProjectFilter) -> list[tuple[Any, ...]]:
        counts = self.families["span"].counts(self.selection(others))
        return [(*span, count) for span, count in counts.items()]

    def conditions(self, others: ProjectFilter, names: Iterable[str]) -> dict[str, int]:
        counts = self.families["condition"].counts(self.selection(others))
        return {name: counts.get(name, 0) for name in names}

    def labels(self, dimension: Dimension, keys: Collection[Any]) -> dict[Any, str]:
        known = self.index.labels.setdefault((dimension.name, get_language() or ""), {})
        if unknown := [key for key in keys if key not in known]:
            known |= dimension.labels(unknown)
        return known


def _is_in(span: tuple[Any, ...], years: set[int], *, certain: bool) -> bool:
    """Whether a span (not stated, first and last year) lies in one of these years, or possibly reaches into it."""
    unstated, first, last = span
    if certain:
        return first is not None and first == last and first in years
    return not unstated and any((first is None or first <= year) and (last is None or year <= last) for year in years)


def _groups(names: set[str]) -> list[frozenset[str]]:
    """The filters that are asked for together: those of a histogram, which its facet leaves out, and all others."""
    groups = [names & set(histogram.filters) for histogram in HISTOGRAMS.values()]
    return [frozenset(group) for group in (*groups, names.difference(*groups)) if group]
