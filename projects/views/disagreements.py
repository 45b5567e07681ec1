from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..attributes import ATTRIBUTES
from ..disagreements import groups_of
from ..models import Claim, Project
from ..showing.disagreement_list import DisagreementPage
from ..showing.evidence_page import EvidencePage
from .gone import withdrawn_or_404


@require_safe
def evidence(request: HttpRequest, slug: str, attribute: str) -> HttpResponse:
    if attribute not in ATTRIBUTES:
        raise Http404
    project = Project.objects.visible_to(request.user).filter(slug=slug).first()
    if project is None:
        return withdrawn_or_404(request, Project.objects.filter(slug=slug))
    groups = groups_of(Claim.objects.filter(project=project, attribute=attribute))
    page = EvidencePage(project, attribute, groups)
    return render(request, "projects/evidence.html", {"project": project, "page": page})


@require_safe
def disagreement_list(request: HttpRequest) -> HttpResponse:
    return DisagreementPage(request).respond("projects/disagreements.html")
