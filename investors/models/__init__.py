"""Organizations, their names and identifiers, and who owns whom."""

from .investor import (
    CountryBasis,
    Investor,
    InvestorIdentifier,
    InvestorKind,
    InvestorName,
    InvestorNameKind,
    InvestorQuerySet,
    InvestorWords,
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
    "InvestorWords",
    "Ownership",
    "WithShare",
    "share_constraints",
]
