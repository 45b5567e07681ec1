"""Shapes on the map as GeoJSON has them (RFC 7946): longitude before latitude, in degrees."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Point = tuple[float, float]
# Rings of points, the outer one first; each ring ends where it begins.
Polygon = list[list[Point]]


class Box(NamedTuple):
    """The smallest box around a shape; west is greater than east where it lies across the 180th meridian."""

    west: float
    south: float
    east: float
    north: float


def polygons(geojson: dict[str, Any]) -> list[Polygon]:
    """The polygons of a Polygon or MultiPolygon.

    Raises ValidationError (code "geojson") for anything else.
    """
    try:
        parts = {"Polygon": lambda whole: [whole], "MultiPolygon": list}[geojson["type"]](geojson["coordinates"])
        found = [[[(float(x), float(y)) for x, y, *_height in ring] for ring in part] for part in parts]
    except (TypeError, KeyError, ValueError):
        raise _no_shape() from None
    if not found or any(not part or any(not _is_ring(ring) for ring in part) for part in found):
        raise _no_shape()
    return found


def box_around(parts: list[Polygon]) -> Box:
    """The box around these polygons, across the 180th meridian where that is the narrower one."""
    outer = [part[0] for part in parts]
    west, east = _narrowest(sorted((min(x for x, _y in ring), max(x for x, _y in ring)) for ring in outer))
    return Box(west, min(y for ring in outer for _x, y in ring), east, max(y for ring in outer for _x, y in ring))


def box_of(geojson: dict[str, Any]) -> Box:
    """The box around a Polygon or MultiPolygon; raises ValidationError (code "geojson") for anything else."""
    return box_around(polygons(geojson))


def _narrowest(spans: list[tuple[float, float]]) -> tuple[float, float]:
    """West and east of the narrowest arc of the globe that holds all these spans, which are sorted."""
    west, reach, east = spans[0][0], spans[0][1], max(right for _left, right in spans)
    gap = west + 360 - east
    for left, right in spans[1:]:
        if left - reach > gap:
            gap, west, east = left - reach, left, reach
        reach = max(reach, right)
    return west, east


def _is_ring(points: list[Point]) -> bool:
    inside = all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points)
    return inside and len(points) >= 4 and points[0] == points[-1]


def _no_shape() -> ValidationError:
    message = _("This is not a Polygon or MultiPolygon of GeoJSON with closed rings.")
    return ValidationError(message, code="geojson")
