"""The overview: how much the registry knows, where it lies, and what came last."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lib.early import early_page
from projects.clocks import clocks_in
from projects.models import Project
from projects.reading import with_words
from projects.showing.project_list import COLUMNS
from projects.showing.region_totals import RegionTotals
from projects.showing.table import table_row

NEWEST = 5
HEADINGS = [column._replace(ordering="")._asdict() for column in COLUMNS]


@require_safe
@early_page
def home(request: HttpRequest) -> HttpResponse:
    newest = with_words(Project.objects.public()).order_by("-announced_first", "-pk")[:NEWEST]
    rows = [table_row(project) for project in newest]
    shown = {
        "regions": RegionTotals(Project.objects.public(), clocks=clocks_in(request.GET)),
        "newest": rows,
        "headings": HEADINGS,
    }
    return render(request, "home.html", shown)
