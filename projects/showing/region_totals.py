"""Sums by region as a map of one country and as the table beside it."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.numbers import number
from regions.map import MapValue
from regions.models import Region

from ..models import Project
from ..stats import stats
from .counts import explain_url
from .totals import count_row, dollars, in_words, totals

# Where a new level begins, in US dollars of the certain sum; what is stated starts with level 1.
STEPS = (0, 100_000_000, 500_000_000, 1_000_000_000, 5_000_000_000)


class RegionTotals:
    """The public projects' sums by region; `country` is by default the one with the most projects of a known region.

    `clocks` are the parameters of the view of the past that the page is, for links from its sums.
    """

    def __init__(
        self, selection: QuerySet[Project], country: str = "", clocks: Mapping[str, str] | None = None
    ) -> None:
        self._clocks = clocks or {}
        self._answer = stats(selection, "region")
        self.groups: list[dict[str, Any]] = self._answer["groups"]
        keys = Counter({group["key"]: group["projects"] for group in self.groups if "-" in (group["key"] or "")})
        countries: Counter[str] = Counter()
        for key, count in keys.items():
            countries[key.partition("-")[0]] += count
        self.country = country or next((code for code, _count in countries.most_common(1)), "")

    @property
    def totals(self) -> list[dict[str, Any]]:
        """The rows of `_totals.html` for the whole selection."""
        return totals(self._answer["total"], explain_url=partial(explain_url, **self._clocks))

    @property
    def label(self) -> str:
        country = Region.objects.filter(code=self.country).first()
        return _("Investment by region: %(country)s") % {"country": country or ""}

    @property
    def values(self) -> dict[str, MapValue]:
        return {
            group["key"]: MapValue(level_of(group), _said(group), _projects_url(group["key"])) for group in self._mapped
        }

    @property
    def _mapped(self) -> list[dict[str, Any]]:
        return [group for group in self.groups if (group["key"] or "").startswith(f"{self.country}-")]

    @property
    def legend(self) -> list[MapValue]:
        """The levels that the map shows, what no project has, and what lies on no map."""
        entries = legend_of(self._mapped)
        unstated = next((group for group in self.groups if group["key"] is None), None)
        if unstated:
            text = _("region not stated: %(projects)s") % {"projects": number(unstated["projects"])}
            entries.append(MapValue("unknown", text, _projects_url(None)))
        return entries

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of `projects/_counts.html`: the map as a table, "not stated" last."""
        return [
            {
                "name": group["label"],
                "url": _projects_url(group["key"]),
                "level": "unknown" if group["key"] is None else level_of(group),
            }
            | count_row(group, partial(explain_url, **self._clocks, group_by="region", group=group["key"] or ""))
            for group in self.groups
            if group["key"] is None or group["key"].partition("-")[0] == self.country
        ]


def legend_of(groups: list[dict[str, Any]]) -> list[MapValue]:
    """The levels of these groups, and that of places without a project."""
    used = {level_of(group) for group in groups}
    entries = [MapValue(level, _step(level)) for level in range(1, len(STEPS) + 1) if level in used]
    if "unknown" in used:
        entries.append(MapValue("unknown", _("investment not stated")))
    return [*entries, MapValue(0, _("no project"))]


def level_of(group: dict[str, Any]) -> int | str:
    """How dark a place is drawn: by its certain investment; "unknown" where no project states one."""
    low = group["investment_usd"]["low"]
    return "unknown" if low is None else sum(low >= step for step in STEPS)


def _step(level: int) -> str:
    if level == len(STEPS):
        return _("%(amount)s and more") % {"amount": dollars(STEPS[-1])}
    if level == 1:
        return _("below %(amount)s") % {"amount": dollars(STEPS[1])}
    return _("%(low)s to %(high)s") % {"low": dollars(STEPS[level - 1]), "high": dollars(STEPS[level])}


def _said(group: dict[str, Any]) -> str:
    return in_words(group["investment_usd"], dollars)


def _projects_url(code: str | None) -> str:
    return f"{reverse('projects:list')}?{'missing=region' if code is None else f'region={code}'}"
