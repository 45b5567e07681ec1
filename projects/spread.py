"""How a selection spreads over classes of size and over years: how many projects certainly, how many possibly."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Count, IntegerField, Q, QuerySet, When
from django.db.models.functions import Cast, ExtractYear

from lib.bounds import Bound

from .filters import UNSTATED
from .models import Project

MILLION = 10**6
# Where the classes of investment in US dollars begin; the last one is open.
SIZES = (0, MILLION, 10 * MILLION, 100 * MILLION, 1_000 * MILLION, 10_000 * MILLION)
# Years that are shown without a gap; of a longer time only those at which a date begins or ends.
MOST_YEARS = 40


# The key of the projects whose investment is stated in a currency without a rate to US dollars.
NO_RATE = "no_rate"


class Spread(NamedTuple):
    """A class by its key: projects that are certainly in it, and all that may be, these included.

    The class with key None has those of which nothing is stated.
    """

    key: int | str | None
    certain: int
    possible: int


def by_size(counted: QuerySet[Project]) -> list[Spread]:
    """The classes of investment, by where they begin in US dollars, smallest first; one query.

    The last but one are those without a rate to US dollars.
    """
    nothing = Q(amount_usd_low=None, amount_usd_high=None)
    counts = {
        "unstated": Count("pk", filter=nothing & UNSTATED["investment"]),
        "no_rate": Count("pk", filter=nothing & ~UNSTATED["investment"]),
    }
    for low, below in _classes():
        certain = _certainly(low, below)
        counts[f"certain_{low}"] = Count("pk", filter=certain)
        counts[f"possible_{low}"] = Count("pk", filter=certain | _possibly(low, below))
    found = counted.order_by().aggregate(**counts)
    classes = [Spread(low, found[f"certain_{low}"], found[f"possible_{low}"]) for low, _below in _classes()]
    aside = [Spread(key, found[name], found[name]) for key, name in ((NO_RATE, "no_rate"), (None, "unstated"))]
    return [*classes, *aside]


def _classes() -> list[tuple[int, int | None]]:
    return list(zip(SIZES, (*SIZES[1:], None), strict=True))


def _certainly(low: int, below: int | None) -> Q:
    """All amounts that are allowed lie in the class."""
    starts = Q(amount_usd_low__gte=low) if low else Q()
    if below is None:
        return starts
    return starts & (Q(amount_usd_high__lt=below) | Q(amount_usd_high=below, amount_bound=Bound.LESS_THAN))


def _possibly(low: int, below: int | None) -> Q:
    """An amount that is allowed lies in the class."""
    reaches = Q(amount_usd_high__gt=low) | Q(amount_usd_high=low) & ~Q(amount_bound=Bound.LESS_THAN)
    reaches |= Q(amount_usd_high=None, amount_usd_low__isnull=False)
    if below is None:
        return reaches
    return reaches & (Q(amount_usd_low=None) | Q(amount_usd_low__lt=below))


def by_year(counted: QuerySet[Project], name: str) -> list[Spread]:
    """The years of a date of the projection (announced, commissioning), as `over_years` has them; one query."""
    return over_years(counted.order_by().values_list(*span(name)).annotate(n=Count("pk")))


def span(name: str) -> tuple[Any, Any, Any]:
    """Whether a date of the projection is not stated, its first and its last year; null is open."""
    is_unstated = Case(When(UNSTATED[f"{name}_on"], then=True), default=False, output_field=BooleanField())
    # Cast: PostgreSQL extracts decimals, which the index reads as they come.
    first, last = (Cast(ExtractYear(f"{name}_{end}"), IntegerField()) for end in ("first", "last"))
    return is_unstated, first, last


def over_years(spans: Iterable[tuple[bool, int | None, int | None, int]]) -> list[Spread]:
    """The years of spans, each with the number of its projects, the first year first.

    A date that spans years is possible in each of them, without an end in all years shown on that side.
    """
    counts = list(spans)
    stated = [tuple(found) for aside, *found in counts if not aside]
    unstated = sum(count for aside, _first, _last, count in counts if aside)
    return [*(_year(year, stated) for year in _years(stated)), Spread(None, unstated, unstated)]


def _years(spans: Iterable[tuple[int | None, int | None, int]]) -> list[int]:
    named = sorted({year for first, last, _count in spans for year in (first, last) if year is not None})
    if not named or named[-1] - named[0] >= MOST_YEARS:
        return named
    return list(range(named[0], named[-1] + 1))


def _year(year: int, spans: Iterable[tuple[int | None, int | None, int]]) -> Spread:
    possible = [span for span in spans if (span[0] is None or span[0] <= year) and (span[1] is None or year <= span[1])]
    certain = sum(count for first, last, count in possible if first == last)
    return Spread(year, certain, sum(count for _first, _last, count in possible))
