"""The page that lists where sources disagree, by size."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lib.filters import CommaField
from lib.pages import Column, ListPage

from ..disagreement_list import DisagreementFilter, DisagreementListing, disagreeing_claims
from ..models import Facility
from .evidence_page import disagreement_row

COLUMNS = (
    Column(_("What"), "attribute"),
    Column(_("Project"), "project"),
    Column(_("Claims"), "claims", is_number=True),
    Column(_("From lowest to highest")),
    Column(_("Apart by"), "spread", is_number=True),
    Column(_("What stands")),
)


class DisagreementPage(ListPage):
    """The groups of claims that differ, among those that this reader may see."""

    def __init__(self, request: HttpRequest) -> None:
        claims = disagreeing_claims(request)
        super().__init__(
            request,
            DisagreementFilter,
            claims,
            resource="api:disagreement-list",
            columns=COLUMNS,
            offered=("attribute",),
        )
        size = self.listing.controls.page_size
        self.listing = DisagreementListing(self.filterset, members=[])
        self.listing.controls.page_size = size

    @cached_property
    def table(self) -> list[dict[str, Any]]:
        """The rows; one query for the names of facilities, where there are any."""
        slugs = {group.about.facility for group in self.rows} - {""}
        names: dict[int, dict[str, str]] = defaultdict(dict)
        for facility in Facility.objects.current().filter(slug__in=slugs) if slugs else ():
            names[facility.project_id][facility.slug] = facility.name
        return [disagreement_row(group, names[group.about.project_id]) for group in self.rows]

    def _options(self, name: str, field: CommaField, chosen: list[str]) -> list[dict[str, Any]]:
        """The attributes; how many disagreements each has would take a statement of its own."""
        labels = field.labels([code for code, _label in field.choices])
        return [
            {"name": name, "value": value, "label": label, "is_chosen": value in chosen}
            for value, label in labels.items()
        ]

    @property
    def exports(self) -> list[dict[str, Any]]:
        return [one for one in super().exports if one["name"] == "JSON"]
