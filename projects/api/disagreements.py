from typing import Any, ClassVar

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from lib.api import BadParameters, ReadViewSet
from lib.listing import CONTROLS

from ..attributes import ATTRIBUTES
from ..disagreement_list import DisagreementFilter, DisagreementListing, EvidenceFilter, disagreeing_claims
from ..disagreements import groups_of
from ..models import Claim, Project
from ..serializers import DisagreementSerializer
from .projects import Gone


class DisagreementViewSet(ReadViewSet):
    """All open disagreements between sources, those whose numbers lie farthest apart first."""

    serializer_class = DisagreementSerializer
    filterset_class = DisagreementFilter

    def base(self) -> Any:
        return disagreeing_claims(self.request)

    def get_renderers(self) -> list[BaseRenderer]:
        """No format that exports rows of a table: a group is none."""
        return [one for one in super().get_renderers() if not hasattr(one, "export")]

    def listing(self, request: Request) -> DisagreementListing:
        known = [name for name in CONTROLS if name != "cursor"]
        chosen = DisagreementFilter(request.query_params, self.base(), request=request, also_known=known)
        listing = DisagreementListing(chosen, members=self.members())
        if listing.errors:
            raise BadParameters(listing.errors)
        return listing


class EvidenceViewSet(ReadViewSet):
    """All current claims of a project, those of one thing side by side: which one stands, why, whether they differ."""

    serializer_class = DisagreementSerializer
    filterset_class = EvidenceFilter
    renderer_classes: ClassVar = [JSONRenderer]

    def base(self) -> Any:
        return Claim.objects.filter(project__in=Project.objects.visible_to(self.request.user))

    @extend_schema(parameters=[OpenApiParameter("attribute", enum=list(ATTRIBUTES), many=True, explode=False)])
    def of_project(self, request: Request, slug: str) -> HttpResponseBase:
        """The groups of one project, in the order of the attributes."""
        if not Project.objects.visible_to(request.user).filter(slug=slug).exists():
            return self._once_public(slug)
        chosen = EvidenceFilter(
            request.query_params, self.base().filter(project__slug=slug), request=request, also_known=["format"]
        )
        if problems := chosen.errors_by_parameter():
            raise BadParameters(problems)
        places = list(ATTRIBUTES)
        groups = sorted(groups_of(chosen.rows()), key=lambda one: (places.index(one.about.attribute), one.key[1:]))
        context = self.get_serializer_context()
        return Response({"project": slug, "groups": self.serializer_class(groups, many=True, context=context).data})

    def _once_public(self, slug: str) -> HttpResponseBase:
        """What leads to the project it was merged into; raises Gone for a withdrawn one, Http404 for any other."""
        project = Project.objects.once_public().filter(slug=slug).select_related("merged_into").first()
        if project is None:
            raise Http404
        if project.merged_into is None or not project.merged_into.is_public:
            raise Gone(project.withdrawal or None)
        return redirect("api:evidence", slug=project.merged_into.slug, permanent=True)
