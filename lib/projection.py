"""From longitude and latitude to a flat drawing."""

from collections.abc import Callable
from math import cos, pi, radians, sin, sqrt

from .geometry import Box, Point


def projection_for(box: Box) -> Callable[[Point], Point]:
    """A projection of degrees that suits this box: x grows to the east, y to the south, the unit is the globe's radius.

    Albers' equal-area conic projection (Snyder, Map Projections: A Working Manual, 1987, page 98) with its parallels a
    sixth of the height inside the box; around the equator, where there is no cone, the equirectangular one.
    """
    middle = radians(box.west + ((box.east - box.west) % 360 or 360) / 2)
    sixth = (box.north - box.south) / 6
    first, second = radians(box.south + sixth), radians(box.north - sixth)
    cone = (sin(first) + sin(second)) / 2
    if abs(cone) < 0.05:
        narrowed = cos((first + second) / 2)
        return lambda point: (_turn(radians(point[0]) - middle) * narrowed, -radians(point[1]))
    constant = cos(first) ** 2 + 2 * cone * sin(first)

    def conic(point: Point) -> Point:
        distance = sqrt(constant - 2 * cone * sin(radians(point[1]))) / cone
        angle = cone * _turn(radians(point[0]) - middle)
        return distance * sin(angle), distance * cos(angle)

    return conic


def _turn(angle: float) -> float:
    """The same angle between -pi and pi."""
    return (angle + pi) % (2 * pi) - pi
