from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lib.chains import leads_to
from lib.locks import hold
from sources.models import Cited

from .investor import Investor
from .share import WithShare, share_constraints


class Ownership(Cited, WithShare):
    """`owner` holds a share of `owned`."""

    owner = models.ForeignKey(Investor, models.PROTECT, related_name="holdings", verbose_name=_("owner"))
    owned = models.ForeignKey(Investor, models.PROTECT, related_name="owners", verbose_name=_("owned"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("ownership")
        verbose_name_plural = _("ownerships")
        constraints = [
            models.CheckConstraint(name="ownership_not_of_itself", condition=~Q(owner=F("owned"))),
            *share_constraints("ownership"),
            models.CheckConstraint(
                name="ownership_days_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} → {self.owned}"

    def clean(self) -> None:
        """Refuse days and shares out of order, and a circle of owners, whoever else writes at the same time."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            message = _("The last day comes after the first.")
            raise ValidationError({"valid_to": ValidationError(message, code="reversed")})
        hold("owners")
        if leads_to(self.owner_id, self.owned_id, _owners):
            message = _("It would own itself through others.")
            raise ValidationError({"owner": ValidationError(message, code="circle")})


def _owners(investors: set[int]) -> Iterable[int]:
    return Ownership.objects.current().filter(owned__in=investors).values_list("owner", flat=True)
