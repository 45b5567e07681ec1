"""The record forms of projects and of what belongs to them."""

from .agreement import AgreementSerializer
from .claim import ClaimSerializer
from .codes import AimSerializer, ProductSerializer, SectorSerializer
from .event import EventSerializer
from .project import ProjectSerializer

__all__ = [
    "AgreementSerializer",
    "AimSerializer",
    "ClaimSerializer",
    "EventSerializer",
    "ProductSerializer",
    "ProjectSerializer",
    "SectorSerializer",
]
