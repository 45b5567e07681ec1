"""How projects are narrowed and ordered: one filterset for pages, API, facets, sums and exports."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from investors.models import Investor
from lib.bounds import Bound
from lib.countries import country_choices
from lib.filters import (
    CommaFilter,
    CountFilter,
    DayFilter,
    QuantityFilter,
    StrictFilterSet,
    WordsFilter,
)
from lib.keyset import in_order_of
from lib.search import found
from lib.units import convert, units_like
from regions.models import Region
from sources.models import Source

from ..attributes import ATTRIBUTES, Stage, attribute_choices
from ..disagreements import disagreeing
from ..models import (
    Aim,
    Claim,
    Doubt,
    DoubtCode,
    Participation,
    Product,
    Project,
    ProjectAim,
    ProjectKind,
    ProjectMarket,
    ProjectProduct,
    ProjectSector,
    Publication,
    Rank,
    Role,
    Sector,
    can_see_drafts,
)
from ..services import ROWS
from .fields import BoxFilter, YearFilter, units

MATCH = [("certain", _("certainly")), ("possible", _("possibly"))]

# Where "not stated" shows in the projection; of other attributes a standing claim with a value is looked for.
UNSTATED = {
    "investment": Q(investment_claim=None),
    "jobs": Q(jobs_claim=None),
    "stage": Q(stage=""),
    "region": Q(region=None),
    "announced_on": Q(announced_on=""),
    "commissioning_on": Q(commissioning_on=""),
}
# Lists of the record form that may be empty: what has none is asked for by the member's name, as an attribute is.
UNLISTED = {
    "sectors": "project_sectors",
    "participations": "participations",
    "products": "project_products",
    "aims": "project_aims",
}
UNLISTED_LABELS = {
    "sectors": _("sector"),
    "participations": _("investor"),
    "products": _("product"),
    "aims": _("aim"),
}


def missing_choices() -> list[tuple[str, Any]]:
    """What may be asked for as "not stated"."""
    return [*attribute_choices(), *UNLISTED_LABELS.items()]


# Filters that are asked of one participation together.
PARTICIPATION = {"investor": "investor__slug__in", "country": "investor__country__in", "role": "role__in"}


class ProjectForm(forms.Form):
    """Checks what spans two parameters."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("capacity_min") is not None and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", ValidationError(_("A capacity needs its unit, as unit=MAW."), code="required"))
        for low, high in (("amount_min", "amount_max"), ("jobs_min", "jobs_max")):
            if None not in (cleaned.get(low), cleaned.get(high)) and cleaned[low] > cleaned[high]:
                self.add_error(low, ValidationError(_("The least is more than the most."), code="invalid"))
        return cleaned


def _stated(low: str, high: str) -> Q:
    return Q(**{f"{low}__isnull": False}) | Q(**{f"{high}__isnull": False})


def at_least(number: Any, low: str, high: str, bound: str, *, certain: bool) -> Q:
    """Rows whose bounded figure is certainly, or possibly, `number` or more; without a figure neither."""
    if certain:
        return Q(**{f"{low}__gte": number})
    reaches = Q(**{f"{high}__gt": number}) | Q(**{high: number}) & ~Q(**{bound: Bound.LESS_THAN})
    return reaches | Q(**{f"{high}__isnull": True, f"{low}__isnull": False})


def at_most(number: Any, low: str, high: str, bound: str, *, certain: bool) -> Q:
    """Rows whose bounded figure is certainly, or possibly, `number` or less; without a figure neither."""
    if certain:
        return Q(**{f"{high}__lte": number})
    reaches = Q(**{f"{low}__lt": number}) | Q(**{low: number}) & ~Q(**{bound: Bound.MORE_THAN})
    return reaches | Q(**{f"{low}__isnull": True, f"{high}__isnull": False})


AMOUNT = ("amount_usd_low", "amount_usd_high", "amount_bound")
JOBS = ("jobs_low", "jobs_high", "jobs_bound")
CAPACITY = ("quantity_low", "quantity_high", "bound")


class ProjectFilter(StrictFilterSet):
    """The filters of projects. Each `by_...` method says as a condition what its parameter takes.

    match=certain takes what bounds and trees guarantee, match=possible what they allow.
    """

    q = WordsFilter(label=_("words"))
    stage = CommaFilter(label=_("stage"), choices=Stage.choices)
    region = CommaFilter(label=_("region"), records=Region.objects.all, key="code")
    sector = CommaFilter(label=_("sector"), records=Sector.objects.all, key="code")
    investor = CommaFilter(label=_("investor"), records=Investor.objects.all)
    country = CommaFilter(label=_("investor's country"), choices=country_choices)
    role = CommaFilter(label=_("role"), choices=Role.choices)
    product = CommaFilter(label=_("product"), records=Product.objects.all)
    market = CommaFilter(label=_("market"), records=Region.objects.all, key="code")
    aim = CommaFilter(label=_("aim"), records=Aim.objects.all)
    kind = CommaFilter(label=_("kind"), choices=ProjectKind.choices)
    amount_min = CountFilter(label=_("investment in USD, at least"))
    amount_max = CountFilter(label=_("investment in USD, at most"))
    jobs_min = CountFilter(label=_("jobs, at least"))
    jobs_max = CountFilter(label=_("jobs, at most"))
    capacity_min = QuantityFilter(label=_("capacity, at least"))
    unit = django_filters.ChoiceFilter(label=_("unit of the capacity"), choices=units)
    year = YearFilter(label=_("year announced"))
    announced_after = DayFilter(label=_("announced on or after"))
    announced_before = DayFilter(label=_("announced on or before"))
    commissioning_after = DayFilter(label=_("commissioning on or after"))
    commissioning_before = DayFilter(label=_("commissioning on or before"))
    missing = CommaFilter(label=_("not stated"), choices=missing_choices)
    disagrees = CommaFilter(label=_("sources disagree on"), choices=attribute_choices)
    completeness_min = CountFilter(label=_("attributes stated, at least in percent"), max_value=100)
    publishers_min = CountFilter(label=_("independent publishers, at least"))
    said_after = DayFilter(label=_("last said on or after"))
    said_before = DayFilter(label=_("last said on or before"))
    doubt = CommaFilter(label=_("doubt"), choices=DoubtCode.choices)
    bbox = BoxFilter(label=_("within the box"))
    source = CommaFilter(label=_("source"), records=Source.objects.all)
    publication = CommaFilter(label=_("publication"), choices=Publication.choices)
    match = django_filters.ChoiceFilter(label=_("match"), choices=MATCH)

    orderings = {
        "slug": "slug",
        "title": "title",
        "stage": in_order_of("stage", Stage.values),
        "region": "region__code",
        "investment": Coalesce("amount_usd_low", "amount_usd_high"),
        "jobs": Coalesce("jobs_low", "jobs_high"),
        "announced_on": "announced_first",
        "commissioning_on": "commissioning_first",
        "completeness": "completeness",
        "publishers": "publishers",
        "doubts": "doubts",
        "last_said_on": "last_said_first",
        "verified_on": "verified_on",
        "updated_at": "updated_at",
    }
    default_ordering = ["-investment"]
    checked_always = ("unit",)

    class Meta:
        model = Project
        fields: list[str] = []
        form = ProjectForm

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A parameter of editors is unknown to everybody else.
        if self.request is None or not can_see_drafts(self.request.user):
            del self.filters["publication"]

    @property
    def certain(self) -> bool:
        return self.chosen.get("match") != "possible"

    def labels(self, name: str, chosen: Any) -> dict[Any, str]:
        # What every list has is no filter in use.
        return {} if (name, chosen) == ("match", "certain") else super().labels(name, chosen)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The projects that all parameters take; only published ones unless `publication` asks for others."""
        return queryset.filter(Q(publication__in=self.publications), self.condition(self.chosen))

    @property
    def publications(self) -> list[str]:
        return self.chosen.get("publication") or [Publication.PUBLISHED]

    def condition(self, names: Iterable[str]) -> Q:
        """What these of the chosen filters take."""
        condition = Q()
        for name in names:
            if method := getattr(self, f"by_{name}", None):
                condition &= method(self.chosen[name])
        if PARTICIPATION.keys() & set(names):
            condition &= _has(Participation, self.participation_condition())
        return condition

    def by_q(self, words: str) -> Q:
        """Every word in the project's own texts, the names that it shows, or its cited words."""
        return found(Project, words)

    def by_stage(self, codes: list[str]) -> Q:
        return Q(stage__in=codes)

    def by_kind(self, codes: list[str]) -> Q:
        return Q(kind__in=codes)

    def by_region(self, codes: list[str]) -> Q:
        return self._in_tree(Region, "region", codes)

    def by_market(self, codes: list[str]) -> Q:
        return _has(ProjectMarket, self._in_tree(Region, "region", codes))

    def by_sector(self, codes: list[str]) -> Q:
        return _has(ProjectSector, self._in_tree(Sector, "sector", codes))

    def _in_tree(self, model: Any, column: str, codes: list[str]) -> Q:
        """In these places of a tree or below them; possibly, also where only a place above them is known."""
        inside = Q(**{f"{column}__in": model.objects.within(codes)})
        return inside if self.certain else inside | Q(**{f"{column}__in": model.objects.around(codes)})

    def participation_condition(self) -> Q:
        """One participation has all of it: TBEA as a lender is not TBEA beside any lender."""
        condition = Q()
        for name, column in PARTICIPATION.items():
            if name in self.chosen:
                condition &= Q(**{column: self.chosen[name]})
        return condition

    def by_product(self, slugs: list[str]) -> Q:
        return _has(ProjectProduct, Q(product__slug__in=slugs))

    def by_aim(self, slugs: list[str]) -> Q:
        return _has(ProjectAim, Q(aim__slug__in=slugs))

    def by_amount_min(self, number: int) -> Q:
        return at_least(number, *AMOUNT, certain=self.certain)

    def by_amount_max(self, number: int) -> Q:
        return at_most(number, *AMOUNT, certain=self.certain)

    def by_jobs_min(self, number: int) -> Q:
        return at_least(number, *JOBS, certain=self.certain)

    def by_jobs_max(self, number: int) -> Q:
        return at_most(number, *JOBS, certain=self.certain)

    def by_unit(self, code: str) -> Q:
        """A standing capacity, of the project or of one facility, in a unit that measures the same."""
        least = self.chosen.get("capacity_min")
        condition = Q(pk__in=[])
        for unit in units_like(code):
            fits = Q(unit=unit.code)
            if least is not None:
                fits &= at_least(convert(least, code, unit.code), *CAPACITY, certain=self.certain)
            condition |= fits
        return Exists(_claims("capacity").filter(condition))

    def by_year(self, years: list[str]) -> Q:
        """All days that the date can mean, or possibly one of them, lie in one of these years."""
        condition = Q(pk__in=[])
        for year in map(int, years):
            first, last = date(year, 1, 1), date(year, 12, 31)
            condition |= self._from(first, "announced") & self._until(last, "announced")
        return condition

    def by_announced_after(self, day: Any) -> Q:
        return self._from(day, "announced")

    def by_announced_before(self, day: Any) -> Q:
        return self._until(day, "announced")

    def by_commissioning_after(self, day: Any) -> Q:
        return self._from(day, "commissioning")

    def by_commissioning_before(self, day: Any) -> Q:
        return self._until(day, "commissioning")

    def by_said_after(self, day: Any) -> Q:
        return self._from(day, "last_said")

    def by_said_before(self, day: Any) -> Q:
        return self._until(day, "last_said")

    def _from(self, day: Any, name: str) -> Q:
        """All days that the date can mean, or possibly one of them, lie on or after `day`."""
        if self.certain:
            return Q(**{f"{name}_first__gte": day})
        return ~Q(**{f"{name}_on": ""}) & (Q(**{f"{name}_last__gte": day}) | Q(**{f"{name}_last": None}))

    def _until(self, day: Any, name: str) -> Q:
        if self.certain:
            return Q(**{f"{name}_last__lte": day})
        return ~Q(**{f"{name}_on": ""}) & (Q(**{f"{name}_first__lte": day}) | Q(**{f"{name}_first": None}))

    def by_missing(self, codes: list[str]) -> Q:
        condition = Q(pk__in=[])
        for code in codes:
            condition |= is_missing(code)
        return condition

    def by_disagrees(self, codes: list[str]) -> Q:
        """Current claims of one thing, of the project or of one facility, say different things."""
        return Q(pk__in=disagreeing(Claim.objects.filter(attribute__in=codes)).values("project"))

    def by_completeness_min(self, percent: int) -> Q:
        return Q(completeness__gte=percent)

    def by_publishers_min(self, number: int) -> Q:
        return Q(publishers__gte=number)

    def by_doubt(self, codes: list[str]) -> Q:
        """A current claim that nobody set aside is in doubt for one of these reasons."""
        open_ones = Doubt.objects.filter(claim__project=OuterRef("pk"), claim__retired_at=None, code__in=codes)
        return Exists(open_ones.exclude(claim__rank=Rank.DEPRECATED))

    def by_bbox(self, box: tuple[float, float, float, float]) -> Q:
        """A site in the box; without coordinates, a region that lies in it, or possibly one that meets it."""
        west, south, east, north = box
        site = Q(latitude__gte=south, latitude__lte=north, longitude__gte=west, longitude__lte=east)
        unknown = Q(latitude=None)
        if self.certain:
            inside = Q(
                region__west__gte=west, region__east__lte=east, region__south__gte=south, region__north__lte=north
            )
            return site | unknown & inside & Q(region__west__lte=F("region__east"))
        meets = Q(region__west__lte=east, region__east__gte=west, region__south__lte=north, region__north__gte=south)
        return site | unknown & meets

    def by_source(self, slugs: list[str]) -> Q:
        """Any current row of the project that cites one of these sources."""
        condition = Q(pk__in=[])
        for kind in ROWS.values():
            condition |= _has(kind.model, Q(citation__source__slug__in=slugs))
        return condition


def _has(model: Any, condition: Q) -> Exists:
    return Exists(model.objects.current().filter(condition, project=OuterRef("pk")))


def is_missing(code: str) -> Q:
    """Whether a project does not state this attribute, or has no row of this list."""
    if code in UNSTATED:
        return UNSTATED[code]
    if rows := UNLISTED.get(code) or ATTRIBUTES[code].rows:
        return ~_has(ROWS[rows].model, Q())
    return ~Exists(_claims(code))


def _claims(attribute: str) -> Any:
    """The standing claims of a project, and of its facilities, that have a value of this attribute."""
    return Claim.objects.filter(project=OuterRef("pk"), attribute=attribute, stands=True, missing="")
