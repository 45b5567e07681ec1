"""Reading exchange rates from a table as banks publish them: units of a currency for one US dollar.

Two shapes are read. One row a rate: `currency,day,rate`. One column a currency: `day,KZT,CNY`, where an empty cell is a
day without a rate. Columns come in any order, parted by comma, semicolon or tab.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lib.currencies import currencies

LONG = ("currency", "day", "rate")
DAY_NAMES = {"day": "day", "date": "day"}
# Blanks may part thousands; a comma or a point always begins the decimals, since a rate has few digits before it.
RATE = re.compile(r"(?P<whole>\d+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:[.,](?P<places>\d+))?", re.ASCII)
DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII),
)
MOST_DIGITS, MOST_PLACES = 15, 6

# What is wrong, by place: "7.rate" is the column `rate` of row 7; the headings are row 1.
Errors = dict[str, ValidationError]


@dataclass(frozen=True)
class Rate:
    """A rate of a file with its place there."""

    row: int
    column: str
    currency: str
    day: date
    rate: Decimal

    @property
    def place(self) -> str:
        return f"{self.row}.{self.column}"


def read_rates(text: str) -> tuple[list[Rate], Errors]:
    """The rates of a file and what is wrong with the others; the file is read to its end in any case."""
    errors: Errors = {}
    rows = _rows(text, errors)
    headings = next(rows, None)
    if headings is None:
        return [], errors or {"1": _wrong("empty", _("The file is empty."))}
    columns = _columns(headings[1], errors)
    if not columns:
        return [], errors
    found = []
    for number, cells in rows:
        if len(cells) != len(columns):
            message = _("This row has %(n)s cells, the headings are %(wanted)s.")
            errors[str(number)] = _wrong("cells", message, n=len(cells), wanted=len(columns))
            continue
        found += _rates(number, dict(zip(columns, (cell.strip() for cell in cells), strict=True)), errors)
    return _once(found, errors), errors


def _rows(text: str, errors: Errors) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its last line."""
    text = text.removeprefix("\ufeff")
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(";\t,", key=first.count), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        errors[str(reader.line_num)] = _wrong("csv", _("This is no table: %(error)s"), error=str(error))


def _columns(headings: list[str], errors: Errors) -> list[str]:
    """The columns by their names; none where a heading is wrong."""
    names = [DAY_NAMES.get(name.strip().lower(), name.strip()) for name in headings]
    if {name.lower() for name in names} >= {"currency", "rate"}:
        names = [name.lower() for name in names]
        known = set(LONG)
    else:
        names = [name if name == "day" else name.upper() for name in names]
        known = {"day", *currencies()}
    for name in names:
        if name not in known:
            errors[f"1.{name}"] = _wrong(
                "unknown", _("This is neither a column of this table nor a currency of ISO 4217.")
            )
        elif names.count(name) > 1:
            errors[f"1.{name}"] = _wrong("twice", _("This column is there twice."))
    needed = LONG if "currency" in names else ("day",)
    errors.update(
        {f"1.{name}": _wrong("required", _("This column is missing.")) for name in needed if name not in names}
    )
    return [] if errors else names


def _rates(number: int, cells: dict[str, str], errors: Errors) -> list[Rate]:
    """The rates of one row."""
    day = _read(_day, cells["day"], f"{number}.day", errors)
    if "currency" in cells:
        pairs = [("rate", cells["currency"].upper(), cells["rate"])]
        if pairs[0][1] not in currencies():
            errors[f"{number}.currency"] = _wrong("invalid", _("This is no currency of ISO 4217."))
    else:
        pairs = [(code, code, text) for code, text in cells.items() if code != "day" and text]
    rates = [(column, code, _read(_rate, text, f"{number}.{column}", errors)) for column, code, text in pairs]
    return [Rate(number, column, code, day, rate) for column, code, rate in rates if day and rate]


def _read(parse: Any, text: str, place: str, errors: Errors) -> Any:
    try:
        return parse(text)
    except ValidationError as error:
        errors[place] = error
        return None


def _day(text: str) -> date:
    for form in DAYS:
        if found := form.fullmatch(text):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise _wrong("day", _("Write a day of the calendar, as 2025-06-16 or 16.06.2025."))


def _rate(text: str) -> Decimal:
    found = RATE.fullmatch(text)
    if not found:
        raise _wrong("number", _("Write a number, as 518.37 or 518,37; thousands are parted by blanks or not at all."))
    whole, places = re.sub(r"\D", "", found["whole"]).lstrip("0"), (found["places"] or "").rstrip("0")
    if len(whole) > MOST_DIGITS - MOST_PLACES or len(places) > MOST_PLACES:
        raise _wrong("digits", _("A rate has at most 9 digits before the decimals and 6 of them."))
    rate = Decimal(f"{whole or 0}.{places or 0}")
    if not rate:
        raise _wrong("zero", _("A rate is greater than zero."))
    return rate


def _once(rates: list[Rate], errors: Errors) -> list[Rate]:
    """Each rate once; a second one that differs is an error."""
    first: dict[tuple[str, date], Rate] = {}
    for rate in rates:
        known = first.setdefault((rate.currency, rate.day), rate)
        if known.rate != rate.rate:
            message = _("Row %(row)s has another rate of this currency for this day.")
            errors[rate.place] = _wrong("twice", message, row=known.row)
    return list(first.values())


def _wrong(code: str, message: Any, **params: Any) -> ValidationError:
    return ValidationError(message, code=code, params=params)
