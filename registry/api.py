"""The resources of the API, version 1."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from investors.api import InvestorViewSet
from projects import api as projects
from regions.api import RegionViewSet
from sources.api import SourceViewSet

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

urlpatterns = [*router.urls, path("codes/", projects.codes, name="codes")]
