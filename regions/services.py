"""What may be done with places: save one, where it stands and what it says."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from history.records import assign, editing
from lib.serializers import document

from .models import Boundary, Region
from .serializers import RegionSerializer


def region_document(region: Region) -> dict[str, Any]:
    """The record form of a place, as history keeps it."""
    return document(RegionSerializer, region)


@transaction.atomic
def save_region(
    *, region: Region, values: dict[str, Any], user: User | None, why: str = "", version: int | None = None
) -> Region:
    """Set these columns of a place and save it as one revision; places below move along with it.

    `region` is as it is stored, or new. Raises ValidationError by field, on `parent` for a place that would be part of
    itself whoever else moves places at the same time; Stale when `version` is given and is not the stored one.
    """
    if not values.get("code", region.code):
        raise ValidationError({"code": ValidationError(_("Every place has a code."), code="required")})
    # Before the row itself: a writer above waits for rows below it while it holds the tree.
    Region.objects.lock_tree()
    with editing(region, form=region_document, user=user, why=why, version=version):
        assign(region, values, key="code")
        region.save()
    return region


@transaction.atomic
def save_boundary(
    *, region: Region, geojson: dict[str, Any], credit: str, user: User | None, why: str = ""
) -> Boundary:
    """Give a place its outline, or another one; raises ValidationError by field. History notes that the box changed."""
    with editing(region, form=region_document, user=user, why=why):
        boundary = Boundary(region=region, geojson=geojson, credit=credit)
        boundary.full_clean(validate_unique=False)
        boundary.save()
    return boundary
