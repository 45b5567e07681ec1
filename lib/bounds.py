"""How a source limits a number, between which numbers the truth then lies, and honest sums of such numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

Number = int | Decimal
Limits = tuple[Number | None, Number | None]

# "About" is plus or minus a tenth: the registry's own rule, named wherever it is used.
ABOUT_PERCENT = 10
# Limits that are no whole numbers are kept to this step.
STEP = Decimal("0.0001")


class Bound(TextChoices):
    """The sense in which a number is meant."""

    EXACT = "exact", _("exact")
    ABOUT = "about", _("about")
    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    UP_TO = "up_to", _("up to")
    LESS_THAN = "less_than", _("less than")
    RANGE = "range", _("range")


OPEN_ABOVE = frozenset({Bound.MORE_THAN, Bound.AT_LEAST})
OPEN_BELOW = frozenset({Bound.UP_TO, Bound.LESS_THAN})
STRICT = frozenset({Bound.MORE_THAN, Bound.LESS_THAN})
SYMBOLS = {
    Bound.ABOUT: "≈",
    Bound.MORE_THAN: ">",
    Bound.AT_LEAST: "≥",
    Bound.UP_TO: "≤",
    Bound.LESS_THAN: "<",
}


def symbol(bound: str) -> str:
    """The sign in front of a number; "" for exact, for a range and for no bound."""
    return SYMBOLS.get(bound, "")  # type: ignore[call-overload]


def is_strict(bound: str) -> bool:
    """Whether the stated number itself is excluded."""
    return bound in STRICT


def limits(bound: str, value: Number | None, low: Number | None, high: Number | None, *, whole: bool) -> Limits:
    """The lowest and the highest number that the statement allows; None is open.

    A range takes its ends from `low` and `high` and has no value. For every other bound both follow from `value` and
    may be given only as they follow. About is plus or minus 10 %, rounded outward: to whole numbers where `whole`, else
    to four places.

    Raises ValidationError naming "value", "low", "high" or "bound", with code "required", "invalid", "negative",
    "whole", "reversed" or "follows".
    """
    _check(whole, value=value, low=low, high=high)
    if bound == Bound.RANGE:
        return _range(value, low, high)
    if value is None:
        raise _wrong("value", _("Give a number."), "required")
    derived = _derived(bound, value, whole)
    for name, given, follows in (("low", low, derived[0]), ("high", high, derived[1])):
        if given is not None and given != follows:
            raise _wrong(
                name, _("This follows from the value and its bound; only a range has ends of its own."), "follows"
            )
    return derived


@dataclass(frozen=True)
class Term:
    """One number of a sum, as a claim has it: `low` and `high` as of `limits`."""

    value: Number | None
    low: Number | None
    high: Number | None
    bound: str


@dataclass(frozen=True)
class Total:
    """A sum and its sense: every sum of numbers that the terms allow lies between `low` and `high` (None is open).

    `value` is the number to say beside `bound`, None for a range; `about` tells that a part of it is an "about".
    """

    low: Number
    high: Number | None
    value: Number | None
    bound: Bound
    about: bool


def total(terms: Iterable[Term]) -> Total | None:
    """The sum of the terms; None when there is none, since then nothing is stated.

    Its value adds the stated values, of a range the low end and of "up to" nothing: 1,500, more than 4,000 and about
    300 are "more than about 5,800", at least 5,770.
    """
    terms = list(terms)
    if not terms:
        return None
    highs = [term.high for term in terms if term.high is not None]
    bound, is_open = _bound_of_sum({Bound(term.bound) for term in terms}), len(highs) < len(terms)
    if is_open and bound not in OPEN_ABOVE:
        bound = Bound.AT_LEAST  # a high end was too large to be kept
    values = [_stated(term, at_most=bound in OPEN_BELOW) for term in terms]
    return Total(
        low=sum(term.low for term in terms if term.low is not None),
        high=None if is_open else sum(highs),
        value=None if bound == Bound.RANGE else sum(values),
        bound=bound,
        about=any(term.bound == Bound.ABOUT for term in terms),
    )


def _bound_of_sum(bounds: set[Bound]) -> Bound:
    if above := bounds & OPEN_ABOVE:
        return Bound.MORE_THAN if above & STRICT else Bound.AT_LEAST
    if bounds <= OPEN_BELOW:
        return Bound.LESS_THAN if bounds & STRICT else Bound.UP_TO
    if bounds & {Bound.RANGE, *OPEN_BELOW}:
        return Bound.RANGE
    return Bound.ABOUT if Bound.ABOUT in bounds else Bound.EXACT


def _stated(term: Term, *, at_most: bool) -> Number:
    """What a term adds to the value of a sum."""
    if term.bound == Bound.RANGE:
        return term.low or 0
    if term.bound in OPEN_BELOW and not at_most:
        return 0
    return term.value or 0


def _check(whole: bool, **numbers: Number | None) -> None:
    for name, number in numbers.items():
        if number is None:
            continue
        if not Decimal(number).is_finite():
            raise _wrong(name, _("Give a number."), "invalid")
        if number < 0:
            raise _wrong(name, _("A number below zero makes no sense here."), "negative")
        if whole and number % 1:
            raise _wrong(name, _("Give a whole number."), "whole")


def _range(value: Number | None, low: Number | None, high: Number | None) -> Limits:
    if value is not None:
        raise _wrong("value", _("A range has a low and a high end and no single value."), "invalid")
    for name, end in (("low", low), ("high", high)):
        if end is None:
            raise _wrong(name, _("A range needs both ends."), "required")
    if low is not None and high is not None and low > high:
        raise _wrong("high", _("The high end of a range must not be below its low end."), "reversed")
    return low, high


def _derived(bound: str, value: Number, whole: bool) -> Limits:
    match bound:
        case Bound.EXACT:
            return value, value
        case Bound.ABOUT:
            return _around(value, whole)
        case Bound.MORE_THAN | Bound.AT_LEAST:
            return value, None
        case Bound.UP_TO | Bound.LESS_THAN:
            return None, value
    raise _wrong("bound", _("“%(value)s” is no bound."), "invalid", value=str(bound)[:40])


def _around(value: Number, whole: bool) -> tuple[Number, Number]:
    """The ends of "about", rounded outward."""
    step = Decimal(1) if whole else STEP
    low, high = (Decimal(value) * (100 + percent) / 100 for percent in (-ABOUT_PERCENT, ABOUT_PERCENT))
    ends = low.quantize(step, ROUND_FLOOR), high.quantize(step, ROUND_CEILING)
    return (int(ends[0]), int(ends[1])) if whole else ends


def _wrong(field: str, message: Any, code: str, **params: Any) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code, params=params)})
