"""Where the sources of a project are set side by side."""

from collections.abc import Iterable
from typing import Any

from django import template

from ..models import Claim, Project
from ..showing.evidence_page import evidence_links

register = template.Library()


@register.inclusion_tag("projects/_evidence_links.html")
def evidence_side_by_side(project: Project, claims: Iterable[Claim]) -> dict[str, Any]:
    """The pages of a project's evidence by attribute, from claims that are fetched already."""
    return {"links": evidence_links(project, claims)}
