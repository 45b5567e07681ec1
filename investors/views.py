from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lib.pages import Column, ListPage, crumbs, record_formats

from .filters import InvestorFilter
from .models import Investor

COLUMNS = (
    Column(_("Organization"), "name"),
    Column(_("Country"), "country"),
    Column(_("Kind")),
    Column(_("Identifiers")),
    Column(_("Projects"), is_number=True),
)


@require_safe
def investor_list(request: HttpRequest) -> HttpResponse:
    page = ListPage(
        request,
        InvestorFilter,
        Investor.objects.all(),
        resource="api:investor-list",
        read=lambda investors: investors.prefetch_related("identifiers"),
        columns=COLUMNS,
        offered=("q", "country", "kind"),
    )
    return page.respond("investors/list.html")


@require_safe
def investor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    investor = get_object_or_404(Investor.objects.for_page(), slug=slug)
    above = crumbs((_("Investors"), reverse("investors:list")))
    formats = record_formats(reverse("api:investor-detail", args=[slug]))
    return render(request, "investors/detail.html", {"investor": investor, "crumbs": above, "formats": formats})
