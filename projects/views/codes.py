from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lib.pages import Column, ListPage

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
        offered=("q", "parent"),
    )
    return page.respond("projects/sectors.html")


@require_safe
def sector_detail(request: HttpRequest, code: str) -> HttpResponse:
    sector = get_object_or_404(Sector, code=code)
    tree = {"above": Sector.objects.around([code]), "below": sector.children.all()}
    return render(request, "projects/sector.html", {"sector": sector, **tree})


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
