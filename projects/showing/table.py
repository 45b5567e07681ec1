"""Projects as rows of a table."""

from typing import Any

from lib.translations import shown

from ..models import Claim, Participation, Project, Role
from .figures import by_attribute, figure_of, printed, words_url
from .links import Link, link_to

BACKERS = (Role.INVESTOR, Role.LEAD_INVESTOR)


def table_row(project: Project) -> dict[str, Any]:
    """A row of `projects/_table.html`. Needs what `reading.with_words` fetches."""
    gaps = by_attribute(project.gaps)
    sectors = sorted(project.project_sectors.all(), key=lambda row: not row.primary)
    return {
        "title": shown(project, "title"),
        "slug": project.slug,
        "name": project.title,
        "url": project.get_absolute_url(),
        "note": "" if project.is_public else str(project.get_publication_display()),
        "investors": backers(project.participations.all()),
        "sector": link_to(sectors[0].sector) if sectors else None,
        "region": link_to(project.region, gaps.get("region")) if project.region else None,
        "stage": stage_of(project, gaps.get("stage")),
        "investment": figure_of(project.investment_claim or gaps.get("investment")),
        "jobs": figure_of(project.jobs_claim or gaps.get("jobs")),
    }


def stage_of(project: Project, claim: Claim | None) -> Link | None:
    """The stage with the mark of the claim that tells it; None for "not stated"."""
    if not project.stage:
        return None
    words = {"words_url": words_url(claim), "as_printed": printed(claim)} if claim else {}
    return Link(str(project.get_stage_display()), **words)


def backers(participations: Any) -> list[Link]:
    """Who invests in the project, each once."""
    investors: dict[Any, Participation] = {}
    for row in participations:
        if row.role in BACKERS:
            investors.setdefault(row.investor_id, row)
    return [link_to(row.investor) for row in investors.values()]
