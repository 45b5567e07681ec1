"""Numbers, amounts of money and bounded figures as a reader of each language writes them (Unicode CLDR, by Babel)."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
)
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .bounds import OPEN_BELOW, Bound, Number, Total, symbol
from .countries import locale_of
from .units import unit_symbol

Formatter = Callable[[Number], str]

# Short amounts lose nothing: one with more digits than these, or out of these sizes, is written in full.
SHORT_DIGITS = 4
SHORT_FROM, SHORT_BELOW = 10**6, 10**15

WORDS = {
    Bound.ABOUT: gettext_lazy("about %(number)s"),
    Bound.MORE_THAN: gettext_lazy("more than %(number)s"),
    Bound.AT_LEAST: gettext_lazy("at least %(number)s"),
    Bound.UP_TO: gettext_lazy("up to %(number)s"),
    Bound.LESS_THAN: gettext_lazy("less than %(number)s"),
    Bound.RANGE: gettext_lazy("%(low)s to %(high)s"),
}
WORDS_ABOUT = {
    Bound.MORE_THAN: gettext_lazy("more than about %(number)s"),
    Bound.AT_LEAST: gettext_lazy("at least about %(number)s"),
    Bound.RANGE: gettext_lazy("about %(low)s to %(high)s"),
}


def number(amount: Number, language: str | None = None) -> str:
    """A number with all its digits: "1,320", "0.35"."""
    return str(format_decimal(_plain(amount), locale=_locale(language), decimal_quantization=False))


def compact(amount: Number, language: str | None = None) -> str:
    """A number as short as the language has it: "10M", in Russian "10 млн"; for the marks of an axis."""
    return str(format_compact_decimal(amount, locale=_locale(language)))


def quantity(amount: Number, unit: str, per: str = "", language: str | None = None) -> str:
    """A number and its unit (a code of `lib.units`): "1,320 MW", "1,000,000 t/a"; of people and things the number."""
    sign = unit_symbol(unit, per, language)
    return f"{number(amount, language)}\N{NO-BREAK SPACE}{sign}" if sign else number(amount, language)


def percent(amount: Number, language: str | None = None) -> str:
    """A number of hundredths with all its digits: "51%", in Russian "51 %"."""
    return str(format_percent(Decimal(amount) / 100, locale=_locale(language), decimal_quantization=False))


def share(low: Number | None, high: Number | None) -> str:
    """A share in percent between two limits: "51%", "≥ 51%", "≤ 60%", "51% – 60%"; "" when neither is known."""
    bound = Bound.RANGE if low is not None and high is not None else Bound.UP_TO if low is None else Bound.AT_LEAST
    return bounded(None, low, high, bound, percent)


def money(amount: Number, currency: str, language: str | None = None) -> str:
    """An amount with all its digits: "$3,700,000,000". `currency` is a code of ISO 4217."""
    locale = _locale(language)
    pattern = locale.currency_formats["standard"].pattern.replace("0.00", "0.##")
    said = format_currency(_plain(amount), currency, pattern, locale=locale, currency_digits=False)
    return _spaced(said, currency, locale)


def money_short(amount: Number, currency: str, language: str | None = None) -> str:
    """A large amount in millions, billions or what the language counts in, if that loses no digit, else in full.

    "$3.7 billion", "$5.659 billion", in Russian "3,7 млрд $", in Chinese "US$37亿"; 1,234,567 stays in full.
    """
    digits = Decimal(amount).normalize().as_tuple().digits
    if len(digits) > SHORT_DIGITS or not SHORT_FROM <= amount < SHORT_BELOW:
        return money(amount, currency, language)
    locale, places = _locale(language), SHORT_DIGITS - 1
    if locale.language == "en":
        # The short form of English is a letter that reads as a code: "$3.7B".
        short = format_compact_decimal(_plain(amount), format_type="long", locale=locale, fraction_digits=places)
        return money(0, currency, language).replace("0", short)
    said = format_compact_currency(_plain(amount), currency, locale=locale, fraction_digits=places)
    return _spaced(said, currency, locale)


def bounded(
    value: Number | None, low: Number | None, high: Number | None, bound: str, formatter: Formatter = number
) -> str:
    """A figure with the sign of its bound: "> 4,000", "≈ 300", "500,000 – 1,000,000"; "" without a number.

    Where only the limits are known, `value` may be None for any bound.
    """
    if bound == Bound.RANGE and low is not None and high is not None:
        return formatter(low) if low == high else f"{formatter(low)} – {formatter(high)}"
    stated = _stated(value, low, high, bound)
    return "" if stated is None else f"{symbol(bound)} {formatter(stated)}".strip()


def bounded_words(
    value: Number | None, low: Number | None, high: Number | None, bound: str, formatter: Formatter = number
) -> str:
    """A figure with its bound in words: "more than 4,000", "500,000 to 1,000,000"; "" without a number."""
    return _in_words(WORDS.get(bound), _stated(value, low, high, bound), low, high, formatter)  # type: ignore[call-overload]


def said(total: Total | None, formatter: Formatter = number) -> str:
    """A sum in words: "more than about 5,800"; "not stated" for None."""
    if total is None:
        return _("not stated")
    phrase = (total.about and WORDS_ABOUT.get(total.bound)) or WORDS.get(total.bound)
    stated = _stated(total.value, total.low, total.high, total.bound)
    return _in_words(phrase, stated, total.low, total.high, formatter)


def _in_words(phrase: Any, stated: Number | None, low: Number | None, high: Number | None, formatter: Formatter) -> str:
    if stated is None:
        return ""
    if phrase is None or low == high:
        return formatter(stated)
    parts = {"number": stated, "low": low, "high": high}
    return str(phrase % {name: formatter(part) for name, part in parts.items() if part is not None})


def _stated(value: Number | None, low: Number | None, high: Number | None, bound: str) -> Number | None:
    """The number that the source stated; it follows from the limits, as they follow from it."""
    if value is not None:
        return value
    if bound == Bound.ABOUT and low is not None and high is not None:
        return _plain(Decimal(low + high) / 2)
    return high if low is None or bound in OPEN_BELOW else low


def _plain(amount: Number) -> Number:
    """Without zeros at the end and without an exponent."""
    amount = Decimal(amount)
    return int(amount) if amount == amount.to_integral_value() else amount.normalize()


def _spaced(said: str, currency: str, locale: Locale) -> str:
    """Part a sign of letters from the digits behind it, as Unicode CLDR asks for and Babel does not: "KZT 420"."""
    sign = get_currency_symbol(currency, locale=locale)
    return re.sub(rf"({re.escape(sign)})(?=\d)", "\\1\N{NO-BREAK SPACE}", said) if sign[-1:].isalpha() else said


def _locale(language: str | None) -> Locale:
    return locale_of(language or get_language())
