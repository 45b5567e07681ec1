from datetime import date

from django.utils.translation import gettext_lazy as _

from lib.filters import CommaFilter, DayFilter, StrictFilterSet, WordsFilter

from .codes import RegionKind
from .models import Region, RegionQuerySet


class WithinFilter(CommaFilter):
    """These places and all below them."""

    def filter(self, queryset: RegionQuerySet, codes: list[str]) -> RegionQuerySet:
        return queryset.within(codes) if codes else queryset


class ValidFilter(DayFilter):
    """Places that exist on a day."""

    def filter(self, queryset: RegionQuerySet, day: date | None) -> RegionQuerySet:
        return queryset.valid_on(day) if day else queryset


class RegionFilter(StrictFilterSet):
    q = WordsFilter(label=_("words"))
    kind = CommaFilter(label=_("kind"), choices=RegionKind.choices)
    parent = CommaFilter(label=_("part of"), field_name="parent__code", records=Region.objects.all, key="code")
    within = WithinFilter(label=_("within"), records=Region.objects.all, key="code")
    valid_on = ValidFilter(label=_("valid on"))

    # The tree: each place comes right before those within it.
    orderings = {
        "tree": "path",
        "code": "code",
        "name": "name",
        "kind": "kind",
        "valid_from": "valid_from",
        "updated_at": "updated_at",
    }
    default_ordering = ["tree"]

    class Meta:
        model = Region
        fields: list[str] = []
