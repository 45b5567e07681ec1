from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lib.spreadsheets import BYTE_ORDER_MARK

from ..showing.charts import CHARTS
from ..showing.drawing import Drawing
from ..showing.project_list import FILES, ProjectListPage


@require_safe
def chart_file(request: HttpRequest, name: str, file_format: str) -> HttpResponse:
    """One chart of a selection as a file that explains itself."""
    if name not in CHARTS or file_format not in FILES:
        raise Http404
    page = ProjectListPage(request)
    if page.problems:
        return render(request, "projects/chart_refused.html", {"page": page}, status=page.status)
    response = _csv(page, name) if file_format == "csv" else _svg(page, name)
    file_name = f"{name}-{page.charts.measure}-{timezone.localdate().isoformat()}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Link"] = f'<{settings.DATA_LICENCE["url"]}>; rel="license"'
    return response


def _csv(page: ProjectListPage, name: str) -> HttpResponse:
    return HttpResponse(BYTE_ORDER_MARK + page.charts[name].csv(), content_type="text/csv; charset=utf-8")


def _svg(page: ProjectListPage, name: str) -> HttpResponse:
    shown = {
        "drawing": Drawing(page.charts[name], page.chips),
        "clocks": page.request.clocks,
        "today": timezone.localdate(),
        "licence": settings.DATA_LICENCE,
    }
    return render(page.request, "projects/_drawing.html", shown, content_type="image/svg+xml; charset=utf-8")
