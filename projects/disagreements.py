"""Where sources disagree: what all current claims of one thing say, which one stands, and how far they lie apart.

Claims are compared only within a group: equal project, facility, attribute, basis and date. Those that an editor set
aside and those without a value take no part. Numbers differ by their limits, money of different currencies by its
limits in US dollars where both have a rate; codes, places and days differ when they are not the same.

The rule is here twice: of claims in memory (`Group`), and of all groups in one statement (`disagreeing`). A test holds
both equal.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    FloatField,
    Func,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf, Round

from lib.units import UNITS, Unit, base_unit

from .attributes import ValueKind
from .models import GROUP, Claim, ClaimQuerySet, Rank
from .weighing import Rule, rule_before

PLACES = 6  # of the base unit, to which quantities are compared
STEP = Decimal(10) ** -PLACES
EXACT = DecimalField(max_digits=30, decimal_places=PLACES)
NUMBERS = (ValueKind.MONEY, ValueKind.QUANTITY)

Ends = tuple[Any, Any]


@dataclass(frozen=True)
class Group:
    """All current claims of one thing, in the order in which they stand; those that never stand come last."""

    claims: tuple[Claim, ...]

    @classmethod
    def all_of(cls, claims: Iterable[Claim]) -> list["Group"]:
        """The groups of claims that come in the order of `first_stands_first`."""
        found: dict[tuple[Any, ...], list[Claim]] = defaultdict(list)
        for claim in claims:
            found[claim.group].append(claim)
        return [cls(tuple(sorted(group, key=lambda one: one.rank == Rank.DEPRECATED))) for group in found.values()]

    @property
    def about(self) -> Claim:
        """A claim that tells what all of them are about."""
        return self.claims[0]

    @property
    def key(self) -> tuple[Any, ...]:
        return self.about.group

    @cached_property
    def weighed(self) -> list[Claim]:
        """The claims that may stand: those that nobody set aside."""
        return [claim for claim in self.claims if claim.rank != Rank.DEPRECATED]

    @property
    def stands(self) -> Claim | None:
        return self.weighed[0] if self.weighed else None

    @property
    def rule(self) -> Rule | None:
        """The step by which the claim that stands does so before the next one; None where none stands."""
        if len(self.weighed) < 2:
            return Rule.ONLY if self.weighed else None
        return rule_before(*self.weighed[:2])

    @cached_property
    def compared(self) -> list[Claim]:
        return [claim for claim in self.weighed if not claim.missing]

    @property
    def differs(self) -> bool:
        """Whether two of the claims say different things, as far as they can be compared."""
        said = {(scale(claim), said_of(claim)) for claim in self.compared}
        if len(said) > len({scale(claim) for claim in self.compared}):
            return True
        dollars = priced(self.compared)
        return len({claim.currency for claim in dollars}) > 1 and len(set(dollars.values())) > 1

    @cached_property
    def farthest(self) -> tuple[tuple[Any, Claim], tuple[Any, Claim]] | None:
        """The lowest and the highest number, each with the claim that names it; None where no two can be compared."""
        ends = ends_in_one_scale(self.compared)
        if len(ends) < 2:
            return None
        lows = [(_either(low, high), claim) for claim, (low, high) in ends.items()]
        highs = [(_either(high, low), claim) for claim, (low, high) in ends.items()]
        return min(lows, key=_number), max(highs, key=_number)

    @property
    def span(self) -> Ends | None:
        """The lowest and the highest number that is named; None where fewer than two can be compared."""
        return None if self.farthest is None else (self.farthest[0][0], self.farthest[1][0])

    @property
    def spread(self) -> float | None:
        """How far the numbers lie apart, as a part of the highest: 0.5 is half of it; None where `span` is."""
        if self.span is None:
            return None
        lowest, highest = self.span
        return float(Decimal(highest - lowest) / highest) if highest else 0.0


def scale(claim: Claim) -> tuple[str, str]:
    """In what the value is told: only numbers of one scale are compared as they are."""
    match claim.kind:
        case ValueKind.MONEY:
            return claim.currency, ""
        case ValueKind.QUANTITY:
            return base_unit(claim.unit).code, claim.per
    return "", ""


def said_of(claim: Claim) -> Any:
    """What a claim says in its scale: the limits of a number, else the code, the place or the date."""
    if claim.kind not in NUMBERS:
        return claim.code or claim.region_id or claim.date
    if claim.kind == ValueKind.MONEY:
        return claim.amount_low, claim.amount_high
    factor = UNITS[claim.unit].factor
    return tuple(
        None if end is None else (end * factor.numerator / factor.denominator).quantize(STEP, ROUND_HALF_UP)
        for end in (claim.quantity_low, claim.quantity_high)
    )


def priced(claims: Iterable[Claim]) -> dict[Claim, Ends]:
    """The limits in dollars of the claims of money that have such."""
    ends = {claim: (claim.usd_low, claim.usd_high) for claim in claims}
    return {claim: limits for claim, limits in ends.items() if limits != (None, None)}


def ends_in_one_scale(claims: Iterable[Claim]) -> dict[Claim, Ends]:
    """The limits of numbers of one thing, so that they can be compared: of several currencies those in dollars.

    A claim that cannot be compared is not among them; where the units measure different things none is.
    """
    numbers = [claim for claim in claims if claim.kind in NUMBERS]
    if len({scale(claim) for claim in numbers}) > 1:
        return priced(numbers)
    return {claim: said_of(claim) for claim in numbers}


def _number(named: tuple[Any, Claim]) -> Any:
    return named[0]


def _either(end: Any, other: Any) -> Any:
    return other if end is None else end


def groups_of(claims: ClaimQuerySet) -> list[Group]:
    """The groups of these claims, read with all that their record form shows: two queries."""
    return Group.all_of(claims.current().for_record().first_stands_first())


class Joined(Func):
    """Texts in a row. Flat: SQLite's parser refuses what is nested as deeply as a Concat of many parts can be."""

    template, arg_joiner = "(%(expressions)s)", " || "
    output_field = CharField()


def disagreeing(claims: QuerySet[Claim]) -> QuerySet[Any]:
    """The groups whose claims differ, as rows of GROUP with `n` (claims compared); one statement.

    The claims are compared as `Group` does it. `claims` must have all claims of a group or none of them.
    """
    compared = claims.filter(retired_at=None, missing="").exclude(rank=Rank.DEPRECATED).order_by()
    is_priced = Q(usd_low__isnull=False) | Q(usd_high__isnull=False)
    told = compared.values(*GROUP).annotate(
        n=Count("pk"),
        scales=Count(_scale(), distinct=True),
        sayings=Count(_said(), distinct=True),
        priced=Count("pk", filter=is_priced),
        currencies=Count("currency", distinct=True, filter=is_priced),
        dollars=Count(Joined(_text("usd_low"), Value(" "), _text("usd_high")), distinct=True, filter=is_priced),
    )
    return told.filter(Q(sayings__gt=F("scales")) | Q(currencies__gt=1, dollars__gt=1))


def with_spread(groups: QuerySet[Any]) -> QuerySet[Any]:
    """The groups of `disagreeing` with `spread`, as `Group` has it."""
    low, high = _end("low"), _end("high")
    return groups.annotate(
        lowest=Min(Coalesce(low, high)),
        highest=Max(Coalesce(high, low)),
        lowest_usd=Min(Coalesce("usd_low", "usd_high")),
        highest_usd=Max(Coalesce("usd_high", "usd_low")),
    ).annotate(
        spread=Case(
            When(scales=1, n__gt=1, then=_part("lowest", "highest")),
            When(scales__gt=1, priced__gt=1, then=_part("lowest_usd", "highest_usd")),
            output_field=FloatField(),
        )
    )


def _scale() -> Joined:
    return Joined("currency", Value(" "), _by_unit(lambda unit: Value(base_unit(unit.code).code), F("unit")), "per")


def _said() -> Joined:
    """The scale and what is said in it, equal for equal sayings; of a quantity the limits in its base unit."""
    place = Coalesce(Cast("region", CharField()), Value(""))
    parts = [_scale(), _text("amount_low"), _text("amount_high"), _text(_quantity("low")), _text(_quantity("high"))]
    parts += [place, F("code"), F("date")]
    return Joined(*[one for part in parts for one in (part, Value("|"))])


def _by_unit(value: Callable[[Unit], Value], default: Any) -> Case:
    """A value for each unit that is no base unit."""
    others = [unit for unit in UNITS.values() if base_unit(unit.code) != unit]
    return Case(*[When(unit=unit.code, then=value(unit)) for unit in others], default=default)


def _factor(unit: Unit) -> Value:
    """By what to multiply: a division of whole numbers would have no decimals on SQLite."""
    factor = Decimal(unit.factor.numerator) / unit.factor.denominator
    return Value(factor, output_field=DecimalField(max_digits=40, decimal_places=20))


def _quantity(name: str) -> Cast:
    """The limit of a quantity in its base unit, as a decimal of so many places."""
    converted = F(f"quantity_{name}") * _by_unit(_factor, _factor(base_unit("TNE")))
    return Cast(Round(converted, PLACES, output_field=EXACT), EXACT)


def _end(name: str) -> Coalesce:
    return Coalesce(Cast(f"amount_{name}", EXACT), _quantity(name))


def _text(number: Any) -> Coalesce:
    return Coalesce(Cast(number, CharField()), Value(""))


def _part(lowest: str, highest: str) -> Coalesce:
    """The distance as a part of the highest number: none of zero, null where there is no number."""
    top = Cast(NullIf(F(highest), Value(0)), FloatField())
    zero = Case(When(**{highest: 0}, then=Value(0.0)), output_field=FloatField())
    return Coalesce((top - Cast(F(lowest), FloatField())) / top, zero)
