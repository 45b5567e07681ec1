"""The resources of the API that are about projects."""

from .claims import ClaimViewSet, EventViewSet
from .codes import AgreementViewSet, ProductViewSet, SectorViewSet, codes
from .projects import ProjectViewSet

__all__ = [
    "AgreementViewSet",
    "ClaimViewSet",
    "EventViewSet",
    "ProductViewSet",
    "ProjectViewSet",
    "SectorViewSet",
    "codes",
]
