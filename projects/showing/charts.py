"""The charts of a selection of projects: its sums by group, and how it spreads over sizes and years."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lib.bounds import Bound
from lib.numbers import bounded_words, number

from ..attributes import Stage
from ..dimensions import (
    CERTAIN_YEARS,
    DIMENSIONS,
    NOT_STATED,
    REST,
    SEVERAL_YEARS,
    TOP_SECTORS,
    Dimension,
    with_rest,
)
from ..histograms import class_label
from ..models import Project
from ..spread import NO_RATE, SIZES, Spread, by_size, by_year
from ..stats import each_once, headlines, largest
from .bars import Bar, BarChart
from .totals import Explain, dollars, in_words

MEASURES = {
    "investment": gettext_lazy("Investment"),
    "jobs": gettext_lazy("Jobs"),
    "projects": gettext_lazy("Projects"),
}
FIGURES = {
    "investment": gettext_lazy("Investment in US dollars"),
    "jobs": gettext_lazy("Jobs"),
    "projects": gettext_lazy("Number of projects"),
}
# Of each measure the sum in a group of `stats`, and how its numbers are written.
SUMS = {"investment": ("investment_usd", dollars), "jobs": ("jobs", number)}

Link = Callable[[str, Any], str]
NO_KEYS: list[Any] = []


@dataclass(frozen=True)
class Grouped:
    """A chart of sums by group; of a dimension with many values the `most` largest are named.

    Without `most` the groups stand in the order of their `places`.
    """

    title: Any
    head: Any
    dimension: Dimension
    most: int = 0
    place: Callable[[Any], Any] | None = None
    note: Any = ""


@dataclass(frozen=True)
class Counted:
    """A chart of numbers of projects; `label` names a class by its key."""

    title: Any
    head: Any
    count: Callable[[QuerySet[Project]], list[Spread]]
    label: Callable[[Any], str]
    note: Any


def _stage_place(code: str) -> int:
    return Stage.values.index(code)


def _year_place(year: int) -> tuple[bool, int]:
    return year == SEVERAL_YEARS, year


def _size(key: Any) -> str:
    if key == NO_RATE:
        return _("no rate to US dollars")
    return class_label(key, next(iter(SIZES[SIZES.index(key) + 1 :]), None), dollars)


_SPANS = gettext_lazy("A date that spans years is hatched in each year in which it may lie.")

CHARTS: dict[str, Grouped | Counted] = {
    "region": Grouped(
        gettext_lazy("By region"),
        gettext_lazy("Region"),
        DIMENSIONS["region"],
        most=20,
        note=gettext_lazy(
            "A project counts in the place that its sources name; the link of a place takes all below it too."
        ),
    ),
    "sector": Grouped(gettext_lazy("By sector"), gettext_lazy("Sector"), TOP_SECTORS),
    "stage": Grouped(gettext_lazy("By stage"), gettext_lazy("Stage"), DIMENSIONS["stage"], place=_stage_place),
    "country": Grouped(gettext_lazy("By investor’s country"), gettext_lazy("Country"), DIMENSIONS["country"], most=20),
    "year": Grouped(gettext_lazy("By year of announcement"), gettext_lazy("Year"), CERTAIN_YEARS, place=_year_place),
    "investor": Grouped(gettext_lazy("By investor"), gettext_lazy("Investor"), DIMENSIONS["investor"], most=10),
    "size": Counted(
        gettext_lazy("By size of investment"),
        gettext_lazy("Investment"),
        by_size,
        _size,
        gettext_lazy("A figure that may lie in several classes is hatched in each of them."),
    ),
    "announcements": Counted(
        gettext_lazy("Announcements by year"),
        gettext_lazy("Year"),
        lambda counted: by_year(counted, "announced"),
        str,
        _SPANS,
    ),
    "commissionings": Counted(
        gettext_lazy("Commissionings by year"),
        gettext_lazy("Year"),
        lambda counted: by_year(counted, "commissioning"),
        str,
        _SPANS,
    ),
}


class Charts:
    """The charts of `selection` by name, in one measure (of MEASURES).

    `link` answers the address of a row, or ""; `explain` that of how its sum is made.
    """

    def __init__(self, selection: QuerySet[Project], measure: str, link: Link, explain: Explain) -> None:
        self.explain = explain
        self.counted, _left_out = each_once(selection)
        self.measure = measure
        self.link = link

    def __getitem__(self, name: str) -> BarChart:
        chart = CHARTS[name]
        is_grouped = isinstance(chart, Grouped)
        figure = FIGURES[self.measure if is_grouped else "projects"]
        bars, notes = self._grouped(name, chart) if is_grouped else self._spread(name, chart)
        return BarChart(name, str(chart.title), str(chart.head), str(figure), bars, notes)

    def __iter__(self) -> Any:
        return (self[name] for name in CHARTS)

    @cached_property
    def count(self) -> int:
        return self.counted.count()

    def _grouped(self, name: str, chart: Grouped) -> tuple[list[Bar], list[str]]:
        dimension, keys = chart.dimension, NO_KEYS
        if chart.most:
            keys, count = largest(self.counted, dimension, self.measure, chart.most)
            rest = _("all others (%(count)s)") % {"count": number(count - len(keys))}
            dimension = with_rest(dimension, keys, rest)
        groups = headlines(self.counted, dimension)
        bars = [self._bar(name, group, self._explained(dimension, group["key"], keys)) for group in groups]
        if bars and not any(bar.key is None for bar in bars):
            bars.append(self._nothing_unstated())
        bars.sort(key=lambda bar: _place(bar, chart.place))
        notes = [str(chart.note)] if chart.note and bars else []
        if sum(group["projects"] for group in groups) > self.count:
            notes.append(_("A project that belongs to several rows counts in each of them."))
        return bars, notes

    def _explained(self, dimension: Dimension, key: Any, named: list[Any]) -> dict[str, str]:
        """The parameters by which the sum of a group is explained."""
        if key == REST:
            return {"group_by": dimension.name, "but": ",".join(named)}
        return {"group_by": dimension.name, "group": "" if key is None else str(key)}

    def _bar(self, name: str, group: dict[str, Any], explained: dict[str, str]) -> Bar:
        return group_bar(group, self.measure, self.link(name, group["key"]), partial(self.explain, **explained))

    def _nothing_unstated(self) -> Bar:
        """The row that says of no project that nothing is stated."""
        if self.measure == "projects":
            return Bar(None, str(NOT_STATED), 0, 0, number(0))
        return Bar(None, str(NOT_STATED), None, None, _("no project"), 0, 0)

    def _spread(self, name: str, chart: Counted) -> tuple[list[Bar], list[str]]:
        bars = [
            self._count(name, spread, str(NOT_STATED) if spread.key is None else chart.label(spread.key))
            for spread in chart.count(self.counted)
            if spread.possible or spread.key is None or isinstance(spread.key, int)
        ]
        is_hatched = any(bar.low != bar.high for bar in bars)
        return bars, [str(chart.note)] if is_hatched else []

    def _count(self, name: str, spread: Spread, label: str) -> Bar:
        url = self.link(name, spread.key) if spread.certain else ""
        bound, low = (Bound.RANGE, spread.certain) if spread.certain or not spread.possible else (Bound.UP_TO, None)
        said = bounded_words(None, low, spread.possible, bound)
        return Bar(spread.key, label, spread.certain, spread.possible, said, url=url)


def group_bar(group: dict[str, Any], measure: str, url: str, explain: Explain) -> Bar:
    """The row of a group of `stats` in one measure; `explain` is where a sum of this group is explained."""
    key, label, count = group["key"], group["label"], group["projects"]
    if measure == "projects":
        return Bar(key, label, count, count, number(count), url=url)
    column, formatter = SUMS[measure]
    figures = group[column]
    explain_url = explain(column) if count else ""
    return Bar(
        key,
        label,
        figures["low"],
        figures["high"],
        in_words(figures, formatter),
        figures["stated_by"],
        count,
        url,
        explain_url,
    )


def _place(bar: Bar, place: Callable[[Any], Any] | None) -> tuple[Any, ...]:
    """Where a group stands: its own place or the largest first, then all others, then "not stated"."""
    aside = (bar.key is None, bar.key == REST)
    if any(aside):
        return aside
    size = -(bar.low or bar.high or 0)
    return (*aside, place(bar.key)) if place else (*aside, size, -(bar.of or 0), bar.label)
