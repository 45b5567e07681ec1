"""Projects whose site is known, put together by the cells of a grid, so that a map shows any number of them.

Only coordinates of the site or of its settlement are points; the middle of a region is no place of a project.
"""

from dataclasses import dataclass
from math import floor
from typing import Any, NamedTuple

from django.db.models import Avg, Count, F, Max, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Floor, NullIf
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from lib.geometry import Box, Point

from .models import Precision, Project

KNOWN = (Precision.EXACT, Precision.SETTLEMENT)
# The width of a cell in degrees as one sees the whole world; halved at each level of a map that zooms, it is always 64
# pixels wide.
WIDEST = 90.0
NEAREST = 14
# Cells of one answer; the fullest come first.
MOST = 1000


class Cell(NamedTuple):
    """`count` projects in a cell (`box`), `exact` of them by the site itself, with the middle of their places.

    Of one project alone there are its slug, title, place and stage.
    """

    box: Box
    point: Point
    count: int
    exact: int
    slug: str
    title: str
    place: str
    stage: str


@dataclass(frozen=True)
class Known:
    """Of how many projects the place is known how well."""

    points: int
    exact: int
    all: int


def known_of(selection: QuerySet[Project]) -> Known:
    """How many of these projects are points. One query."""
    points = _are_points()
    found = selection.order_by().aggregate(
        points=Count("pk", filter=points),
        exact=Count("pk", filter=points & Q(precision=Precision.EXACT)),
        all=Count("pk"),
    )
    return Known(**found)


def width_at(zoom: int) -> float:
    """The width of a cell at a level of zoom, in degrees."""
    return WIDEST / 2 ** min(max(zoom, 0), NEAREST)


def cells(selection: QuerySet[Project], width: float, frame: Box | None = None, most: int = MOST) -> list[Cell]:
    """The cells with a project, the fullest first; of `frame` only those that reach into it. One query."""
    rows = (
        selection.order_by()
        .filter(_are_points())
        .annotate(column=Floor((F("longitude") + 180.0) / width), row=Floor((F("latitude") + 90.0) / width))
    )
    if frame is not None:
        # By the same reckoning as the cells: one must not lose projects at the edge of the screen.
        rows = rows.filter(
            column__range=[floor((end + 180.0) / width) for end in (frame.west, frame.east)],
            row__range=[floor((end + 90.0) / width) for end in (frame.south, frame.north)],
        )
    found = (
        rows.values_list("column", "row")
        .annotate(
            count=Count("pk"),
            longitude_mean=Avg("longitude"),
            latitude_mean=Avg("latitude"),
            exact=Count("pk", filter=Q(precision=Precision.EXACT)),
            slug_last=Max("slug"),
            title_last=Max(_title()),
            place_last=Max("place"),
            stage_last=Max("stage"),
        )
        .order_by("-count", "column", "row")
    )
    return [_cell(width, *row) for row in found[:most]]


def _are_points() -> Q:
    return Q(precision__in=KNOWN, latitude__isnull=False)


def _title() -> Any:
    """The title in the language in use, else in English."""
    own = F(build_localized_fieldname("title", get_language() or "en"))
    return Coalesce(NullIf(own, Value("")), F("title_en"), output_field=TextField())


def _cell(width: float, column: float, row: float, count: int, longitude: float, latitude: float, *rest: Any) -> Cell:
    west, south = column * width - 180, row * width - 90
    exact, slug, title, place, stage = rest
    alone = (slug, title, place, stage) if count == 1 else ("", "", "", "")
    return Cell(Box(west, south, west + width, south + width), (longitude, latitude), count, exact, *alone)
