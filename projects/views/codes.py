from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lib.listing import MAX_PAGE_SIZE
from lib.pages import Column, ListPage, crumbs, record_formats

from ..filters import AgreementFilter, SectorFilter
from ..models import Agreement, Sector
from ..showing.agreement_page import AgreementPage

SECTOR_COLUMNS = (
    Column(_("Sector"), "code"),
    Column(_("ISIC Rev. 4")),
    Column(_("CRS")),
    Column(_("OC4IDS")),
    Column(_("Projects"), is_number=True),
)
AGREEMENT_COLUMNS = (
    Column(_("Agreement"), "title"),
    Column(_("Kind")),
    Column(_("Date"), "date"),
    Column(_("Parties")),
)


@require_safe
def sector_list(request: HttpRequest) -> HttpResponse:
    page = ListPage(
        request,
        SectorFilter,
        Sector.objects.all(),
        resource="api:sector-list",
        columns=SECTOR_COLUMNS,
        offered=("q",),
        page_size=MAX_PAGE_SIZE,  # the tree is looked through as one
    )
    return page.respond("projects/sectors.html")


@require_safe
def sector_detail(request: HttpRequest, code: str) -> HttpResponse:
    sector = get_object_or_404(Sector, code=code)
    above = [(str(upper), upper.get_absolute_url()) for upper in Sector.objects.around([code])]
    shown = {
        "sector": sector,
        "crumbs": crumbs((_("Sectors"), reverse("projects:sectors")), *above),
        "below": sector.children.all(),
        "formats": record_formats(reverse("api:sector-detail", args=[code])),
    }
    return render(request, "projects/sector.html", shown)


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    page = ListPage(
        request,
        AgreementFilter,
        Agreement.objects.all(),
        resource="api:agreement-list",
        read=lambda agreements: agreements.for_record(),
        columns=AGREEMENT_COLUMNS,
        offered=("q", "kind", "party"),
    )
    return page.respond("projects/agreements.html")


@require_safe
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.for_record(), slug=slug)
    return render(request, "projects/agreement.html", {"page": AgreementPage(agreement)})
