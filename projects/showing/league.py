"""The parts of a place beside each other: the sums of each on a map and in a table, and the parts without a project."""

from typing import Any

from django.db.models import Case, TextField, Value, When
from django.db.models.functions import StrIndex, Substr
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.numbers import number
from regions.map import MapValue
from regions.models import Boundary, Region

from ..dimensions import Dimension
from .region_totals import legend_of, level_of
from .totals import dollars, in_words


def parts_of(place: Region) -> Dimension:
    """Projects by the part right below `place` in which they lie; null where only `place` itself is stated."""
    below = Substr("region__path", len(place.path) + 1)
    key = Case(
        When(region__path=place.path, then=Value(None)),
        default=Substr(below, 1, StrIndex(below, Value("/")) - 1),
        output_field=TextField(),
    )
    return Dimension(
        "part", key, lambda codes: {part.code: part.name for part in Region.objects.filter(code__in=codes)}
    )


class League:
    """What `projects/_league.html` shows of a place: `groups` are those of `stats` by its parts, `total` their sum."""

    def __init__(self, place: Region, groups: list[dict[str, Any]], total: dict[str, Any]) -> None:
        self.place = place
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
            _row(group)
            | {
                "name": group["label"] if group["key"] else _("part not stated"),
                "url": group["key"] and _url(group["key"]),
                "level": level_of(group) if group["key"] else "unknown",
            }
            for group in self.groups
        ]

    @property
    def total(self) -> dict[str, Any]:
        return _row(self._total)


def _row(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "projects": number(part["projects"]),
        "investment": in_words(part["investment_usd"], dollars),
        "jobs": in_words(part["jobs"]),
    }


def _url(code: str) -> str:
    return reverse("regions:detail", args=[code])
