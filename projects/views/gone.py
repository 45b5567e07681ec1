from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ..models import Project, ProjectQuerySet


def withdrawn_or_404(request: HttpRequest, projects: ProjectQuerySet) -> HttpResponse:
    """Answer for a project that the reader may not see.

    One that was public once leads to the project it was merged into, or says why it was withdrawn (410). Raises Http404
    for any other, so that nobody learns of drafts.
    """
    project: Project | Any = projects.once_public().select_related("merged_into").first()
    if project is None:
        raise Http404
    if project.merged_into is not None and project.merged_into.is_public:
        return redirect(project.merged_into, permanent=True)
    return render(request, "410.html", {"note": project.withdrawal}, status=410)
