from hashlib import sha256
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from history.models import Kept, KeptQuerySet
from history.search_words import SearchWords
from history.tracked import Tracked
from lib.edtf import validate_edtf

from .append_only import AppendOnly


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

    PRIMARY = "primary", pgettext_lazy("authority", "primary")
    OFFICIAL = "official", _("official")
    SECONDARY = "secondary", _("secondary")
    UNKNOWN = "unknown", _("unknown")


class SourceQuerySet(models.QuerySet["Source"]):
    def for_record(self) -> Self:
        """Fetch what the record form needs, in one query: of a stored text all but the text itself."""
        return self.select_related("text").defer("text__body")

    def with_text(self) -> Self:
        """Fetch the stored text too."""
        return self.select_related("text")

    def lock_for_words(self) -> None:
        """Until this transaction ends, let others wait who store a text of these; others who cite do not wait.

        The lock is the one that a foreign key takes; SQLite has one writer anyway.
        """
        if connection.features.has_select_for_update:
            keys = sorted(self.values_list("pk", flat=True))
            with connection.cursor() as cursor:
                statement = f"SELECT 1 FROM {self.model._meta.db_table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"  # noqa: S608
                cursor.execute(statement, [keys])


class Source(Tracked):
    """A publication, filing, data set or visit that says something; `published` is EDTF, blank when not stated."""

    FOUND_BY = {"title": ("title",), "names": ("publisher", "slug")}

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

    def lock_for_text(self) -> None:
        """Until this transaction ends, let others wait who cite this source or store its text."""
        Source.objects.select_for_update().values_list("pk").get(pk=self.pk)


class SourceWords(SearchWords):
    """What a source is found by."""

    record = models.OneToOneField(Source, models.CASCADE, primary_key=True, related_name="words")


class TextQuerySet(models.QuerySet["Text"]):
    """Texts are changed and deleted one by one, where each is asked whether it is cited."""

    def update(self, **values: Any) -> int:
        raise _text_immutable()

    def delete(self) -> None:  # type: ignore[override]
        for text in self:
            text.delete()


class Text(models.Model):
    """The stored text of a source, as `lib.texts.composed` has it; `sha256` is the hex digest of its UTF-8 bytes.

    Never changed, moved or deleted once the source is cited; what it was before is kept as a FormerText.
    """

    source = models.OneToOneField(Source, models.PROTECT, related_name="text", verbose_name=_("source"))
    body = models.TextField(_("text"))
    characters = models.PositiveIntegerField(_("characters"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    retrieved_at = models.DateTimeField(_("retrieved at"), default=timezone.now)

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("stored text")
        verbose_name_plural = _("stored texts")

    def __str__(self) -> str:
        return str(self.source)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sha256, self.characters = sha256(self.body.encode()).hexdigest(), len(self.body)
        if not self._state.adding:
            stored = Text.objects.select_related("source").get(pk=self.pk)
            stored.source.lock_for_text()
            if (stored.body, stored.source_id) != (self.body, self.source_id):
                if stored.is_cited:
                    raise _text_immutable()
                FormerText.keep(stored)
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        self.source.lock_for_text()
        if self.is_cited:
            raise _text_immutable()
        FormerText.keep(self)
        return super().delete(*args, **kwargs)

    @property
    def is_cited(self) -> bool:
        return self.source.citations.exists()


class FormerText(Kept):
    """A text that a source had until another one was put in its place, or until it was taken away. Undo needs it."""

    # The columns of a text that it keeps.
    SAID = ("body", "characters", "sha256", "retrieved_at")

    source = models.ForeignKey(Source, models.PROTECT, related_name="former_texts", verbose_name=_("source"))
    body = models.TextField(_("text"))
    characters = models.PositiveIntegerField(_("characters"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    retrieved_at = models.DateTimeField(_("retrieved at"))

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("former text")
        verbose_name_plural = _("former texts")
        default_permissions = ["view"]
        constraints = [models.UniqueConstraint(fields=["source", "sha256"], name="former_text_once")]

    def __str__(self) -> str:
        return str(self.source)

    @classmethod
    def keep(cls, text: Text) -> None:
        """Keep what this text says as it is stored now, once."""
        said = {name: getattr(text, name) for name in cls.SAID if name != "sha256"}
        cls.objects.get_or_create(source_id=text.source_id, sha256=text.sha256, defaults=said)


class Citation(AppendOnly):
    """Words of a source: `exact` as printed, at start..end (characters) of the stored text where there is one.

    A blank `exact` means that the words were not kept; they are never made up. Citations are made by `cite` and shared
    by all that rests on them, so they never change; a text that is stored later adds its start and end.
    """

    PROJECTED = frozenset({"start", "end"})

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
                # isnull: a condition that is unknown, since a column is null, would pass.
                condition=Q(start=None, end=None)
                | Q(start__isnull=False, end__isnull=False, end__gt=F("start")) & ~Q(exact=""),
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

    @property
    def is_checked(self) -> bool:
        """Whether its words stand in a stored text."""
        return self.start is not None

    def get_absolute_url(self) -> str:
        """Its place on the page of its source; the parameter finds it where a source has many pages of words."""
        return f"{self.source.get_absolute_url()}?citation={self.pk}#citation-{self.pk}"


def _text_immutable() -> ValidationError:
    return ValidationError({"body": ValidationError(_("A cited text is never changed."), code="immutable")})
