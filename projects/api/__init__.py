"""The resources of the API that are about projects."""

from .claims import ClaimViewSet, EventViewSet
from .codes import AgreementViewSet, ProductViewSet, SectorViewSet, codes
from .disagreements import DisagreementViewSet, EvidenceViewSet
from .projects import ProjectViewSet

__all__ = [
    "AgreementViewSet",
    "ClaimViewSet",
    "DisagreementViewSet",
    "EventViewSet",
    "EvidenceViewSet",
    "ProductViewSet",
    "ProjectViewSet",
    "SectorViewSet",
    "codes",
]
