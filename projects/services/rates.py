from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sources.models import Source

from ..models import BASE_CURRENCY, OLDEST, Claim, ExchangeRate, Project
from ..rates_file import Errors, Rate


class Imported(NamedTuple):
    """What an import did; `projects` is how many of them changed by it."""

    made: int
    corrected: int
    same: int
    projects: int


@transaction.atomic
def import_rates(rates: Iterable[Rate], *, source: Source, errors: Errors, correct: bool = False) -> Imported:
    """Store the rates of a source and convert the claims that they are for; all of them, or none.

    `errors` has what is wrong with the file already. Raises ValidationError by place ("7.KZT") for those and for all
    that is found here. A stored rate that differs is an error too, unless `correct` asks to replace it.
    """
    rates, errors = list(rates), dict(errors)
    stored = _stored(rates, source)
    made, corrected = [], []
    for rate in rates:
        row = stored.get((rate.currency, rate.day))
        try:
            if row is None:
                made.append(_checked(ExchangeRate(currency=rate.currency, day=rate.day, rate=rate.rate, source=source)))
            elif row.rate != rate.rate:
                corrected.append(_corrected(row, rate, correct))
        except ValidationError as error:
            errors[rate.place] = error
    if errors:
        raise ValidationError(errors)
    ExchangeRate.objects.bulk_create(made, batch_size=500)
    ExchangeRate.objects.bulk_update(corrected, ["rate"], batch_size=500)
    changed = convert_anew([*made, *corrected])
    return Imported(len(made), len(corrected), len(rates) - len(made) - len(corrected), changed)


@transaction.atomic
def save_rate(rate: ExchangeRate) -> ExchangeRate:
    """Store one rate and convert the claims that it is for. Raises ValidationError by field."""
    rate.full_clean()
    rate.save()
    convert_anew([rate])
    return rate


def convert_anew(rates: Iterable[ExchangeRate]) -> int:
    """Settle the projects with claims that one of these rates may convert; returns how many changed."""
    days: dict[str, list[date]] = {}
    for rate in rates:
        days.setdefault(rate.currency, []).append(rate.day)
    claims = Claim.objects.none()
    for currency, of_currency in days.items():
        said = (min(of_currency), max(of_currency) + OLDEST)
        claims |= Claim.objects.filter(currency=currency, said_first__range=said)
    return Project.objects.filter(pk__in=claims.values("project")).settle()


def _stored(rates: list[Rate], source: Source) -> dict[tuple[str, date], ExchangeRate]:
    """The source's rates over the days and currencies of these, in one query."""
    if not rates:
        return {}
    days = [rate.day for rate in rates]
    rows = ExchangeRate.objects.filter(
        source=source, currency__in={rate.currency for rate in rates}, day__range=(min(days), max(days))
    )
    return {(row.currency, row.day): row for row in rows}


def _checked(rate: ExchangeRate) -> ExchangeRate:
    """Raises ValidationError without a field: the place in the file says more."""
    try:
        rate.clean()
    except ValidationError as error:
        raise ValidationError(error.messages) from None
    if rate.currency == BASE_CURRENCY:
        raise ValidationError(_("A rate says what one US dollar costs in another currency."), code="base")
    return rate


def _corrected(row: ExchangeRate, rate: Rate, correct: bool) -> ExchangeRate:
    if not correct:
        message = _("The registry has %(rate)s from this source for this day; --correct replaces it.")
        raise ValidationError(message, code="differs", params={"rate": f"{row.rate.normalize():f}"})
    row.rate = rate.rate
    return row
