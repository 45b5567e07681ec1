"""Sums of a selection by where its projects lie: by country, and by the parts of a country."""

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from regions.models import Region

from ..dimensions import DIMENSIONS, NOT_STATED
from ..models import Project
from ..stats import Part, headline_parts

Group = dict[str, Any]


class SiteSums:
    """The groups of `counted` (of `each_once`) as `stats.headlines` has them, whatever the kind of place stated."""

    def __init__(self, counted: QuerySet[Project]) -> None:
        self._by_place = headline_parts(counted, DIMENSIONS["region"])
        known = Region.objects.filter(code__in=[code for code in self._by_place if code])
        # By code the codes from the world down: ["001", "142", "143", "KZ", "KZ-31"].
        self._ways = {code: path.strip("/").split("/") for code, path in known.values_list("code", "path")}

    @cached_property
    def countries(self) -> list[Group]:
        """The most projects first; places larger than a country by their own code, what is not stated last."""
        return self._groups(lambda way: _country(way) or way[-1])

    def parts(self, country: str) -> list[Group]:
        """Those of one country by its parts; where only the country is stated, its own code."""
        return self._groups(lambda way: _below(way, country) if country in way else None)

    def way(self, code: str) -> list[str]:
        """The codes from the world down to a place of these groups; [] of a place that none has."""
        found = next((way for way in self._ways.values() if code in way), [])
        return found[: found.index(code) + 1] if found else []

    def _groups(self, key_of: Callable[[list[str]], str | None]) -> list[Group]:
        parts: dict[str | None, Part] = defaultdict(Part)
        for code, part in self._by_place.items():
            key = key_of(self._ways[code]) if code in self._ways else None
            if key or code is None:
                parts[key].add(part)
        labels = DIMENSIONS["region"].labels([key for key in parts if key])
        groups = [
            {"key": key, "label": str(NOT_STATED) if key is None else labels[key], **part.answer([])}
            for key, part in parts.items()
            if part.projects
        ]
        return sorted(groups, key=lambda group: (group["key"] is None, -group["projects"], str(group["key"])))


def _country(way: list[str]) -> str | None:
    return next((code for code in way if len(code) == 2), None)


def _below(way: list[str], country: str) -> str:
    """The part of a country that a way leads into, or the country where it ends there."""
    return way[min(way.index(country) + 1, len(way) - 1)]
