"""All that the sources say of a project, by attribute: what stands first, the other claims folded away."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ..attributes import ATTRIBUTES
from ..models import Claim, Project
from .evidence import evidence_row
from .evidence_page import evidence_links

Row = dict[str, Any]


def evidence_list(project: Project, claims: Iterable[Claim], facilities: Mapping[str, str]) -> list[Row]:
    """Rows of `projects/_evidence.html`: the links of `evidence_links`, each with rows of claims that stand and others.

    What is said of the whole project comes before what is said of its `facilities` (names by slug).
    """
    claims = list(claims)
    order = ["", *facilities]
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: (order.index(claim.facility), claim.basis, claim.for_date, claim.pk)):
        found[claim.attribute].append(claim)
    named = [code for code in ATTRIBUTES if code in found]
    links = evidence_links(project, claims)
    return [_group(link, found[code], facilities) for code, link in zip(named, links, strict=True)]


def _group(link: Row, claims: list[Claim], facilities: Mapping[str, str]) -> Row:
    rows = [evidence_row(claim, facilities) for claim in claims]
    return {
        **link,
        "standing": [row for row in rows if row["stands"]],
        "others": [row for row in rows if not row["stands"]],
    }
