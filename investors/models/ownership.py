from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lib.numbers import share
from sources.models import Cited

from .investor import Investor


class Ownership(Cited):
    """`owner` holds a share of `owned`, in percent; both bounds null when the share is not stated."""

    owner = models.ForeignKey(Investor, models.PROTECT, related_name="holdings", verbose_name=_("owner"))
    owned = models.ForeignKey(Investor, models.PROTECT, related_name="owners", verbose_name=_("owned"))
    share_low = models.DecimalField(_("share, at least"), max_digits=6, decimal_places=3, null=True, blank=True)
    share_high = models.DecimalField(_("share, at most"), max_digits=6, decimal_places=3, null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("ownership")
        verbose_name_plural = _("ownerships")
        constraints = [
            models.CheckConstraint(name="ownership_not_of_itself", condition=~Q(owner=F("owned"))),
            models.CheckConstraint(
                name="ownership_share_in_order",
                condition=Q(share_low=None) | Q(share_high=None) | Q(share_low__lte=F("share_high")),
            ),
            models.CheckConstraint(
                name="ownership_share_is_percent",
                condition=(Q(share_low=None) | Q(share_low__gte=0, share_low__lte=100))
                & (Q(share_high=None) | Q(share_high__gte=0, share_high__lte=100)),
            ),
            models.CheckConstraint(
                name="ownership_days_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} → {self.owned}"

    @property
    def share(self) -> str:
        """The share in words and signs; "" when not stated."""
        return share(self.share_low, self.share_high)
