"""What belongs to a project, as its page shows it: parties, facilities, goods, related projects."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investors.models import CountryBasis, Investor
from lib.countries import country_name
from lib.numbers import number, share
from lib.translations import shown

from ..models import Claim, Direction, Facility, Participation, Project, ProjectRelation, RelationKind
from .figures import figure_of, label_of, printed, words_url
from .links import Link, link_to

DIRECTIONS = {Direction.INPUT: gettext_lazy("Goes in"), Direction.OUTPUT: gettext_lazy("Comes out")}

# How a relation reads from the other project's side.
OTHER_SIDE = {
    RelationKind.PART_OF: gettext_lazy("has as a part"),
    RelationKind.PHASE_OF: gettext_lazy("has as a phase"),
    RelationKind.SAME_AS: RelationKind.SAME_AS.label,
    RelationKind.SUPERSEDED_BY: gettext_lazy("supersedes"),
}

Row = dict[str, Any]


def projects_with(**filters: str) -> str:
    """The address of the list of projects under these filters."""
    return f"{reverse('projects:list')}?{urlencode(filters)}"


def parties(project: Project, facility_names: dict[str, str]) -> list[Row]:
    """Who takes part: each organization once for each role, with the facilities that it takes part in."""
    grouped: dict[tuple[int, str], list[Participation]] = defaultdict(list)
    for row in project.participations.all():
        grouped[row.investor_id, row.role].append(row)
    return [_party(rows, facility_names) for rows in grouped.values()]


def _party(rows: list[Participation], facility_names: dict[str, str]) -> Row:
    # What is said of the whole project says most.
    first = min(rows, key=lambda row: row.facility != "")
    parts = [row for row in rows if row.facility]
    return {
        "role": capfirst(first.get_role_display()),
        "link": link_to(first.investor, first),
        "country": _country(first.investor),
        "share": share(first.share_low, first.share_high),
        "facilities": [_part(row, facility_names) for row in parts],
    }


def _country(investor: Investor) -> Link | None:
    if not investor.country:
        return None
    basis = str(CountryBasis.INFERRED.label) if investor.country_basis == CountryBasis.INFERRED else ""
    return Link(country_name(investor.country), projects_with(country=investor.country), basis=basis)


def _part(row: Participation, facility_names: dict[str, str]) -> Link:
    name = facility_names.get(row.facility, row.facility)
    link = link_to(row.investor, row, url=f"#facility-{row.facility}", note=share(row.share_low, row.share_high))
    return replace(link, name=name)


def facilities(project: Project, standing: dict[str, list[Claim]]) -> list[Row]:
    """The parts of a project, each with the claims that stand of it (by facility) and its products."""
    return [_facility(facility, project, standing[facility.slug]) for facility in project.facilities.all()]


def _facility(facility: Facility, project: Project, claims: list[Claim]) -> Row:
    facts: list[Row] = [{"label": label_of(claim), "figure": figure_of(claim)} for claim in claims]
    own = [row for row in project.project_products.all() if row.facility == facility.slug]
    facts += [{"label": label, "links": links} for label, links in _products(own)]
    return {
        "id": f"facility-{facility.slug}",
        "name": shown(facility, "name"),
        "kind": capfirst(facility.get_kind_display()),
        "count": _count(facility.count_low, facility.count_high),
        "place": facility.place,
        "facts": facts,
        "note": facility.note,
        "words_url": words_url(facility),
        "as_printed": printed(facility),
    }


def _count(low: int | None, high: int | None) -> str:
    """How many a counted group has, in words; "" for a single facility."""
    match low, high:
        case 1, 1:
            return ""
        case None, None:
            return _("number not stated")
        case int(), None:
            return _("at least %(number)s") % {"number": number(low)}
        case None, int():
            return _("up to %(number)s") % {"number": number(high)}
    if low == high:
        return _("%(number)s in number") % {"number": number(low)}
    return _("%(low)s to %(high)s in number") % {"low": number(low), "high": number(high)}


def goods(project: Project, unsold: Claim | None) -> list[Row]:
    """What goes into the whole project and comes out, where it is to be sold, what it is for.

    Products of a facility stand there. `unsold` says why no market is named.
    """
    own = [row for row in project.project_products.all() if not row.facility]
    rows: list[Row] = [{"label": label, "links": links} for label, links in _products(own)]
    markets = [link_to(row.region, row) for row in project.project_markets.all()]
    if markets or unsold:
        rows.append({"label": _("Markets"), "links": markets, "figure": figure_of(unsold)})
    if aims := [link_to(row.aim, row, url=projects_with(aim=row.aim.slug)) for row in project.project_aims.all()]:
        rows.append({"label": _("Aims"), "links": aims})
    return rows


def _products(rows: Iterable[Any]) -> list[tuple[Any, list[Link]]]:
    """Products by direction, with a word where the source names them as some of several."""
    found = []
    for direction, label in DIRECTIONS.items():
        links = []
        for row in rows:
            if row.direction == direction:
                note = _("among others") if row.open_ended else ""
                links.append(link_to(row.product, row, url=projects_with(product=row.product.slug), note=note))
        if links:
            found.append((label, links))
    return found


def relations(project: Project, others: Iterable[ProjectRelation]) -> list[Row]:
    """Projects that this one belongs to, and those (`others`) that name it; all are such as the reader may see."""
    rows = [(row.get_kind_display(), row.other, row) for row in project.relations.all()]
    rows += [(OTHER_SIDE[RelationKind(row.kind)], row.project, row) for row in others]
    return [{"label": capfirst(str(kind)), "links": [link_to(other, row)]} for kind, other, row in rows]
