from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sources.models import Cited


class FacilityKind(models.TextChoices):
    PLANT = "plant", _("plant")
    POWER_PLANT = "power_plant", _("power plant")
    LINE = "line", _("line")
    MINE = "mine", _("mine")
    SITE = "site", _("site")
    GROUP = "group", _("group of plants")
    OTHER = "other", _("other")


class Facility(Cited):
    """A part of a project that stands by itself; a counted group ("10 enterprises") has count_low and count_high.

    Rows about a facility name it by `slug`, so that a corrected facility (retired and added again) keeps what is
    claimed of it.
    """

    project = models.ForeignKey(
        "projects.Project", models.PROTECT, related_name="facilities", verbose_name=_("project")
    )
    slug = models.SlugField(_("slug"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=FacilityKind, default=FacilityKind.PLANT)
    count_low = models.PositiveIntegerField(_("count, at least"), null=True, blank=True, default=1)
    count_high = models.PositiveIntegerField(_("count, at most"), null=True, blank=True, default=1)
    place = models.CharField(_("place"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        constraints = [
            models.UniqueConstraint(
                name="facility_once",
                fields=["project", "slug"],
                condition=Q(retired_at=None),
                violation_error_message=_("The project has a facility of this name already."),
            ),
            models.CheckConstraint(
                name="facility_count_in_order",
                condition=Q(count_low=None) | Q(count_high=None) | Q(count_low__lte=F("count_high")),
                violation_error_message=_("The count must not end below its start."),
            ),
            models.CheckConstraint(name="facility_kind_known", condition=Q(kind__in=FacilityKind.values)),
            models.CheckConstraint(name="facility_has_name", condition=~Q(name_en="") & Q(name_en__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.count_low is not None and self.count_high is not None and self.count_low > self.count_high:
            message = _("The count must not end below its start.")
            raise ValidationError({"count_high": ValidationError(message, code="reversed")})
