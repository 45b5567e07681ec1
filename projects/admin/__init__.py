"""The admin of projects, their claims, agreements, and the codes that they use."""

from .agreement import AgreementAdmin
from .claim import ClaimAdmin
from .codes import AimAdmin, ProductAdmin, SectorAdmin
from .project import ProjectAdmin

__all__ = ["AgreementAdmin", "AimAdmin", "ClaimAdmin", "ProductAdmin", "ProjectAdmin", "SectorAdmin"]
