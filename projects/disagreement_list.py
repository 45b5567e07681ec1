"""The list of all open disagreements: groups of claims that differ, those that lie farthest apart first."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lib.filters import CommaFilter, StrictFilterSet
from lib.listing import Listing, Page

from .attributes import attribute_choices
from .disagreements import Group, disagreeing, groups_of, with_spread
from .filters import OfProjectFilterSet
from .models import GROUP, Claim, Project, Publication


class DisagreementFilter(OfProjectFilterSet):
    """The filters of disagreements; it narrows claims and answers the groups that differ."""

    attribute = CommaFilter(label=_("attribute"), choices=attribute_choices)

    orderings = {"spread": "spread", "claims": "n", "project": "project__slug", "attribute": "attribute"}
    default_ordering = ["-spread"]

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_spread(disagreeing(super().filter_queryset(queryset)))


class EvidenceFilter(StrictFilterSet):
    """The filters of one project's claims."""

    attribute = CommaFilter(label=_("attribute"), choices=attribute_choices)

    class Meta:
        model = Claim
        fields: list[str] = []


class DisagreementListing(Listing):
    """The groups of one filterset, a page at a time; without a cursor, since a group is no row of a table."""

    def all_rows(self) -> QuerySet[Any]:
        ties = ["project_id", *GROUP[1:]]
        return self.selection.order_by(*[term.order() for term in self.terms], *ties)

    @cached_property
    def page(self) -> Page:
        """The page with its groups for rows."""
        page = super().page
        return Page(read_groups(page.rows), next=page.next, previous=page.previous)


def read_groups(rows: Iterable[dict[str, Any]]) -> list[Group]:
    """The groups of rows of `disagreeing`, in their order, with their claims: two queries, whatever their number."""
    keys = [tuple(row[name] for name in GROUP) for row in rows]
    claims = Claim.objects.filter(project__in={key[0] for key in keys}, attribute__in={key[2] for key in keys})
    found = {group.key: group for group in groups_of(claims)} if keys else {}
    return [found[key] for key in keys]


def disagreeing_claims(request: Any) -> QuerySet[Claim]:
    """The claims among which this reader may look for disagreements: none of withdrawn projects."""
    projects = Project.objects.visible_to(request.user).exclude(publication=Publication.WITHDRAWN)
    return Claim.objects.filter(project__in=projects)
