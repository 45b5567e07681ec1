from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lib.numbers import share


class WithShare(models.Model):
    """A part of something, in percent; both bounds null when the share is not stated, one null where it is open."""

    share_low = models.DecimalField(_("share, at least"), max_digits=6, decimal_places=3, null=True, blank=True)
    share_high = models.DecimalField(_("share, at most"), max_digits=6, decimal_places=3, null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """What the constraints of `share_constraints` hold, said of the column that is wrong."""
        super().clean()
        for name in ("share_low", "share_high"):
            number = getattr(self, name)
            if number is not None and not 0 <= number <= 100:
                raise ValidationError({name: ValidationError(_("A share is 0 to 100 percent."), code="percent")})
        if self.share_low is not None and self.share_high is not None and self.share_low > self.share_high:
            message = _("The share must not end below its start.")
            raise ValidationError({"share_high": ValidationError(message, code="reversed")})

    @property
    def share(self) -> str:
        """The share in words and signs; "" when not stated."""
        return share(self.share_low, self.share_high)


def share_constraints(model: str) -> list[models.BaseConstraint]:
    """What the database holds of a share, for the Meta of this model."""
    return [
        models.CheckConstraint(
            name=f"{model}_share_in_order",
            condition=Q(share_low=None) | Q(share_high=None) | Q(share_low__lte=F("share_high")),
        ),
        models.CheckConstraint(
            name=f"{model}_share_is_percent",
            condition=(Q(share_low=None) | Q(share_low__gte=0, share_low__lte=100))
            & (Q(share_high=None) | Q(share_high__gte=0, share_high__lte=100)),
        ),
    ]
