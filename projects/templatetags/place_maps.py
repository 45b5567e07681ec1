"""Where a project lies, and what pages of places show of who invests there and what came last."""

from typing import Any

from django import template
from django.template import Context

from regions.map import Site, locator_map
from regions.models import Region

from ..clocks import clocks_in
from ..models import Project
from ..points import KNOWN
from ..showing.place_news import leading_in as leading
from ..showing.place_news import news_of as news

register = template.Library()

# How large a project's own site is drawn on its small map.
SIZE = 18


@register.inclusion_tag("regions/_map.html")
def map_of(project: Project) -> dict[str, Any]:
    """A small map that points out the project's region, with its site where that is known."""
    sites = []
    if project.latitude is not None and project.precision in KNOWN:
        sites.append(Site((project.longitude, project.latitude), SIZE, project.place or project.title))
    drawn = locator_map(project.region, sites) if project.region else None
    return {"map": drawn, "label": project.region and project.region.name, "legend": [], "linked": False}


@register.inclusion_tag("projects/_leading.html", takes_context=True)
def leading_in(context: Context, place: Region) -> dict[str, Any]:
    """The investors with the largest sums in a place; nothing where none is known."""
    return leading(place, clocks_in(context["request"].GET))


@register.inclusion_tag("projects/_news.html")
def news_of(place: Region) -> dict[str, Any]:
    """What the registry heard last of a place's projects; nothing where it has none."""
    return {"news": news(place)}
