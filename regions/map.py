"""Maps drawn on the server: the places of a country, or the countries of the world, as shapes of an SVG.

Each has its value and its link.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.geometry import Point, Polygon, box_around, polygons
from lib.projection import Projection, equal_earth, projection_for

from .models import Boundary, Region, RegionQuerySet

WIDTH = 1000
# A shape less wide and high than this gets a spot to see and to click; on the map of the world, where many are small,
# less.
SMALL, SMALL_IN_WORLD = 24, 12
SPOT, SPOT_IN_WORLD = 9, 6

# The code of the map that shows countries.
WORLD = "001"
# No project lies there, and it takes a fifth of the paper.
NOT_DRAWN = "AQ"
# Where homes of companies lie that are too small to have an outline: longitude and latitude in degrees.
SMALL_HOMES: dict[str, Point] = {
    "AD": (1.6, 42.5),
    "BB": (-59.5, 13.2),
    "BH": (50.5, 26.0),
    "BM": (-64.8, 32.3),
    "GG": (-2.6, 49.5),
    "GI": (-5.4, 36.1),
    "HK": (114.2, 22.3),
    "IM": (-4.5, 54.2),
    "JE": (-2.1, 49.2),
    "KY": (-81.3, 19.3),
    "LI": (9.5, 47.2),
    "MC": (7.4, 43.7),
    "MH": (171.2, 7.1),
    "MO": (113.5, 22.2),
    "MT": (14.4, 35.9),
    "MU": (57.6, -20.3),
    "MV": (73.5, 4.2),
    "SC": (55.5, -4.7),
    "SG": (103.8, 1.4),
    "SM": (12.5, 43.9),
    "VG": (-64.6, 18.4),
    "WS": (-172.1, -13.8),
}

Dot = tuple[int, int]


class MapValue(NamedTuple):
    """What a map shows of a place: its level (a number from 0, or a word: the colour), words, and where they lead.

    `is_more`: the figure may reach into a higher level, which is hatched over the colour.
    """

    level: int | str = 0
    label: str = ""
    href: str = ""
    is_more: bool = False


class Outline(NamedTuple):
    """The path of one place in the drawing; `spot` is its middle where it is small, else None."""

    path: str
    spot: tuple[int, int] | None


class Drawing(NamedTuple):
    """The outlines of places by code, the larger ones first so that small ones lie on top.

    `place` is where a point in degrees comes to lie.
    """

    height: int
    outlines: dict[str, Outline]
    credits: list[str]
    place: Callable[[Point], Dot]


class Shape(NamedTuple):
    """A place on the map."""

    code: str
    outline: Outline
    level: int | str
    title: str
    href: str
    is_current: bool
    is_more: bool = False


class Site(NamedTuple):
    """Something that has a place of its own: where it lies in degrees, how large it is drawn, and where it leads."""

    point: Point
    size: int
    title: str
    href: str = ""


class DrawnSite(NamedTuple):
    x: int
    y: int
    site: Site


class RegionMap(NamedTuple):
    """What `regions/_map.html` draws; `land` is the path of all that has no value, `hatched` the levels with more."""

    view_box: str
    shapes: list[Shape]
    credits: list[str]
    spot: int = SPOT
    land: str = ""
    hatched: list[int | str] = []
    sites: list[DrawnSite] = []
    # Parts the marks of this map from those of another one on the page.
    name: str = ""

    @property
    def has_unstated(self) -> bool:
        return any(shape.level == "unknown" for shape in self.shapes)


# By country: the boundaries' codes and moments, and the drawing made of them. Drawing Kazakhstan takes 20 ms.
_drawings: dict[str, tuple[dict[str, datetime], Drawing]] = {}


def region_map(
    code: str, values: Mapping[str, MapValue], *, current: str = "", sites: Iterable[Site] = (), name: str = ""
) -> RegionMap | None:
    """The map of the places right below a country (its code), in the language in use; None when none has a boundary.

    A place without a value gets level 0 and leads to its own page; on the map of WORLD, which shows countries, it is
    land. `current` is the code of a place to point out. One query, and one more when the boundaries changed since this
    process drew them.
    """
    places = _places(code).filter(boundary__isnull=False).valid_on(timezone.localdate())
    by_code = {place.code: place for place in places.annotate(drawn_at=F("boundary__updated_at"))}
    if not by_code:
        return None
    drawing = _drawing(code, by_code)
    is_world = code == WORLD
    shapes = [
        _shape(by_code[key], outline, values.get(key), is_current=key == current)
        for key, outline in drawing.outlines.items()
        if key in values or not is_world
    ]
    land = "".join(outline.path for key, outline in drawing.outlines.items() if key not in values) if is_world else ""
    homes = _small_homes(drawing, values) if is_world else []
    return RegionMap(
        view_box=f"0 0 {WIDTH} {drawing.height}",
        shapes=[*shapes, *homes],
        credits=drawing.credits,
        spot=SPOT_IN_WORLD if is_world else SPOT,
        land=land,
        hatched=sorted({value.level for value in values.values() if value.is_more}, key=str),
        sites=_sites(drawing, sites),
        name=name or code,
    )


def _sites(drawing: Drawing, sites: Iterable[Site]) -> list[DrawnSite]:
    """The sites that lie on the paper, the larger ones first."""
    placed = [DrawnSite(*drawing.place(site.point), site) for site in sites]
    on_paper = [one for one in placed if 0 <= one.x <= WIDTH and 0 <= one.y <= drawing.height]
    return sorted(on_paper, key=lambda one: -one.site.size)


def outlines_below(code: str) -> dict[str, Any] | None:
    """The outlines that `region_map` draws, as one GeoJSON MultiPolygon with whom to name; None without any.

    Rounded to what a map to zoom can show of them: a hundredth of a degree is a kilometre. One query.
    """
    places = _places(code).filter(boundary__isnull=False).valid_on(timezone.localdate())
    boundaries = list(Boundary.objects.filter(region__in=places).order_by("pk"))
    if not boundaries:
        return None
    digits = 1 if code == WORLD else 2
    parts = [_rounded(part, digits) for boundary in boundaries for part in polygons(boundary.geojson)]
    return {
        "type": "Feature",
        "properties": {"credits": sorted({boundary.credit for boundary in boundaries})},
        "geometry": {"type": "MultiPolygon", "coordinates": [part for part in parts if part]},
    }


def _rounded(part: Polygon, digits: int) -> Polygon:
    """The rings of a polygon without repeated points, and without those that become a line."""
    rounded = ([(round(x, digits), round(y, digits)) for x, y in ring] for ring in part)
    rings = [[point for point, _same in groupby(ring)] for ring in rounded]
    return [ring for ring in rings if len(ring) > 3]


def _places(code: str) -> RegionQuerySet:
    if code == WORLD:
        return Region.objects.countries().exclude(code=NOT_DRAWN)
    return Region.objects.filter(parent__code=code)


def _small_homes(drawing: Drawing, values: Mapping[str, MapValue]) -> list[Shape]:
    """The countries with a value that have no outline, as spots. One query, or none."""
    codes = [code for code in values if code in SMALL_HOMES and code not in drawing.outlines]
    homes = Region.objects.filter(code__in=codes) if codes else []
    return [
        _shape(home, Outline("", drawing.place(SMALL_HOMES[home.code])), values[home.code], is_current=False)
        for home in homes
    ]


def locator_map(place: Region, sites: Iterable[Site] = ()) -> RegionMap | None:
    """Where a place lies: the map of its country with it, or the part that it lies in, pointed out.

    A country, and a place of one whose parts have no outline, is pointed out on the map of the world. None where no
    outline is known.
    """
    country = place.country_code
    if not country:
        return None
    part = place.path.partition(f"/{country}/")[2].partition("/")[0]
    has_outline = place.west is not None or part != place.code
    within = region_map(country, {}, current=part, sites=sites) if part and has_outline else None
    return within or region_map(WORLD, {country: MapValue()}, current=country, sites=sites)


def _shape(place: Region, outline: Outline, value: MapValue | None, *, is_current: bool) -> Shape:
    level, label, href, is_more = value or MapValue()
    title = _("%(place)s: %(value)s") % {"place": place.name, "value": label} if label else place.name
    return Shape(place.code, outline, level, title, href or place.get_absolute_url(), is_current, is_more)


def _drawing(code: str, places: Mapping[str, Any]) -> Drawing:
    stamp = {key: place.drawn_at for key, place in places.items()}
    known = _drawings.get(code)
    if known is None or known[0] != stamp:
        boundaries = list(Boundary.objects.filter(region__code__in=places).select_related("region"))
        is_world = code == WORLD
        drawn = draw(boundaries, equal_earth, SMALL_IN_WORLD) if is_world else draw(boundaries)
        known = _drawings[code] = (stamp, drawn)
    return known[1]


def draw(boundaries: list[Boundary], projection: Projection | None = None, small: int = SMALL) -> Drawing:
    """Draw these boundaries, WIDTH units wide and as high as it takes, on whole units.

    Neighbours stay neighbours: a point they share is rounded to the same place in both.
    """
    parts = {boundary.region.code: polygons(boundary.geojson) for boundary in boundaries}
    paper = Paper([part for several in parts.values() for part in several], projection)
    rings = {code: [paper.ring(ring) for part in several for ring in part] for code, several in parts.items()}
    largest_first = sorted(rings, key=lambda code: -_area(_frame(rings[code])))
    credit_lines = sorted({boundary.credit for boundary in boundaries})
    outlines = {code: _outline(rings[code], small) for code in largest_first}
    return Drawing(paper.height, outlines, credit_lines, paper.place)


class Paper:
    """Where points in degrees come to lie in a drawing of these polygons."""

    def __init__(self, parts: list[Polygon], projection: Projection | None = None) -> None:
        self._project = projection or projection_for(box_around(parts))
        points = [self._project(point) for part in parts for point in part[0]]
        self._left, self._top = min(x for x, _y in points), min(y for _x, y in points)
        self._scale = WIDTH / (max(x for x, _y in points) - self._left)
        self.height = round((max(y for _x, y in points) - self._top) * self._scale)

    def place(self, point: Point) -> Dot:
        x, y = self._project(point)
        return round((x - self._left) * self._scale), round((y - self._top) * self._scale)

    def ring(self, points: list[Point]) -> list[Dot]:
        """The ring in whole units, without its last point, repeated points and points on a straight line."""
        dots: list[Dot] = []
        for dot in map(self.place, points[:-1]):
            if dots and dot == dots[-1]:
                continue
            if len(dots) > 1 and _is_straight(dots[-2], dots[-1], dot):
                dots.pop()
            dots.append(dot)
        return dots


def _is_straight(first: Dot, second: Dot, third: Dot) -> bool:
    return (second[0] - first[0]) * (third[1] - second[1]) == (second[1] - first[1]) * (third[0] - second[0])


def _outline(rings: list[list[Dot]], small: int) -> Outline:
    """The path of these rings, less those that shrank to a line, and the middle of a shape less than `small`."""
    left, top, right, bottom = _frame(rings)
    is_small = right - left < small and bottom - top < small
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
