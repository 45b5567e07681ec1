"""Projects and agreements on the pages of records that know nothing of them."""

from typing import Any

from django import template
from django.template import Context

from regions.models import Region

from ..clocks import clocks_in
from ..models import Project
from ..showing.counts import Counted, counted
from ..showing.origins import origins_of
from ..showing.panels import agreements_of as agreements_that_name
from ..showing.panels import panel_of
from ..showing.panels import ties_of as ties_with
from ..showing.region_totals import RegionTotals

register = template.Library()


@register.simple_tag
def with_projects(records: Any) -> list[Counted]:
    """These records, each with the number of its projects and the address of their list."""
    return counted(records)


@register.inclusion_tag("projects/_panel.html", takes_context=True)
def projects_of(context: Context, record: Any) -> dict[str, Any]:
    """The published projects of an organization, a place or a sector, with their honest sums."""
    return panel_of(record, clocks_in(context["request"].GET))


@register.inclusion_tag("projects/_agreements.html")
def agreements_of(record: Any) -> dict[str, Any]:
    """The agreements that name an organization, a place or a sector; nothing where none does."""
    return {"agreements": agreements_that_name(record)}


@register.inclusion_tag("projects/_ties.html")
def ties_of(place: Region) -> dict[str, Any]:
    """How many projects sell to a place, or have a party from there; nothing where none does."""
    return {"ties": ties_with(place)}


@register.inclusion_tag("projects/_place_map.html", takes_context=True)
def origins_map(context: Context) -> dict[str, Any]:
    """The map of the countries that investors of the published projects come from, with its table."""
    return {"map": origins_of(Project.objects.public(), clocks_in(context["request"].GET)), "along": None}


@register.inclusion_tag("projects/_map_panel.html")
def investment_map(country: str = "") -> dict[str, Any]:
    """The map of a country's investment with its table, by default of the country with the most projects."""
    return {"regions": RegionTotals(Project.objects.public(), country)}
