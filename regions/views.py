from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lib.pages import Column, ListPage, crumbs, record_formats

from .filters import RegionFilter
from .map import outlines_below
from .models import Region

COLUMNS = (
    Column(_("Place"), "name"),
    Column(_("Code"), "code"),
    Column(_("Kind"), "kind"),
    Column(_("Part of"), "tree"),
    Column(_("Projects"), is_number=True),
)
# The tree is looked through, not leafed through.
PAGE_SIZE = 100
# Outlines change with the law; a map may show those of yesterday.
DAY = 24 * 60 * 60


@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    page = ListPage(
        request,
        RegionFilter,
        Region.objects.all(),
        resource="api:region-list",
        read=lambda places: places.for_record(),
        columns=COLUMNS,
        offered=("q", "kind"),
        page_size=PAGE_SIZE,
    )
    return page.respond("regions/list.html")


@require_safe
@cache_control(max_age=DAY, public=True)
def outlines(request: HttpRequest, code: str) -> JsonResponse:
    """The outlines of the places right below a country, or of the countries of the world, for maps to zoom."""
    drawn = outlines_below(code)
    if drawn is None:
        raise Http404
    return JsonResponse(drawn, json_dumps_params={"separators": (",", ":")})


@require_safe
def region_detail(request: HttpRequest, code: str) -> HttpResponse:
    region = get_object_or_404(Region, code=code)
    above = [(str(place), place.get_absolute_url()) for place in region.ancestors()]
    shown = {
        "region": region,
        "crumbs": crumbs((_("Regions"), reverse("regions:list")), *above),
        "below": region.children.valid_on(timezone.localdate()).order_by("name", "pk"),
        "formats": record_formats(reverse("api:region-detail", args=[code])),
    }
    return render(request, "regions/detail.html", shown)
