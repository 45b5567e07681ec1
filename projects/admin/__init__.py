"""The admin of projects, their claims, agreements, and the codes that they use."""

from .agreement import AgreementAdmin
from .claim import ClaimAdmin
from .codes import AimAdmin, ProductAdmin, SectorAdmin
from .project import ProjectAdmin
from .rates import ExchangeRateAdmin

__all__ = [
    "AgreementAdmin",
    "AimAdmin",
    "ClaimAdmin",
    "ExchangeRateAdmin",
    "ProductAdmin",
    "ProjectAdmin",
    "SectorAdmin",
]
