from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lib.spreadsheets import BYTE_ORDER_MARK

from ..showing.bars import BarChart
from ..showing.charts import CHARTS
from ..showing.drawing import Drawing
from ..showing.map_drawing import MapDrawing
from ..showing.map_view import MAPS
from ..showing.place_map import PlaceMap
from ..showing.project_list import ProjectListPage
from ..showing.taken_along import FILES


@require_safe
def chart_file(request: HttpRequest, name: str, file_format: str) -> HttpResponse:
    """One chart or map of a selection as a file that explains itself."""
    if name not in (*CHARTS, *MAPS) or file_format not in FILES:
        raise Http404
    page = ProjectListPage(request)
    if page.problems:
        return render(request, "projects/chart_refused.html", {"page": page}, status=page.status)
    response = _csv(page, name) if file_format == "csv" else _svg(page, name)
    file_name = f"{name}-{page.measure}-{timezone.localdate().isoformat()}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Link"] = f'<{settings.DATA_LICENCE["url"]}>; rel="license"'
    return response


def _csv(page: ProjectListPage, name: str) -> HttpResponse:
    drawn = _drawn(page, name)
    chart = drawn.chart if isinstance(drawn, PlaceMap) else drawn
    return HttpResponse(BYTE_ORDER_MARK + chart.csv(), content_type="text/csv; charset=utf-8")


def _svg(page: ProjectListPage, name: str) -> HttpResponse:
    drawn = _drawn(page, name)
    is_map = isinstance(drawn, PlaceMap)
    shown: dict[str, Any] = {
        "drawing": MapDrawing(drawn, page.chips) if is_map else Drawing(drawn, page.chips),
        "clocks": page.request.clocks,
        "today": timezone.localdate(),
        "licence": settings.DATA_LICENCE,
    }
    template = "projects/_map_drawing.html" if is_map else "projects/_drawing.html"
    return render(page.request, template, shown, content_type="image/svg+xml; charset=utf-8")


def _drawn(page: ProjectListPage, name: str) -> BarChart | PlaceMap:
    """Raises Http404 for a map on which the selection has nothing to draw."""
    drawn = page.maps[name] if name in MAPS else page.charts[name]
    if drawn is None:
        raise Http404
    return drawn
