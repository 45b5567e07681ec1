"""Projects, what is claimed of them and by whom, their parts, parties, products, events and agreements."""

from .agreement import (
    Agreement,
    AgreementKind,
    AgreementParticipant,
    AgreementParty,
    AgreementQuerySet,
    AgreementScope,
    AgreementSector,
)
from .claim import Claim, Doubt
from .claim_codes import DoubtCode, Missing, Modality, Rank
from .codes import Aim, Product, Sector
from .facility import Facility, FacilityKind
from .links import (
    Direction,
    Event,
    EventKind,
    LinkBasis,
    Participation,
    ProjectAim,
    ProjectMarket,
    ProjectProduct,
    ProjectRelation,
    ProjectSector,
    RelationKind,
    Role,
)
from .project import Precision, Project, ProjectIdentifier, ProjectKind, ProjectQuerySet, Publication, can_see_drafts
from .rate import BASE_CURRENCY, OLDEST, ExchangeRate
from .standing import GROUP, ClaimQuerySet

__all__ = [
    "BASE_CURRENCY",
    "GROUP",
    "OLDEST",
    "Agreement",
    "AgreementKind",
    "AgreementParticipant",
    "AgreementParty",
    "AgreementQuerySet",
    "AgreementScope",
    "AgreementSector",
    "Aim",
    "Claim",
    "ClaimQuerySet",
    "Direction",
    "Doubt",
    "DoubtCode",
    "Event",
    "EventKind",
    "ExchangeRate",
    "Facility",
    "FacilityKind",
    "LinkBasis",
    "Missing",
    "Modality",
    "Participation",
    "Precision",
    "Product",
    "Project",
    "ProjectAim",
    "ProjectIdentifier",
    "ProjectKind",
    "ProjectMarket",
    "ProjectProduct",
    "ProjectQuerySet",
    "ProjectRelation",
    "ProjectSector",
    "Publication",
    "Rank",
    "RelationKind",
    "Role",
    "Sector",
    "can_see_drafts",
]
