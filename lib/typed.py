"""Numbers as people type them: blanks, commas and points are taken where they can mean one thing only."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Blanks and apostrophes only ever part thousands; a comma or a point may as well begin the decimals.
ALWAYS_GROUPS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*", re.ASCII)
MOST_DIGITS = 18
MOST_PLACES = 4


def read_number(text: str, *, whole: bool) -> Decimal | None:
    """The number that a person typed, None for nothing; `whole` tells that only a whole number can be meant.

    "420 000 000", "420,000,000", "1,234.5" and "2,5" mean one thing. "4,000" is 4000 where the number is whole, else it
    could as well be 4: it is refused, as all is that has letters or signs. Raises ValidationError with code "number",
    "unclear", "whole" or "digits".
    """
    text = text.strip()
    if not text:
        return None
    bare = _without_groups(text)
    if not NUMBER.fullmatch(bare):
        raise ValidationError(_("Write the number in digits, as 420 000 000 or 2.5."), code="number")
    commas, points = bare.count(","), bare.count(".")
    if commas and points:
        bare = _mixed(bare, text)
    elif commas > 1 or points > 1:
        bare = _grouped(bare, "," if commas else ".", text)
    elif commas and len(bare) - bare.index(",") == 4:
        if not whole:
            raise _unclear(text)
        bare = _grouped(bare, ",", text)
    return _checked(Decimal(bare.replace(",", ".")), whole)


def spaced(number: int | Decimal | None) -> str:
    """A number for an input: its thousands parted by blanks, its decimals behind a point; "" for None."""
    if number is None:
        return ""
    number = Decimal(number)
    text = f"{int(number):,}" if number == number.to_integral_value() else f"{number.normalize():,f}"
    return text.replace(",", " ")


def _without_groups(text: str) -> str:
    """The text without blanks between thousands; as it is where they part something else."""
    whole, mark, rest = re.match(r"([^.,]*)([.,]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    parts = re.split(f"[{ALWAYS_GROUPS}]", whole)
    if len(parts) > 1 and not (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])):
        return text
    return "".join(parts) + mark + rest


def _mixed(bare: str, text: str) -> str:
    """Of two marks the last begins the decimals."""
    groups, decimals = (",", ".") if bare.rindex(".") > bare.rindex(",") else (".", ",")
    if bare.count(decimals) > 1:
        raise _unclear(text)
    whole, _mark, places = bare.partition(decimals)
    return f"{_grouped(whole, groups, text)}.{places}"


def _grouped(bare: str, mark: str, text: str) -> str:
    """The digits of thousands parted by `mark`."""
    first, *others = bare.split(mark)
    if not 1 <= len(first) <= 3 or first == "0" or any(len(part) != 3 for part in others):
        raise _unclear(text)
    return first + "".join(others)


def _checked(number: Decimal, whole: bool) -> Decimal:
    if whole and number % 1:
        raise ValidationError(_("Give a whole number."), code="whole")
    places = max(0, -int(number.normalize().as_tuple().exponent))
    if len(f"{number:f}".replace(".", "").lstrip("0")) > MOST_DIGITS or places > MOST_PLACES:
        raise ValidationError(_("This number has too many digits."), code="digits")
    return number.to_integral_value() if whole else number


def _unclear(text: str) -> ValidationError:
    message = _("“%(text)s” can be read in two ways: part thousands by blanks and begin decimals with a point.")
    return ValidationError(message, code="unclear", params={"text": text[:40]})
