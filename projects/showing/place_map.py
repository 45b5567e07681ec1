"""A map of sums by place: its colours, its legend, its rows as a table and as a file, and what lies on no map."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lib.bounds import Number
from lib.numbers import number
from regions.map import WORLD, MapValue, RegionMap, Site, region_map

from .bars import Bar, BarChart
from .charts import FIGURES, SUMS, group_bar
from .steps import Steps
from .totals import Explain

# Rows of a table that stands beside its map.
MOST_BESIDE = 10

# What is said of places with projects none of which states the figure.
UNSTATED = {
    "investment": gettext_lazy("investment not stated"),
    "jobs": gettext_lazy("jobs not stated"),
}


@dataclass(frozen=True)
class Ways:
    """Where a place of a map leads, by its key: to its projects, and to how a sum of theirs is made."""

    link: Callable[[Any], str]
    explain: Callable[[Any], Explain]


@dataclass(frozen=True)
class PlaceMap:
    """What `projects/_place_map.html` shows: `groups` are those of `stats`, their keys places on the map `code`.

    The key None is "not stated"; the key `code` stands for projects of which no part of the place is known. `measure`
    is one of charts.MEASURES.
    """

    name: str
    code: str
    title: str
    head: str
    groups: list[dict[str, Any]]
    measure: str
    ways: Ways
    notes: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether the table stands below: beside the world, and where it is long, it would leave no room."""
        return self.code == WORLD or len(self.groups) > MOST_BESIDE

    @cached_property
    def chart(self) -> BarChart:
        """The same figures as rows, the largest first."""
        bars = [
            group_bar(group, self.measure, self.ways.link(group["key"]), self.ways.explain(group["key"]))
            for group in self._sorted
        ]
        return BarChart(self.name, self.title, self.head, str(FIGURES[self.measure]), bars, list(self.notes))

    @cached_property
    def _sorted(self) -> list[dict[str, Any]]:
        return sorted(self.groups, key=lambda group: (group["key"] in (None, self.code), -_size(group, self.measure)))

    @cached_property
    def values(self) -> dict[str, MapValue]:
        return {bar.key: self._value(bar) for bar in self.chart.bars if bar.key not in (None, self.code)}

    @cached_property
    def steps(self) -> Steps:
        return Steps.of(bar.low for bar in self.chart.bars if bar.key not in (None, self.code))

    def _value(self, bar: Bar) -> MapValue:
        level, is_more = self._level(bar)
        counts = bar.counts
        said = _("%(figure)s, stated by %(stated)s of %(all)s") % {"figure": bar.said, **counts} if counts else bar.said
        if not bar.is_stated:
            said = str(UNSTATED[self.measure])
        if self.measure == "projects":
            said = _projects(bar.low or 0)
        return MapValue(level, said, bar.url, is_more)

    def _level(self, bar: Bar) -> tuple[int | str, bool]:
        """By the certain figure; whether the possible one may reach a higher level."""
        if not bar.is_stated:
            return "unknown", False
        if bar.low is None:
            return 0, True
        level = self.steps.level(bar.low)
        return self.steps.colour(level), bar.high is None or self.steps.level(bar.high) > level

    @cached_property
    def map(self) -> RegionMap | None:
        return region_map(self.code, self.values, sites=self.sites, name=self.name)

    @property
    def legend(self) -> list[MapValue]:
        """The levels that the map shows, then the hatch, then what is not stated and where no project is."""
        used = {value.level for value in self.values.values()}
        entries = [
            MapValue(colour, self._step(*ends))
            for level, ends in enumerate(self.steps.ends(), 1)
            if (colour := self.steps.colour(level)) in used
        ]
        if any(value.is_more for value in self.values.values()):
            entries.append(MapValue(0, _("possibly more"), is_more=True))
        if "unknown" in used:
            entries.append(MapValue("unknown", str(UNSTATED[self.measure])))
        return [*entries, MapValue(0, _("no project"))]

    def _step(self, low: Number | None, below: Number | None) -> str:
        said = SUMS[self.measure][1] if self.measure in SUMS else number
        if low is None:
            return self._whole(said) if below is None else _("below %(amount)s") % {"amount": said(below)}
        if below is None:
            return _("%(amount)s and more") % {"amount": said(low)}
        return _("%(low)s to below %(high)s") % {"low": said(low), "high": said(below)}

    def _whole(self, said: Callable[[Any], str]) -> str:
        """The one level of a map whose figures are too near to each other for more."""
        least, most = self.steps.least or 0, self.steps.most or 0
        return said(least) if least == most else _("%(low)s to %(high)s") % {"low": said(least), "high": said(most)}

    @property
    def beside(self) -> list[dict[str, str]]:
        """What the map can't show: rows of name, count and url; "not stated" is always among them."""
        drawn = {shape.code for shape in self.map.shapes} if self.map else set()
        rows = [
            {
                "name": self._label(group),
                "count": _projects(group["projects"]),
                "url": self.ways.link(group["key"]),
            }
            for group in self.groups
            if group["key"] not in drawn
        ]
        if all(group["key"] is not None for group in self.groups):
            rows.append({"name": self._not_stated, "count": _projects(0), "url": ""})
        return rows

    @property
    def _not_stated(self) -> str:
        return _("%(head)s: not stated") % {"head": self.head}

    def _label(self, group: dict[str, Any]) -> str:
        if group["key"] is None:
            return self._not_stated
        if group["key"] == self.code:
            return _("%(place)s, part not stated") % {"place": group["label"]}
        return str(group["label"])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the table: each a bar of the chart, its place's colour, and the number of its projects."""
        return [self._row(*pair) for pair in zip(self._sorted, self.chart.bars, strict=True)]

    def _row(self, group: dict[str, Any], bar: Bar) -> dict[str, Any]:
        value = self.values.get(bar.key)
        return {
            "name": group["label"] if value else self._label(group),
            "value": value,
            "projects": number(group["projects"]),
            "bar": bar,
        }


def _size(group: dict[str, Any], measure: str) -> Number:
    if measure == "projects":
        return int(group["projects"])
    figures = group[SUMS[measure][0]]
    size: Number = figures["low"] or figures["high"] or 0
    return size


def _projects(count: Any) -> str:
    return ngettext("%(n)s project", "%(n)s projects", int(count)) % {"n": number(count)}


def sites_of(cells: Iterable[Any], link: Callable[[Any], str]) -> tuple[Site, ...]:
    """Cells of `points` as sites of a map; the larger the fuller, on three sizes that can be told apart."""
    return tuple(Site(cell.point, _radius(cell.count), site_title(cell), link(cell)) for cell in cells)


def site_title(cell: Any) -> str:
    """What a cell holds: the project's title and place, or how many there are."""
    if cell.count > 1:
        return _projects(cell.count)
    return f"{cell.title} · {cell.place}" if cell.place else str(cell.title)


def _radius(count: int) -> int:
    return 7 if count == 1 else 10 if count < 10 else 14
