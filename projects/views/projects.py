from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..showing.project_list import ProjectListPage


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    page = ProjectListPage(request)
    return render(request, "projects/list.html", {"page": page}, status=page.status)
