"""A map as a picture of its own: with its title, the selection, its places, how to read it, and whom to name."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from regions.map import WIDTH as UNITS
from regions.map import MapValue, Shape

from .drawing import EDGE, LINE, TITLE, lines
from .place_map import PlaceMap

WIDTH = 1000
# The colours of the levels without a stylesheet: those of the light page.
COLOURS = ("#ebe6da", "#c8dedb", "#97c1be", "#5f9e9c", "#2b7677", "#0b5057")
HATCHES = ("#585b5e", "#585b5e", "#585b5e", "#fff", "#fff", "#fff")


class Painted(NamedTuple):
    shape: Shape
    fill: str


class Key(NamedTuple):
    """An entry of the legend: the middle of its line, what fills its box, and its words."""

    top: int
    fill: str
    label: str


class Pattern(NamedTuple):
    level: int
    colour: str
    hatch: str


class MapDrawing:
    """What `projects/_map_drawing.html` draws of a map; `chips` are the filters in use, as `_chips.html` has them."""

    def __init__(self, map_: PlaceMap, chips: list[dict[str, Any]]) -> None:
        self.of = map_
        self.map = map_.map
        said = "; ".join(f"{chip['label']}: {chip['value']}" for chip in chips)
        self.selection = lines(said or _("All projects"), TITLE + LINE)
        self.map_top = self.selection[-1][0] + LINE
        self.map_height = self._map_height
        top = self.map_top + self.map_height + LINE
        self.keys = [Key(top + LINE * place, fill_of(entry), entry.label) for place, entry in enumerate(map_.legend, 1)]
        self.notes = lines(self._said_below(), self.keys[-1].top + LINE + 6)
        self.end = (self.notes[-1][0] if self.notes else self.keys[-1].top) + LINE + 6

    width, edge, right, map_width = WIDTH, EDGE, WIDTH - EDGE, WIDTH - 2 * EDGE

    @property
    def _map_height(self) -> int:
        return round(int(self.map.view_box.split()[3]) * self.map_width / UNITS) if self.map else 0

    def _said_below(self) -> str:
        beside = "; ".join(f"{one['name']}: {one['count']}" for one in self.of.beside)
        return " ".join([*([_("Not on the map:"), beside] if beside else []), *self.of.notes])

    @property
    def patterns(self) -> list[Pattern]:
        return [Pattern(level, colour, HATCHES[level]) for level, colour in enumerate(COLOURS)]

    @property
    def shapes(self) -> list[Painted]:
        shapes = self.map.shapes if self.map else []
        return [Painted(one, fill_of(MapValue(one.level, is_more=one.is_more))) for one in shapes]

    @property
    def credits(self) -> str:
        return " · ".join(self.map.credits) if self.map else ""

    @property
    def height(self) -> int:
        return self.end + 2 * LINE + EDGE

    @property
    def middle(self) -> int:
        return self.end + LINE

    @property
    def last(self) -> int:
        return self.end + 2 * LINE


def fill_of(value: MapValue) -> str:
    """What fills a place of this value, as SVG has it."""
    if value.is_more:
        return f"url(#more-{value.level})"
    return "url(#unstated)" if value.level == "unknown" else COLOURS[int(value.level)]
