"""Organizations on the pages of records that know nothing of them."""

from typing import Any

from django import template
from django.urls import reverse

from regions.codes import RegionKind
from regions.models import Region

from ..models import Investor
from ..near import meant

register = template.Library()

# How many a page names; the rest is in their list.
MOST = 12


@register.inclusion_tag("investors/_from.html")
def investors_from(place: Region) -> dict[str, Any]:
    """The organizations from a country; nothing for a place of another kind. One query."""
    if place.kind != RegionKind.COUNTRY:
        return {}
    found = list(Investor.objects.filter(country=place.code).order_by("name", "pk")[: MOST + 1])
    url = f"{reverse('investors:list')}?country={place.code}"
    return {"investors": found[:MOST], "url": url, "is_cut": len(found) > MOST}


@register.inclusion_tag("_did_you_mean.html")
def organizations_meant(words: str) -> dict[str, Any]:
    """The organizations that were probably meant by words which find nothing; nothing without words."""
    return {"near": meant(words) if words else []}
