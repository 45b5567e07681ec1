"""Organizations, their names and identifiers, and who owns whom."""

from .investor import (
    CountryBasis,
    Investor,
    InvestorIdentifier,
    InvestorKind,
    InvestorName,
    InvestorNameKind,
    InvestorQuerySet,
)
from .ownership import Ownership
from .share import WithShare, share_constraints

__all__ = [
    "CountryBasis",
    "Investor",
    "InvestorIdentifier",
    "InvestorKind",
    "InvestorName",
    "InvestorNameKind",
    "InvestorQuerySet",
    "Ownership",
    "WithShare",
    "share_constraints",
]
