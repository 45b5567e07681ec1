"""A claim as a figure: the number with the sign of its bound, its sense, and the way to the words of the source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.text import capfirst

from lib import edtf
from lib.bounds import Bound
from lib.numbers import bounded, bounded_words, money_short, quantity
from sources.models import Cited

from ..attributes import ValueKind
from ..models import BASE_CURRENCY, Claim, Doubt, Missing

# A conversion is never as exact as what was said.
DOLLAR_DIGITS = 3


@dataclass(frozen=True)
class Figure:
    """What `_figure.html` draws: `text` as it is seen ("> 4,000"), `words` as it is read out ("more than 4,000").

    A figure without a value says why in `missing`. `url` leads to the words of the source. `dollars` is what money of
    another currency was converted to, rounded.
    """

    text: str = ""
    words: str = ""
    modality: str = ""
    url: str = ""
    as_printed: str = ""
    doubts: list[str] = field(default_factory=list)
    missing: str = ""
    is_silent: bool = False
    dollars: str = ""


def figure_of(claim: Claim | None, *, with_notes: bool = False) -> Figure | None:
    """The figure of a claim; None for no claim, which is shown as "not stated". `with_notes` tells why it is in doubt.

    Needs the claim's citation with its source, its region and its doubts fetched.
    """
    if claim is None:
        return None
    doubts = [doubt_of(doubt, with_note=with_notes) for doubt in claim.doubts.all()]
    sense = {"url": words_url(claim), "as_printed": printed(claim), "doubts": doubts}
    if claim.missing:
        is_silent = claim.missing != Missing.UNCLEAR
        return Figure(missing=str(claim.get_missing_display()), is_silent=is_silent, **sense)
    text, words = value_of(claim)
    return Figure(text, words, str(claim.get_modality_display()), dollars=dollars_of(claim), **sense)


def doubt_of(doubt: Doubt, *, with_note: bool) -> str:
    """A doubt in words, and what an editor noted on it."""
    said = str(doubt.get_code_display())
    return f"{said}: {doubt.note}" if with_note and doubt.note else said


def value_of(claim: Claim) -> tuple[str, str]:
    """The value as it is seen and as it is read out; the same but for bounded numbers."""
    if claim.kind == ValueKind.DATE:
        return (edtf.say(claim.date),) * 2
    if claim.kind not in (ValueKind.MONEY, ValueKind.QUANTITY):
        return (claim.label,) * 2
    if claim.kind == ValueKind.MONEY:
        formatter = partial(money_short, currency=claim.currency)
    else:
        formatter = partial(quantity, unit=claim.unit, per=claim.per)
    number = (claim.value, claim.low, claim.high, claim.bound, formatter)
    return bounded(*number), bounded_words(*number)


def dollars_of(claim: Claim) -> str:
    """What was converted to US dollars, to three digits: "≈ $805 million"; "" where nothing was."""
    if claim.usd_rate_id is None:
        return ""
    ends = [end if end is None else _rounded(end) for end in (claim.usd_low, claim.usd_high)]
    bound = claim.bound if claim.bound != Bound.EXACT else Bound.ABOUT
    return bounded(None, *ends, bound, partial(money_short, currency=BASE_CURRENCY))


def _rounded(amount: int) -> int:
    return round(amount, DOLLAR_DIGITS - len(str(amount)))


def value_in_words(claim: Claim) -> str:
    """The value as it is read out, or the reason why there is none."""
    return str(claim.get_missing_display()) if claim.missing else value_of(claim)[1]


def printed(cited: Any) -> str:
    """The phrase of the source behind a row; "" where its words were not kept."""
    return getattr(cited, "as_printed", "") or (cited.citation.exact if cited.citation else "")


def words_url(cited: Cited) -> str:
    """Where the words behind a row stand, on the page of their source; "" for a row without citation."""
    return cited.citation.get_absolute_url() if cited.citation else ""


def label_of(claim: Claim) -> str:
    """What a claim tells, with its basis and its date: "Capacity · input, from 2027"."""
    scope = [claim.get_basis_display() if claim.basis else "", edtf.say(claim.for_date)]
    said = ", ".join(str(part) for part in scope if part)
    label = str(capfirst(claim.spec.label))
    return f"{label} · {said}" if said else label


def scope_of(claim: Claim, facilities: Mapping[str, str]) -> list[str]:
    """What a claim is about beside its project: a facility (names by slug), a basis, a date; [] for all of it."""
    parts = [facilities.get(claim.facility, claim.facility), claim.get_basis_display() if claim.basis else ""]
    return [str(part) for part in [*parts, edtf.say(claim.for_date)] if part]


def by_attribute(claims: Iterable[Claim]) -> dict[str, Claim]:
    """Of claims the first of each attribute."""
    found: dict[str, Claim] = {}
    for claim in claims:
        found.setdefault(claim.attribute, claim)
    return found
