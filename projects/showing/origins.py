"""Whence the investors of projects come, on the map of the world."""

from collections.abc import Mapping
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from regions.map import WORLD

from ..dimensions import DIMENSIONS
from ..models import Project
from ..stats import each_once, headlines
from .counts import explain_url
from .place_map import PlaceMap, Ways


def origins(name: str, counted: QuerySet[Project], measure: str, ways: Ways) -> PlaceMap | None:
    """The map of `counted` (of `each_once`) by the countries of who takes part; None where no country is known."""
    groups = headlines(counted, DIMENSIONS["country"])
    if not any(group["key"] for group in groups):
        return None
    is_double = sum(group["projects"] for group in groups) > counted.count()
    return PlaceMap(
        name=name,
        code=WORLD,
        title=_("By investor’s country"),
        head=_("Country"),
        groups=groups,
        measure=measure,
        ways=ways,
        notes=(_("A project that belongs to several rows counts in each of them."),) if is_double else (),
    )


def origins_of(projects: QuerySet[Project], clocks: Mapping[str, str]) -> PlaceMap | None:
    """The same for a page of investors: each country leads to those from there."""

    def link(key: str | None) -> str:
        return f"{reverse('investors:list')}?{urlencode({'country': key} | dict(clocks))}" if key else ""

    explain = partial(explain_url, **clocks, group_by="country")
    ways = Ways(link, lambda key: partial(explain, group=key or ""))
    return origins("origins", each_once(projects)[0], "investment", ways)
