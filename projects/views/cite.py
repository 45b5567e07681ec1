from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lib.pages import crumbs
from sources.models import Source

from ..forms import CiteForm


@never_cache
@require_safe
@login_required
def cite_words(request: HttpRequest, slug: str) -> HttpResponse:
    """From words of a source to the form of a project with a claim that cites them."""
    if not request.user.has_perm("projects.change_project"):
        raise PermissionDenied
    source = get_object_or_404(Source.objects.with_text(), slug=slug)
    form = CiteForm(request.GET, source=source)
    if form.is_valid() and form.is_sent:
        return redirect(form.target())
    above = crumbs((_("Sources"), reverse("sources:list")), (source.title, source.get_absolute_url()))
    return render(request, "projects/cite.html", {"source": source, "form": form, "crumbs": above})
