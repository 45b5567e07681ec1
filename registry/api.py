"""The resources of the API, version 1."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes, renderer_classes
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from investors.api import InvestorViewSet
from projects import api as projects
from regions.api import RegionViewSet
from sources.api import SourceViewSet

from .changes.api import ChangeViewSet, RevisionViewSet
from .search.api import suggest

app_name = "api"

router = SimpleRouter()
for name, viewset in (
    ("project", projects.ProjectViewSet),
    ("investor", InvestorViewSet),
    ("region", RegionViewSet),
    ("sector", projects.SectorViewSet),
    ("product", projects.ProductViewSet),
    ("source", SourceViewSet),
    ("claim", projects.ClaimViewSet),
    ("agreement", projects.AgreementViewSet),
    ("event", projects.EventViewSet),
):
    router.register(f"{name}s", viewset, basename=name)

# Resources that are no records of their own: name, label, route.
WITHOUT_RECORD = (
    ("disagreements", _("disagreements"), "disagreement-list"),
    ("changes", _("changes"), "change-list"),
    ("codes", _("codes"), "codes"),
)


def resources(request: HttpRequest) -> list[dict[str, Any]]:
    """The resources with their names in the language of the request and their addresses."""
    found = [
        {
            "name": prefix,
            "label": viewset.serializer_class.Meta.model._meta.verbose_name_plural,
            "url": request.build_absolute_uri(reverse(f"api:{basename}-list")),
        }
        for prefix, viewset, basename in router.registry
    ]
    others = [
        {"name": name, "label": label, "url": request.build_absolute_uri(reverse(f"api:{route}"))}
        for name, label, route in WITHOUT_RECORD
    ]
    return [*found, *others]


@extend_schema(responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}})
@api_view(["GET"])
@permission_classes([AllowAny])
@renderer_classes([JSONRenderer])
def root(request: Request) -> Response:
    """The addresses of all resources."""
    return Response({resource["name"]: resource["url"] for resource in resources(request)})


EVIDENCE = [
    path("disagreements/", projects.DisagreementViewSet.as_view({"get": "list"}), name="disagreement-list"),
    path("projects/<str:slug>/evidence/", projects.EvidenceViewSet.as_view({"get": "of_project"}), name="evidence"),
]
urlpatterns = [path("", root, name="root"), *router.urls, path("codes/", projects.codes, name="codes"), *EVIDENCE]
urlpatterns.append(path("suggest/", suggest, name="suggest"))
urlpatterns += [
    path("changes/", ChangeViewSet.as_view({"get": "list"}), name="change-list"),
    path("revisions/<int:pk>/", RevisionViewSet.as_view({"get": "retrieve"}), name="revision-detail"),
    path("revisions/<int:pk>/undo/", RevisionViewSet.as_view({"post": "undo"}), name="revision-undo"),
]
