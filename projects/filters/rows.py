"""How the lists beside the projects are narrowed and ordered."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from investors.models import Investor
from lib.bounds import Bound
from lib.filters import (
    CommaFilter,
    DayFilter,
    StrictBooleanFilter,
    StrictFilterSet,
    WordsFilter,
)
from lib.keyset import stated
from regions.models import Region
from sources.models import Source

from ..attributes import attribute_choices
from ..models import (
    Agreement,
    AgreementKind,
    Claim,
    DoubtCode,
    Event,
    EventKind,
    Missing,
    Product,
    Project,
    Sector,
    can_see_drafts,
)


class OfProjectFilterSet(StrictFilterSet):
    """A list of rows that can be narrowed to some projects; drafts are known to editors alone."""

    project = CommaFilter(label=_("project"), field_name="project__slug", records=Project.objects.public)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.request is not None and can_see_drafts(self.request.user):
            self.filters["project"].extra["records"] = Project.objects.all


class PrintedFilter(django_filters.CharFilter):
    """Rows with these very letters in `as_printed`; not by LIKE, which ignores the case of letters on SQLite."""

    def filter(self, queryset: QuerySet[Any], letters: str) -> QuerySet[Any]:
        if not letters:
            return queryset
        return queryset.filter(GreaterThan(StrIndex("as_printed", Value(letters)), 0))


class ClaimFilter(OfProjectFilterSet):
    """The filters of claims; current ones unless retired=true."""

    q = PrintedFilter(label=_("words as printed"), max_length=200)
    attribute = CommaFilter(label=_("attribute"), choices=attribute_choices)
    source = CommaFilter(label=_("source"), field_name="citation__source__slug", records=Source.objects.all)
    missing = CommaFilter(label=_("no value because"), choices=Missing.choices)
    doubt = CommaFilter(label=_("doubt"), field_name="doubts__code", choices=DoubtCode.choices, distinct=True)
    bound = CommaFilter(label=_("bound"), choices=Bound.choices)
    stands = StrictBooleanFilter(label=_("stands"))
    retired = StrictBooleanFilter(label=_("retired too"), method="as_is")

    orderings = {
        "recorded_at": "recorded_at",
        "said_on": "said_first",
        "attribute": "attribute",
        "project": "project__slug",
    }
    default_ordering = ["project", "attribute"]

    class Meta:
        model = Claim
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        retired = self.chosen.get("retired")
        return super().filter_queryset(queryset if retired else queryset.filter(retired_at=None))

    def as_is(self, queryset: QuerySet[Any], _name: str, _value: bool) -> QuerySet[Any]:
        """For `retired`, which takes a condition away where all others add one."""
        return queryset


class EventFilter(OfProjectFilterSet):
    kind = CommaFilter(label=_("kind"), choices=EventKind.choices)
    source = CommaFilter(label=_("source"), field_name="citation__source__slug", records=Source.objects.all)
    after = DayFilter(label=_("on or after"), field_name="date_first", lookup_expr="gte")
    before = DayFilter(label=_("on or before"), field_name="date_last", lookup_expr="lte")

    orderings = {"date": "date_first", "kind": "kind", "project": "project__slug"}
    default_ordering = ["-date"]

    class Meta:
        model = Event
        fields: list[str] = []


class SectorFilter(StrictFilterSet):
    q = WordsFilter(label=_("words"))
    parent = CommaFilter(label=_("above it"), field_name="parent__code", records=Sector.objects.all, key="code")

    orderings = {"code": "code", "name": "name"}
    default_ordering = ["code"]

    class Meta:
        model = Sector
        fields: list[str] = []


class ProductFilter(StrictFilterSet):
    q = WordsFilter(label=_("words"))

    orderings = {"slug": "slug", "name": "name"}
    default_ordering = ["slug"]

    class Meta:
        model = Product
        fields: list[str] = []


class NamedFilter(CommaFilter):
    """Agreements that name one of several today: one of whose current rows `field_name` has it at `path`."""

    def __init__(self, *args: Any, path: str, **options: Any) -> None:
        self.path = path
        super().__init__(*args, **options)

    def filter(self, queryset: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        if not values:
            return queryset
        rows = queryset.model._meta.get_field(self.field_name).related_model.objects.current()
        return queryset.filter(Exists(rows.filter(agreement=OuterRef("pk"), **{f"{self.path}__in": values})))


class AgreementFilter(StrictFilterSet):
    q = WordsFilter(label=_("words"))
    kind = CommaFilter(label=_("kind"), choices=AgreementKind.choices)
    party = NamedFilter(
        label=_("party"), field_name="parties", path="region__code", records=Region.objects.all, key="code"
    )
    participant = NamedFilter(
        label=_("participant"), field_name="participants", path="investor__slug", records=Investor.objects.all
    )

    orderings = {"slug": "slug", "title": "title", "date": stated("date")}
    default_ordering = ["slug"]

    class Meta:
        model = Agreement
        fields: list[str] = []
