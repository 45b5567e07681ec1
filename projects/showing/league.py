"""The parts of a place beside each other: the sums of each on a map and in a table, and the parts without a project."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regions.map import MapValue
from regions.models import Boundary, Region

from .region_totals import legend_of, level_of
from .totals import Explain, count_row, dollars, in_words


class League:
    """What `projects/_league.html` shows of a place: `groups` are those of `stats` by its parts, `total` their sum.

    `explain` answers the address of a sum of the place's projects, or of one group of them.
    """

    def __init__(self, place: Region, groups: list[dict[str, Any]], total: dict[str, Any], explain: Explain) -> None:
        self.place = place
        self.explain = explain
        self.groups = groups
        self._total = total

    @property
    def values(self) -> dict[str, MapValue]:
        """What the map shows of each part: the level and the words of its investment, and the way to its page."""
        return {
            group["key"]: MapValue(level_of(group), in_words(group["investment_usd"], dollars), _url(group["key"]))
            for group in self.groups
            if group["key"] is not None
        }

    @property
    def is_mapped(self) -> bool:
        """Whether each part with a project has an outline: else a map would hide the most of it."""
        keys = [group["key"] for group in self.groups if group["key"]]
        return bool(keys) and Boundary.objects.filter(region__code__in=keys).count() == len(keys)

    @property
    def legend(self) -> list[MapValue]:
        return legend_of([group for group in self.groups if group["key"] is not None])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of `projects/_counts.html`, the most projects first; last those whose part is not stated."""
        return [
            count_row(group, self._explain(group["key"]))
            | {
                "name": group["label"] if group["key"] else _("part not stated"),
                "url": group["key"] and _url(group["key"]),
                "level": level_of(group) if group["key"] else "unknown",
            }
            for group in self.groups
        ]

    @property
    def total(self) -> dict[str, Any]:
        return count_row(self._total, self.explain)

    def _explain(self, key: str | None) -> Explain:
        return partial(self.explain, group_by="part", group=key or "")


def _url(code: str) -> str:
    return reverse("regions:detail", args=[code])
