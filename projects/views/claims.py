from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..models import GROUP, Claim, Project
from ..showing.claim_page import ClaimPage
from .gone import withdrawn_or_404


@require_safe
def claim_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    claims = Claim.objects.for_record()
    claim = claims.filter(uid=uid, project__in=Project.objects.visible_to(request.user)).first()
    if claim is None:
        return withdrawn_or_404(request, Project.objects.filter(claims__uid=uid))
    group = dict(zip(GROUP, claim.group, strict=True))
    page = ClaimPage(claim, claims.filter(**group))
    return render(request, "projects/claim.html", {"claim": claim, "page": page})
