"""The map view of a selection: where its projects lie, whence their investors come, and the sites that are known."""

from collections.abc import Callable
from dataclasses import asdict
from functools import cached_property, partial
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.geometry import Box
from lib.numbers import number
from lib.pages import CONTROLS
from regions.map import WORLD, Site
from regions.models import Region

from ..attributes import Stage
from ..points import Cell, Known, cells, known_of, width_at
from ..stats import each_once
from .chart_links import narrowed
from .origins import origins
from .place_map import PlaceMap, Ways, site_title, sites_of
from .site_sums import SiteSums
from .taken_along import FILES, TakenAlong, taken_along
from .totals import Explain

MAPS = ("map-regions", "map-countries", "map-origins")
# How near the drawings look: their dots stand for a cell of this level of `points`.
ZOOM, ZOOM_OF_WORLD = 5, 3
# Places in the table beside the points.
MOST_PLACES = 20


class MapView:
    """What `projects/map.html` shows of a page of projects (ProjectListPage).

    `address` answers that of the page with other parameters, `explain` where a sum of its projects is explained.
    """

    def __init__(self, page: Any, address: Callable[[QueryDict], str], explain: Explain) -> None:
        self.page = page
        self.address = address
        self.explain = explain
        self.selection = page.listing.selection

    def __getitem__(self, name: str) -> PlaceMap | None:
        """One map; None where the selection has nothing to draw on it."""
        return dict(zip(MAPS, (self._regions, self._countries, self._origins), strict=True))[name]()

    @property
    def drawings(self) -> list[tuple[PlaceMap, TakenAlong]]:
        """Each map with what is there to take along."""
        return [(one, taken_along(self.page, one.name, one.title, FILES)) for one in self.drawn]

    @cached_property
    def drawn(self) -> list[PlaceMap]:
        """All maps of this selection, that with the most projects first."""
        places = [self._regions(), self._countries()]
        if not self._is_mostly_at_home:
            places.reverse()
        return [one for one in (*places, self._origins()) if one is not None]

    @cached_property
    def _counted(self) -> Any:
        return each_once(self.selection)[0]

    @cached_property
    def _sums(self) -> SiteSums:
        return SiteSums(self._counted)

    @cached_property
    def home(self) -> dict[str, Any] | None:
        """The group of the country, of those whose parts can be drawn, with the most projects."""
        keys = [group["key"] for group in self._sums.countries if group["key"]]
        outlined = Region.objects.filter(parent__code__in=keys, parent__kind="country", boundary__isnull=False)
        known = set(outlined.values_list("parent__code", flat=True).distinct())
        return next((group for group in self._sums.countries if group["key"] in known), None)

    @property
    def _is_mostly_at_home(self) -> bool:
        placed = sum(group["projects"] for group in self._sums.countries if group["key"])
        return self.home is not None and 2 * self.home["projects"] > placed

    def _regions(self) -> PlaceMap | None:
        if self.home is None:
            return None
        code = self.home["key"]
        return self._map(
            "map-regions",
            code=code,
            title=_("By region: %(country)s") % {"country": self.home["label"]},
            head=_("Region"),
            groups=self._sums.parts(code),
            ways=Ways(partial(self._to_place, country=code), partial(self._explain_place, country=code)),
            sites=self._sites(ZOOM) if self._is_mostly_at_home else (),
        )

    def _countries(self) -> PlaceMap | None:
        """The world, unless all that is placed lies in the one country whose parts are drawn."""
        placed = [group["key"] for group in self._sums.countries if group["key"]]
        if not placed or (self.home is not None and placed == [self.home["key"]]):
            return None
        return self._map(
            "map-countries",
            code=WORLD,
            title=_("By country"),
            head=_("Country"),
            groups=self._sums.countries,
            ways=Ways(self._to_place, self._explain_place),
            sites=() if self._is_mostly_at_home else self._sites(ZOOM_OF_WORLD),
        )

    def _origins(self) -> PlaceMap | None:
        ways = Ways(partial(self._to_group, "country"), self._explain_origin)
        return origins(MAPS[-1], self._counted, self.page.measure, ways)

    def _map(self, name: str, **members: Any) -> PlaceMap:
        return PlaceMap(name=name, measure=self.page.measure, **members)

    def _to_group(self, name: str, key: Any) -> str:
        query = narrowed(self.page.query, self.page.filterset, name, key)
        return "" if query is None else self.address(query)

    def _to_place(self, key: str | None, country: str = "") -> str:
        if key is None:
            return self._to_group("region", None)
        if key == country:
            return ""
        query = self.page.query.copy()
        query["region"] = ",".join(self._within(key))
        return self.address(query)

    def _within(self, key: str) -> list[str]:
        """The value of the filter for a place: itself, or those places in it that were chosen already."""
        chosen = self.page.filterset.chosen.get("region", [])
        if set(chosen) & set(self._sums.way(key)):
            return [key]
        return [code for code in chosen if key in self._sums.way(code)] or [key]

    def _explain_place(self, key: str | None, country: str = "") -> Any:
        if key is None:
            return partial(self.explain, group_by="region", group="")
        if key == country:
            return partial(self.explain, group_by="region", group=key)
        return partial(self.explain, region=",".join(self._within(key)))

    def _explain_origin(self, key: str | None) -> Any:
        return partial(self.explain, group_by="country", group=key or "")

    # Sites

    @cached_property
    def known(self) -> Known:
        return known_of(self.selection)

    def _sites(self, zoom: int) -> tuple[Site, ...]:
        return sites_of(self.cells(zoom), self._to_cell) if self.known.points else ()

    def cells(self, zoom: int, frame: Box | None = None) -> list[Cell]:
        return cells(self.selection, width_at(zoom), frame)

    def _to_cell(self, cell: Cell) -> str:
        """To the project, or to the list of those whose place is in the cell, as far as the selection reaches."""
        if cell.count == 1:
            return reverse("projects:detail", args=[cell.slug])
        west, south, east, north = self.page.filterset.chosen.get("bbox") or cell.box
        box = (
            max(west, cell.box.west),
            max(south, cell.box.south),
            min(east, cell.box.east),
            min(north, cell.box.north),
        )
        query = self.page.query.copy()
        query.pop("view", None)
        query["bbox"] = ",".join(f"{round(end, 6):g}" for end in box)
        return self.address(query)

    @cached_property
    def points(self) -> dict[str, Any] | None:
        """What `projects/_points.html` shows; None where no site is known."""
        if not self.known.points:
            return None
        known = {name: number(count) for name, count in asdict(self.known).items()}
        return {"known": known, "places": self.places, "url": self._points_url, "outlines": self._outlines}

    @property
    def _points_url(self) -> str:
        query = self.page.query.copy()
        for name in CONTROLS:
            query.pop(name, None)
        return f"{reverse('projects:points')}?{query.urlencode(safe=',')}"

    @property
    def _outlines(self) -> str:
        """The addresses of the outlines below the points: the world, and the parts of the country that is at home."""
        codes = [WORLD, *([self.home["key"]] if self.home else [])]
        return " ".join(reverse("regions:outlines", args=[code]) for code in codes)

    def point_of(self, cell: Cell) -> dict[str, Any]:
        """A cell as the map to zoom gets it."""
        return {
            "at": [round(end, 5) for end in cell.point],
            "box": [round(end, 6) for end in cell.box],
            "count": cell.count,
            "exact": cell.exact,
            "title": site_title(cell),
            "note": str(Stage(cell.stage).label) if cell.stage else "",
            "url": self._to_cell(cell),
        }

    @property
    def places(self) -> list[dict[str, Any]]:
        """The fullest cells as rows of title, url, point, count and exact."""
        found = self.cells(ZOOM)[:MOST_PLACES] if self.known.points else []
        return [
            {
                "title": site_title(cell),
                "url": self._to_cell(cell),
                "point": cell.point,
                "count": number(cell.count),
                "exact": number(cell.exact),
            }
            for cell in found
        ]
