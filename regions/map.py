"""Maps drawn on the server: the places of a country as shapes of an SVG, each with its value and its link."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.geometry import Point, Polygon, box_around, polygons
from lib.projection import projection_for

from .models import Boundary, Region

WIDTH = 1000
# A shape less wide and high than this gets a spot to see and to click.
SMALL = 24

Dot = tuple[int, int]


class MapValue(NamedTuple):
    """What a map shows of a place: its level (a number from 0, or a word: the colour), words, and where they lead."""

    level: int | str = 0
    label: str = ""
    href: str = ""


class Outline(NamedTuple):
    """The path of one place in the drawing; `spot` is its middle where it is small, else None."""

    path: str
    spot: tuple[int, int] | None


class Drawing(NamedTuple):
    """The outlines of a country's places by code, the larger ones first so that small ones lie on top."""

    height: int
    outlines: dict[str, Outline]
    credits: list[str]


class Shape(NamedTuple):
    """A place on the map."""

    code: str
    outline: Outline
    level: int | str
    title: str
    href: str
    is_current: bool


class RegionMap(NamedTuple):
    """What `regions/_map.html` draws."""

    view_box: str
    shapes: list[Shape]
    credits: list[str]


# By country: the boundaries' codes and moments, and the drawing made of them. Drawing Kazakhstan takes 20 ms.
_drawings: dict[str, tuple[dict[str, datetime], Drawing]] = {}


def region_map(country: str, values: Mapping[str, MapValue], *, current: str = "") -> RegionMap | None:
    """The map of the places right below `country` (a code), in the language in use; None when none has a boundary.

    A place without a value gets level 0 and leads to its own page. `current` is the code of a place to point out. One
    query, and one more when the boundaries changed since this process drew them.
    """
    places = Region.objects.filter(parent__code=country, boundary__isnull=False).valid_on(timezone.localdate())
    by_code = {place.code: place for place in places.annotate(drawn_at=F("boundary__updated_at"))}
    if not by_code:
        return None
    drawing = _drawing(country, by_code)
    shapes = [
        _shape(by_code[code], outline, values.get(code), is_current=code == current)
        for code, outline in drawing.outlines.items()
    ]
    return RegionMap(f"0 0 {WIDTH} {drawing.height}", shapes, drawing.credits)


def locator_map(place: Region) -> RegionMap | None:
    """The map of the country with `place`, or the one it lies in, pointed out; None where no boundary is known."""
    if not place.country_code:
        return None
    below_country = place.path.partition(f"/{place.country_code}/")[2]
    return region_map(place.country_code, {}, current=below_country.partition("/")[0])


def _shape(place: Region, outline: Outline, value: MapValue | None, *, is_current: bool) -> Shape:
    level, label, href = value or MapValue()
    title = _("%(place)s: %(value)s") % {"place": place.name, "value": label} if label else place.name
    return Shape(place.code, outline, level, title, href or place.get_absolute_url(), is_current)


def _drawing(country: str, places: Mapping[str, Any]) -> Drawing:
    stamp = {code: place.drawn_at for code, place in places.items()}
    known = _drawings.get(country)
    if known is None or known[0] != stamp:
        boundaries = Boundary.objects.filter(region__code__in=places).select_related("region")
        known = _drawings[country] = (stamp, draw(list(boundaries)))
    return known[1]


def draw(boundaries: list[Boundary]) -> Drawing:
    """Draw these boundaries, WIDTH units wide and as high as it takes, on whole units.

    Neighbours stay neighbours: a point they share is rounded to the same place in both.
    """
    parts = {boundary.region.code: polygons(boundary.geojson) for boundary in boundaries}
    paper = Paper([part for several in parts.values() for part in several])
    rings = {code: [paper.ring(ring) for part in several for ring in part] for code, several in parts.items()}
    largest_first = sorted(rings, key=lambda code: -_area(_frame(rings[code])))
    credit_lines = sorted({boundary.credit for boundary in boundaries})
    return Drawing(paper.height, {code: _outline(rings[code]) for code in largest_first}, credit_lines)


class Paper:
    """Where points in degrees come to lie in a drawing of these polygons."""

    def __init__(self, parts: list[Polygon]) -> None:
        self._project = projection_for(box_around(parts))
        points = [self._project(point) for part in parts for point in part[0]]
        self._left, self._top = min(x for x, _y in points), min(y for _x, y in points)
        self._scale = WIDTH / (max(x for x, _y in points) - self._left)
        self.height = round((max(y for _x, y in points) - self._top) * self._scale)

    def ring(self, points: list[Point]) -> list[Dot]:
        """The ring in whole units, without its last point, repeated points and points on a straight line."""
        dots: list[Dot] = []
        for x, y in (self._project(point) for point in points[:-1]):
            dot = round((x - self._left) * self._scale), round((y - self._top) * self._scale)
            if dots and dot == dots[-1]:
                continue
            if len(dots) > 1 and _is_straight(dots[-2], dots[-1], dot):
                dots.pop()
            dots.append(dot)
        return dots


def _is_straight(first: Dot, second: Dot, third: Dot) -> bool:
    return (second[0] - first[0]) * (third[1] - second[1]) == (second[1] - first[1]) * (third[0] - second[0])


def _outline(rings: list[list[Dot]]) -> Outline:
    """The path of these rings, less those that shrank to a line, and the middle of a small shape."""
    left, top, right, bottom = _frame(rings)
    is_small = right - left < SMALL and bottom - top < SMALL
    spot = ((left + right) // 2, (top + bottom) // 2) if is_small else None
    return Outline("".join(_path(ring) for ring in rings if len(ring) > 2), spot)


def _frame(rings: list[list[Dot]]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the largest of these rings: an exclave does not move a city's middle."""
    frames = [
        (min(x for x, _ in ring), min(y for _, y in ring), max(x for x, _ in ring), max(y for _, y in ring))
        for ring in rings
    ]
    return max(frames, key=_area)


def _area(frame: tuple[int, int, int, int]) -> int:
    left, top, right, bottom = frame
    return (right - left) * (bottom - top)


def _path(ring: list[Dot]) -> str:
    """A closed ring in SVG's relative lines, the shortest way to write it: M10 20l3-4 5 6z."""
    steps = [f"{x - left} {y - top}" for (left, top), (x, y) in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")
