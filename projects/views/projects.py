from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lib.early import early_page

from ..models import Project
from ..reading import relations_to, with_everything
from ..showing.compare_page import ComparePage
from ..showing.corrections import correction_url
from ..showing.explain_page import ExplainPage
from ..showing.profile import Profile
from ..showing.project_list import ProjectListPage
from .gone import withdrawn_or_404

TABLE = "projects/list.html"
# By the way to look at a selection; the table is one, and shows what is wrong with an address.
TEMPLATES = {"cards": "projects/cards.html", "map": "projects/map.html", "charts": "projects/charts.html"}


@require_safe
@early_page
def project_list(request: HttpRequest) -> HttpResponse:
    page = ProjectListPage(request)
    return render(request, TEMPLATES.get(page.view, TABLE), {"page": page}, status=page.status)


@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    return ExplainPage(request).respond("projects/explain.html")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    page = ComparePage(request)
    return render(request, "projects/compare.html", {"page": page}, status=page.status)


@require_safe
@early_page
def project_detail(request: HttpRequest, slug: str) -> HttpResponse:
    visible = Project.objects.visible_to(request.user)
    project = with_everything(visible, reader=request.user).filter(slug=slug).first()
    if project is None:
        return withdrawn_or_404(request, Project.objects.filter(slug=slug))
    profile = Profile(project, named_by=relations_to(project, reader=request.user), among=visible)
    address = request.build_absolute_uri(project.get_absolute_url())
    shown = {"project": project, "profile": profile, "correction_url": correction_url(project, address)}
    return render(request, "projects/detail.html", shown)
