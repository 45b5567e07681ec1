"""How a sum of a selection is made: which claims are its terms, and which projects are not in it and why."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from lib.bounds import Term
from lib.listing import Listing
from lib.units import base_unit, convert, units_like
from regions.models import Region

from .attributes import ATTRIBUTES
from .dimensions import DIMENSIONS, Dimension, parts_of
from .models import Claim, Missing, Project
from .stats import (
    MOST_NAMED,
    capacities,
    capacity_name,
    counted_once,
    in_group,
    in_other_groups,
    part_of,
    stated_dollars,
)

if TYPE_CHECKING:
    from .filters import ExplainFilter

# A capacity is stated, but none that this sum could take: of another unit, time or basis.
OTHER_SENSE = "other_sense"

RULES = {
    "investment": _(
        "Investments are added in US dollars, other currencies by the rate of the day they were said; what no rate "
        "converts is left out. Lowest ends and highest ends are added each for itself: one that is open leaves the "
        "sum open."
    ),
    "jobs": _(
        "The jobs stated for whole projects are added, those of operation where a source tells them apart. Lowest ends "
        "and highest ends are added each for itself: one that is open leaves the sum open."
    ),
    "capacity": _(
        "Capacities at full scale of one unit, time and basis are added; that of a facility only where its project "
        "states none in that unit. Lowest ends and highest ends are added each for itself: one that is open leaves the "
        "sum open."
    ),
}


@dataclass(frozen=True)
class Sum:
    """A sum of `stats` by its address there: "jobs", "capacity:t/a input"; of a capacity its base unit and sense."""

    name: str
    attribute: str
    unit: str = ""
    per: str = ""
    basis: str = ""

    @property
    def key(self) -> str:
        """Its name within a part of `stats`."""
        return self.name.removeprefix("capacity:")

    @property
    def rule(self) -> str:
        """How its figures are added, in words."""
        return str(RULES[self.attribute])


def _capacity_sums() -> list[Sum]:
    spec = ATTRIBUTES["capacity"]
    bases = dict.fromkeys(base_unit(unit).code for unit in spec.units)
    senses = [(unit, per, basis) for unit in bases for per in spec.per for basis in ("", *spec.bases)]
    return [Sum(f"capacity:{capacity_name(*sense)}", "capacity", *sense) for sense in senses]


SUMS = {one.name: one for one in (Sum("investment_usd", "investment"), Sum("jobs", "jobs"), *_capacity_sums())}


@dataclass(frozen=True)
class Grouped:
    """One group of a selection: the key as a text, "" for "not stated"; or all groups together `but` these.

    `place` is that whose parts are the groups.
    """

    group_by: str
    key: str = ""
    but: tuple[str, ...] = ()
    place: Region | None = None

    @property
    def dimension(self) -> Dimension:
        return DIMENSIONS[self.group_by] if self.place is None else parts_of(self.place)

    def projects(self, counted: QuerySet[Project]) -> QuerySet[Project]:
        if self.but:
            return in_other_groups(counted, self.dimension, self.but)
        return in_group(counted, self.dimension, self.key)


class Explanation:
    """One sum of a selection, or of one group of it; all of it follows from the same rows as `stats`."""

    def __init__(self, selection: QuerySet[Project], of: Sum, group: Grouped | None = None) -> None:
        self.of = of
        self.projects, self.left_out = counted_once(selection)
        if group is not None:
            # As in the groups of `stats`: who is left out of the whole is named there.
            self.projects, self.left_out = group.projects(self.projects), []

    @cached_property
    def total(self) -> dict[str, Any]:
        """The sum as `stats` has it. Four queries."""
        part = part_of(self.projects, self.of.key)
        if self.of.attribute == "capacity":
            part.senses[self.of.key] = {"unit": self.of.unit, "per": self.of.per, "basis": self.of.basis}
        return part.sum_of(self.of.key, self.left_out)

    @property
    def terms(self) -> QuerySet[Claim]:
        """The claims that are added, not yet ordered, with their stated number in `stated` and their size in `size`."""
        if self.of.attribute == "investment":
            claims = self._speaking("investment_claim").exclude(usd_low=None, usd_high=None)
            stated = stated_dollars("currency", "amount", "usd_low", "usd_high", "bound")
            return claims.annotate(stated=stated, size=Coalesce("usd_low", "usd_high"))
        size = Coalesce("quantity_low", "quantity_high")
        if self.of.attribute == "jobs":
            return self._speaking("jobs_claim").annotate(stated=F("quantity"), size=size)
        units = units_like(self.of.unit)
        sense = {"unit__in": [unit.code for unit in units], "per": self.of.per, "basis": self.of.basis}
        factors = [When(unit=unit.code, then=Value(float(unit.factor))) for unit in units]
        in_base = Cast(size, FloatField()) * Case(*factors, output_field=FloatField())
        return self._capacities().filter(missing="", **sense).annotate(stated=F("quantity"), size=in_base)

    def _speaking(self, column: str) -> QuerySet[Claim]:
        return Claim.objects.filter(pk__in=self.projects.filter(**{f"{column}__isnull": False}).values(column))

    def _capacities(self) -> QuerySet[Claim]:
        return capacities().filter(project__in=self.projects)

    def term(self, claim: Claim) -> Term:
        """What a claim of `terms` adds: dollars, jobs, or the base unit of the sum."""
        if self.of.attribute == "investment":
            return Term(claim.stated, claim.usd_low, claim.usd_high, claim.bound)
        numbers = (claim.stated, claim.quantity_low, claim.quantity_high)
        if self.of.attribute == "capacity":
            numbers = tuple(one if one is None else convert(one, claim.unit, self.of.unit) for one in numbers)
        return Term(*numbers, claim.bound)

    @property
    def _without(self) -> QuerySet[Project]:
        """The projects that have no term, in order."""
        return self.projects.exclude(pk__in=self.terms.order_by().values("project")).order_by("slug")

    @property
    def _unclear(self) -> QuerySet[Claim]:
        """Capacities that no sum could take: no unit is known of them."""
        return self._capacities().filter(missing=Missing.UNCLEAR).order_by("project__slug", "facility", "pk")

    @cached_property
    def excluded(self) -> list[dict[str, Any]]:
        """Who is not in the sum: [{"slug", "reason", "claim", "other"?, "facility"?}], at most MOST_NAMED.

        `claim` is the uid of the claim that says why; None where nothing is said. Three queries or fewer.
        """
        rows = [one | {"claim": None} for one in self.left_out]
        without = self._without
        if self.of.attribute == "capacity":
            unclear = self._unclear.values_list("project__slug", "facility", "uid")[:MOST_NAMED]
            rows += [
                {"slug": slug, "facility": facility, "reason": str(Missing.UNCLEAR), "claim": str(uid)}
                for slug, facility, uid in unclear
            ]
            without = without.exclude(pk__in=self._unclear.order_by().values("project"))
        rows += self._reasons(list(without.values_list("pk", "slug")[:MOST_NAMED]))
        first = len(self.left_out)
        return [*rows[:first], *sorted(rows[first:], key=lambda row: row["slug"])][:MOST_NAMED]

    @cached_property
    def excluded_count(self) -> int:
        """How many rows `excluded` would have without an end."""
        if self.of.attribute != "capacity":
            return int(self.total["excluded_count"])
        silent = self._without.exclude(pk__in=self._unclear.order_by().values("project"))
        return len(self.left_out) + self._unclear.count() + silent.count()

    def _reasons(self, projects: list[tuple[int, str]]) -> list[dict[str, Any]]:
        """Of projects (key and slug) why each has no term, with the claim that says so."""
        said = Claim.objects.filter(attribute=self.of.attribute, stands=True, for_date="")
        said = said.filter(project__in=[key for key, _slug in projects]).order_by("pk")
        if self.of.attribute != "capacity":
            # A number of another basis than the headline's does not speak for the project.
            headline = Q(pk=F("project__investment_claim")) | ~Q(missing="")
            said = said.filter(headline, facility="")
        found: dict[int, list[tuple[str, Any]]] = defaultdict(list)
        for project, missing, uid in said.values_list("project", "missing", "uid"):
            found[project].append((missing, uid))
        return [{"slug": slug} | self._reason(found[key]) for key, slug in projects]

    def _reason(self, said: list[tuple[str, Any]]) -> dict[str, Any]:
        # What has a value tells more than what has none.
        for missing, uid in sorted(said, key=lambda one: one[0] != ""):
            valued = "no_rate" if self.of.attribute == "investment" else OTHER_SENSE
            return {"reason": missing or valued, "claim": str(uid)}
        return {"reason": str(Missing.NOT_STATED), "claim": None}


class TermListing(Listing):
    """The terms of one sum, a page at a time, the largest first; `with_what_is_shown` fetches what a term shows."""

    filterset: "ExplainFilter"

    @cached_property
    def explanation(self) -> Explanation:
        return Explanation(self.selection, self.filterset.sum, self.filterset.grouped)

    @cached_property
    def count(self) -> int:
        return self.explanation.terms.order_by().count()

    def all_rows(self) -> QuerySet[Any]:
        return self.read(self.explanation.terms).order_by(F("size").desc(), "project__slug", "facility", "pk")


def with_what_is_shown(terms: QuerySet[Claim]) -> QuerySet[Claim]:
    """Fetch with terms their projects, their words and their rates. One query."""
    return terms.select_related("project", "citation__source", "usd_rate__source")
