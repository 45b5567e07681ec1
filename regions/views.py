from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lib.pages import Column, ListPage

from .filters import RegionFilter
from .models import Region

COLUMNS = (
    Column(gettext_lazy("Place"), "name"),
    Column(gettext_lazy("Code"), "code"),
    Column(gettext_lazy("Kind")),
    Column(gettext_lazy("Part of")),
    Column(gettext_lazy("Projects"), is_number=True),
)


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
    )
    return page.respond("regions/list.html")


@require_safe
def region_detail(request: HttpRequest, code: str) -> HttpResponse:
    region = get_object_or_404(Region.objects.for_record(), code=code)
    crumbs = [{"name": _("Regions"), "url": reverse("regions:list")}]
    crumbs += [{"name": str(place), "url": place.get_absolute_url()} for place in region.ancestors()]
    below = region.children.all()
    return render(request, "regions/detail.html", {"region": region, "crumbs": crumbs, "below": below})
