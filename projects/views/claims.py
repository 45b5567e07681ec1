from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Claim, Project
from ..showing.claim_page import ClaimPage


@require_safe
def claim_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    visible = Claim.objects.filter(project__in=Project.objects.visible_to(request.user))
    claim = get_object_or_404(visible.for_record(), uid=uid)
    return render(request, "projects/claim.html", {"page": ClaimPage(claim)})
