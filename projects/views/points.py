from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..points import MOST
from ..showing.points_asked import asked_of
from ..showing.project_list import ProjectListPage


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """The known sites of a selection for the map to zoom: by cells of a grid, which `zoom` and `frame` choose."""
    asked = asked_of(request.GET)
    request.GET = asked.others
    page = ProjectListPage(request)
    page.path = reverse("projects:list")  # what its answers link to
    if errors := asked.errors | page.listing.errors:
        return JsonResponse({"status": 400, "errors": errors}, status=400)
    cells = page.maps.cells(asked.zoom, asked.frame)
    return JsonResponse({"points": [page.maps.point_of(cell) for cell in cells], "is_cut": len(cells) == MOST})
