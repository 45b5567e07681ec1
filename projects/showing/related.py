"""Projects that have to do with one: the same investor, the same sector in the same region, a shared product."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lib.translations import shown_name
from regions.codes import RegionKind

from ..models import Participation, Project, ProjectProduct, ProjectQuerySet, ProjectSector
from .columns import BACKERS
from .links import link_to

# How many rows are looked at for each reason, and how many projects are shown.
MOST_ROWS, MOST = 60, 6
# Places so large that lying in them ties nothing together.
VAST = (RegionKind.WORLD, RegionKind.AREA, RegionKind.COUNTRY)


class Reason(NamedTuple):
    """Why a project is related, and the name of what both share."""

    why: str
    name: str


Found = list[tuple[int, Reason]]


def related(project: Project, among: ProjectQuerySet, *, but: Collection[int] = ()) -> list[dict[str, Any]]:
    """Rows of `slug`, `title`, `link` and `reasons`, those with most reasons first.

    A query a reason and one for the projects.

    `among` are the projects that the reader may see, `but` keys of those that the page shows already. Needs the
    participations, products, sectors and the region of the project fetched.
    """
    ties: dict[int, list[Reason]] = defaultdict(list)
    aside = {project.pk, *but}
    for found in (_same_investors(project, among), _same_goods(project, among), _same_field(project, among)):
        for key, reason in found:
            if key not in aside:
                ties[key].append(reason)
    nearest = sorted(ties, key=lambda key: (-len(ties[key]), key))[:MOST]
    projects = among.in_bulk(nearest) if nearest else {}
    return [
        {"slug": projects[key].slug, "title": projects[key].title, "link": link_to(projects[key]), "reasons": ties[key]}
        for key in nearest
        if key in projects
    ]


def _same_investors(project: Project, among: ProjectQuerySet) -> Found:
    shared = {row.investor_id: row.investor for row in project.participations.all() if row.role in BACKERS}
    rows = Participation.objects.current().filter(investor__in=shared, role__in=BACKERS, project__in=among)
    return _found(rows, "investor", shared, _("Same investor"))


def _same_goods(project: Project, among: ProjectQuerySet) -> Found:
    shared = {row.product_id: row.product for row in project.project_products.all()}
    rows = ProjectProduct.objects.current().filter(product__in=shared, project__in=among)
    return _found(rows, "product", shared, _("Same product"))


def _same_field(project: Project, among: ProjectQuerySet) -> Found:
    """Those of one of its sectors in its region; in a place as large as a country none."""
    if project.region is None or project.region.kind in VAST:
        return []
    shared = {row.sector_id: row.sector for row in project.project_sectors.all()}
    near = among.filter(region=project.region)
    rows = ProjectSector.objects.current().filter(sector__in=shared, project__in=near)
    return _found(rows, "sector", shared, _("Same region and sector"))


def _found(rows: QuerySet[Any], column: str, shared: dict[int, Any], why: str) -> Found:
    """The projects that these rows name, the newest first, each with what it shares."""
    if not shared:
        return []
    pairs = rows.order_by("-project", column).values_list("project", column).distinct()[:MOST_ROWS]
    return [(key, Reason(why, shown_name(shared[other]))) for key, other in pairs]
