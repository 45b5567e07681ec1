from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lib.pages import Column, ListPage, crumbs, record_formats
from lib.translations import other_texts

from .citations import CitationPage
from .filters import SourceFilter
from .models import Source

COLUMNS = (
    Column(_("Source"), "title"),
    Column(_("Publisher")),
    Column(_("Published"), "published"),
    Column(_("Kind")),
    Column(_("Authority")),
)


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    page = ListPage(
        request,
        SourceFilter,
        Source.objects.all(),
        resource="api:source-list",
        columns=COLUMNS,
        offered=("q", "kind", "authority"),
    )
    return page.respond("sources/list.html")


@require_safe
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source.objects.with_text(), slug=slug)
    claims = {"name": _("claims as CSV"), "url": f"{reverse('api:claim-list')}?source={slug}&format=csv"}
    shown = {
        "source": source,
        "other_titles": other_texts(source, "title"),
        "citations": CitationPage(source, request.GET),
        "crumbs": crumbs((_("Sources"), reverse("sources:list"))),
        "formats": [*record_formats(reverse("api:source-detail", args=[slug])), claims],
    }
    return render(request, "sources/detail.html", shown)
