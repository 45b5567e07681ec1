"""The record forms of projects and of what belongs to them."""

from .agreement import AgreementSerializer
from .claim import ClaimSerializer, RateSerializer
from .codes import AimSerializer, ProductSerializer, SectorSerializer
from .disagreement import DisagreementSerializer
from .event import EventSerializer
from .project import ProjectSerializer

__all__ = [
    "AgreementSerializer",
    "AimSerializer",
    "ClaimSerializer",
    "DisagreementSerializer",
    "EventSerializer",
    "ProductSerializer",
    "ProjectSerializer",
    "RateSerializer",
    "SectorSerializer",
]
