from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib.currencies import currencies
from sources.models import Source

from .standing import authority_first

BASE_CURRENCY = "USD"

# How much older than a claim a rate may be: a rule of the registry, named wherever a conversion is explained.
OLDEST = timedelta(days=31)


class ExchangeRateQuerySet(models.QuerySet["ExchangeRate"]):
    def for_claims(self) -> Subquery:
        """Of a queryset of claims, the key of the latest rate on or before each one's first day; it may be too old.

        Of several sources on that day the more authoritative one.
        """
        latest = self.filter(currency=OuterRef("currency"), day__lte=OuterRef("said_first"))
        return Subquery(latest.order_by("-day", authority_first("source__"), "pk").values("pk")[:1])


class ExchangeRate(models.Model):
    """What a source says one US dollar cost on a day: `rate` units of `currency` (ISO 4217).

    At most 15 digits, so that SQLite keeps every one of them.
    """

    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("day"))
    rate = models.DecimalField(_("units for one US dollar"), max_digits=15, decimal_places=6)
    source = models.ForeignKey(Source, models.PROTECT, related_name="exchange_rates", verbose_name=_("source"))
    recorded_at = models.DateTimeField(_("recorded at"), auto_now=True)

    objects = ExchangeRateQuerySet.as_manager()

    class Meta:
        ordering = ["currency", "-day", "pk"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            # In this order it is also the index that finds the rate of a claim.
            models.UniqueConstraint(
                name="rate_once",
                fields=["currency", "day", "source"],
                violation_error_message=_("This source has a rate of this currency for this day already."),
            ),
            models.CheckConstraint(
                name="rate_positive",
                condition=Q(rate__gt=0),
                violation_error_message=_("A rate is greater than zero."),
            ),
            models.CheckConstraint(
                name="rate_of_another_currency",
                condition=~Q(currency="") & ~Q(currency=BASE_CURRENCY),
                violation_error_message=_("A rate says what one US dollar costs in another currency."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate.normalize():f} {self.currency}, {self.day.isoformat()}"

    def clean(self) -> None:
        """Refuse a currency that ISO 4217 does not have, and a day that is yet to come."""
        if self.currency and self.currency not in currencies():
            message = _("“%(value)s” is no currency of ISO 4217.")
            raise ValidationError(
                {"currency": ValidationError(message, code="invalid", params={"value": self.currency})}
            )
        if self.day and self.day > timezone.now().date():
            raise ValidationError({"day": ValidationError(_("This day is in the future."), code="future")})

    def is_for(self, day: date) -> bool:
        """Whether the rate may be used for what was said on `day`: on or before it, not older than OLDEST."""
        return self.day <= day <= self.day + OLDEST
