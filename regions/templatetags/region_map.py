from collections.abc import Mapping
from typing import Any

from django import template

from .. import map as maps
from ..models import Region

register = template.Library()


@register.inclusion_tag("regions/_map.html")
def region_map(
    country: str, values: Mapping[str, maps.MapValue], label: str = "", legend: list[maps.MapValue] | None = None
) -> dict[str, Any]:
    """The map of a country's places, each with its value, its link and its title.

    `label` names the map. `legend` explains the levels; what has no place ("not stated") gets an entry there.
    """
    return {"map": maps.region_map(country, values), "label": label, "legend": legend or [], "linked": True}


@register.inclusion_tag("regions/_map.html")
def locator_map(region: Region) -> dict[str, Any]:
    """A small map that points out where a place lies in its country; nothing where no boundary is known."""
    return {"map": maps.locator_map(region), "label": region.name, "legend": [], "linked": False}
