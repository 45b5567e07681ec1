from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lib.spreadsheets import BYTE_ORDER_MARK

from ..models import Project
from ..reading import relations_to, with_everything
from ..showing.charts import CHARTS
from ..showing.drawing import Drawing
from ..showing.profile import Profile
from ..showing.project_list import FILES, ProjectListPage
from .gone import withdrawn_or_404


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    page = ProjectListPage(request)
    template = "projects/charts.html" if page.view == "charts" else "projects/list.html"
    return render(request, template, {"page": page}, status=page.status)


@require_safe
def chart_file(request: HttpRequest, name: str, file_format: str) -> HttpResponse:
    """One chart of a selection as a file that explains itself."""
    if name not in CHARTS or file_format not in FILES:
        raise Http404
    page = ProjectListPage(request)
    if page.problems:
        return render(request, "projects/chart_refused.html", {"page": page}, status=page.status)
    chart = page.charts[name]
    if file_format == "csv":
        response = HttpResponse(BYTE_ORDER_MARK + chart.csv(), content_type="text/csv; charset=utf-8")
    else:
        drawing = {"drawing": Drawing(chart, page.chips), "clocks": request.clocks, "licence": settings.DATA_LICENCE}
        response = render(request, "projects/_drawing.html", drawing, content_type="image/svg+xml; charset=utf-8")
    file_name = f"{name}-{page.charts.measure}-{timezone.localdate().isoformat()}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Link"] = f'<{settings.DATA_LICENCE["url"]}>; rel="license"'
    return response


@require_safe
def project_detail(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Project.objects.visible_to(request.user)
    project = with_everything(visible, reader=request.user).filter(slug=slug).first()
    if project is None:
        return withdrawn_or_404(request, Project.objects.filter(slug=slug))
    profile = Profile(project, named_by=relations_to(project, reader=request.user))
    return render(request, "projects/detail.html", {"project": project, "profile": profile})
