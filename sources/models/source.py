from hashlib import sha256
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from history.tracked import Tracked
from lib.edtf import validate_edtf


class SourceKind(models.TextChoices):
    NEWS = "news", _("news")
    OFFICIAL = "official", _("official publication")
    COMPANY = "company", _("company publication")
    FILING = "filing", _("filing")
    DATASET = "dataset", _("data set")
    FIELD_VISIT = "field_visit", _("field visit")
    OTHER = "other", _("other")


class Authority(models.TextChoices):
    """How near a source stands to what it tells; the order is the order in which claims stand."""

    PRIMARY = "primary", _("primary")
    OFFICIAL = "official", _("official")
    SECONDARY = "secondary", _("secondary")
    UNKNOWN = "unknown", _("unknown")


class SourceQuerySet(models.QuerySet["Source"]):
    def for_record(self) -> Self:
        """Fetch what the record form needs, in one query."""
        return self.select_related("text")


class Source(Tracked):
    """A publication, filing, data set or visit that says something; `published` is EDTF, blank when not stated."""

    SEARCHED = ("title", "publisher", "slug")

    # Identity
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    # Weight
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind, default=SourceKind.NEWS)
    authority = models.CharField(_("authority"), max_length=10, choices=Authority, default=Authority.UNKNOWN)
    # Time and language
    language = models.CharField(
        _("language"), max_length=20, blank=True, help_text=_("A language tag of BCP 47: en, kk, ru, zh-Hans.")
    )
    published = models.CharField(
        _("published"),
        max_length=40,
        blank=True,
        validators=[validate_edtf],
        help_text=_("EDTF: 2025, 2025-06 or 2025-06-16."),
    )
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(name="source_kind_known", condition=Q(kind__in=SourceKind.values)),
            models.CheckConstraint(name="source_authority_known", condition=Q(authority__in=Authority.values)),
            models.CheckConstraint(name="source_has_title", condition=~Q(title_en="") & Q(title_en__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sources:detail", args=[self.slug])


class Text(models.Model):
    """The stored text of a source, NFC as it came; `sha256` is the hex digest of its UTF-8 bytes. Never changed once cited."""

    source = models.OneToOneField(Source, models.PROTECT, related_name="text", verbose_name=_("source"))
    body = models.TextField(_("text"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    retrieved_at = models.DateTimeField(_("retrieved at"), default=timezone.now)

    class Meta:
        verbose_name = _("stored text")
        verbose_name_plural = _("stored texts")

    def __str__(self) -> str:
        return str(self.source)

    def save(self, *args: Any, **kwargs: Any) -> None:
        changed = self.sha256 != (digest := sha256(self.body.encode()).hexdigest())
        if changed and not self._state.adding and self.source.citations.exists():
            raise ValidationError({"body": ValidationError(_("A cited text is never changed."), code="immutable")})
        self.sha256 = digest
        super().save(*args, **kwargs)


class Citation(models.Model):
    """Words of a source: `exact` as printed, at start..end (characters) of the stored text where there is one.

    A blank `exact` means that the words were not kept; they are never made up.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    locator = models.CharField(_("locator"), max_length=100, blank=True, help_text=_("par. 2, p. 14, row 331"))
    exact = models.CharField(_("words as printed"), max_length=500, blank=True)
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)

    class Meta:
        ordering = ["source", "pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.CheckConstraint(
                name="citation_start_before_end",
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__gt=F("start")) & ~Q(exact=""),
            ),
            models.UniqueConstraint(
                name="citation_once", fields=["source", "locator", "exact"], condition=Q(start=None)
            ),
            models.UniqueConstraint(
                name="citation_once_in_text",
                fields=["source", "locator", "exact", "start", "end"],
                condition=Q(start__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.locator}".strip()

    def get_absolute_url(self) -> str:
        return f"{self.source.get_absolute_url()}#citation-{self.pk}"
