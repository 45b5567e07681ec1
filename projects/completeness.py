"""How much is known of a project: which of the attributes that every project should state are stated, and why not.

The rules are those of docs/completeness.md; `settle()` keeps what follows from them, `clocks` counts the same in SQL.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q

from .attributes import ATTRIBUTES
from .models.claim_codes import Missing, Rank

if TYPE_CHECKING:
    from .models import Claim

# What every project should state.
CORE = tuple(code for code, spec in ATTRIBUTES.items() if spec.core)

# A year of data is no fresher than its first day: of these, the claim that was said last.
LAST_SAID = {"last_said_on": "said_on", "last_said_first": "said_first", "last_said_last": "said_last"}


class Gap(NamedTuple):
    """An attribute without a value, and why by the claim that says so (a code of `Missing`), "" where none does."""

    attribute: str
    reason: str

    @property
    def label(self) -> str:
        return str(ATTRIBUTES[self.attribute].label)


@dataclass(frozen=True)
class Completeness:
    """What is stated of the core attributes, as the columns of a project keep it."""

    stated: int
    applicable: int
    gaps: tuple[Gap, ...]

    @classmethod
    def of(cls, stated: Collection[str], silent: Mapping[str, "Claim"]) -> "Completeness":
        """`stated` are attributes with a value, `silent` the claims that say why another one has none."""
        reasons = {code: silent[code].missing if code in silent else "" for code in CORE if code not in stated}
        gaps = [Gap(code, reason) for code, reason in reasons.items() if reason != Missing.NOT_APPLICABLE]
        told = len(CORE) - len(reasons)
        return cls(told, told + len(gaps), tuple(gaps))

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "stated": self.stated,
            "applicable": self.applicable,
            "completeness": self.stated * 100 // self.applicable if self.applicable else None,
            "unstated": " ".join(f"{gap.attribute}:{gap.reason}" for gap in self.gaps),
        }


def read_gaps(unstated: str) -> list[Gap]:
    """The gaps that a project's column `unstated` keeps."""
    return [Gap(*part.split(":")) for part in unstated.split()]


def counts(claims: Any) -> dict[int, dict[str, int]]:
    """By project, of its current claims: how many independent publishers they have, and how many doubts are open.

    Sources without a publisher count each for itself; a claim that was set aside has no open doubt. One query.
    """
    source = "citation__source"
    named = Count(f"{source}__publisher", filter=~Q(**{f"{source}__publisher": ""}), distinct=True)
    nameless = Count(source, filter=Q(**{f"{source}__publisher": ""}), distinct=True)
    doubts = Count("doubts", filter=~Q(rank=Rank.DEPRECATED), distinct=True)
    rows = claims.current().order_by().values("project").annotate(publishers=named + nameless, open=doubts)
    return {row["project"]: {"publishers": row["publishers"], "doubts": row["open"]} for row in rows}
