"""From longitude and latitude to a flat drawing."""

from collections.abc import Callable
from math import asin, cos, pi, radians, sin, sqrt

from .geometry import Box, Point

Projection = Callable[[Point], Point]

# The meridian in the middle of the world: at 168.5 degrees west, where the map is cut then, there is only water.
MIDDLE_OF_WORLD = radians(11.5)


def equal_earth(point: Point) -> Point:
    """The whole world, all areas true: Equal Earth (Savric, Patterson and Jenny 2019), x and y as below."""
    turned = asin(sqrt(3) / 2 * sin(radians(point[1])))
    square = turned**2
    sixth = square**3
    slope = 1.340264 - 3 * 0.081106 * square + sixth * (7 * 0.000893 + 9 * 0.003796 * square)
    x = 2 * sqrt(3) * _turn(radians(point[0]) - MIDDLE_OF_WORLD) * cos(turned) / (3 * slope)
    return x, -turned * (1.340264 - 0.081106 * square + sixth * (0.000893 + 0.003796 * square))


def projection_for(box: Box) -> Projection:
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
