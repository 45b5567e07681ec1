from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from ..showing.embedded import FRAMES, EmbeddedPage


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest, name: str) -> HttpResponse:
    """A page for frames on other sites: the same for everybody, so that it sets no cookie and asks for none."""
    if name not in FRAMES:
        raise Http404
    request.user = AnonymousUser()
    page = EmbeddedPage(request, name)
    shown = {"page": page, "licence": settings.DATA_LICENCE, "today": timezone.localdate()}
    return render(request, "projects/embed.html", shown, status=page.status)
