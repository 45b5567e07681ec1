from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.search_words import SearchWords
from history.tracked import Tracked
from lib.countries import validate_country
from lib.near import sounds_of
from lib.search import column_of, search_text
from lib.translations import other_texts


class InvestorKind(models.TextChoices):
    COMPANY = "company", _("company")
    STATE_OWNED = "state_owned", _("state-owned company")
    FUND = "fund", _("fund")
    BANK = "bank", _("bank")
    PUBLIC_BODY = "public_body", _("public body")
    PERSON = "person", _("person")
    UNKNOWN = "unknown", _("kind not stated")


class CountryBasis(models.TextChoices):
    """Whether a source says it, or whether it follows from what a source says."""

    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")


class InvestorQuerySet(models.QuerySet["Investor"]):
    def for_record(self) -> Self:
        """Fetch what the record form needs: three queries, whatever the number of rows."""
        return self.prefetch_related("names", "identifiers", self._current("owners", "owner"))

    def for_page(self) -> Self:
        """Fetch, with the record form, what this organization holds of others: one query more."""
        return self.for_record().prefetch_related(self._current("holdings", "owned"))

    def _current(self, name: str, other: str) -> Prefetch:
        rows = self.model._meta.get_field(name).related_model.objects.current()
        return Prefetch(name, rows.select_related(other, "citation__source"))


class Investor(Tracked):
    """An organization or person with a part in projects; `country` is ISO 3166-1 alpha-2, blank when not stated."""

    FOUND_BY = {"title": ("name",), "names": ("slug",), "summary": ("description",)}

    # Identity
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=InvestorKind, default=InvestorKind.UNKNOWN)
    # Origin
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        db_index=True,
        validators=[validate_country],
        help_text=_("Two letters of ISO 3166-1."),
    )
    country_basis = models.CharField(_("basis of the country"), max_length=8, choices=CountryBasis, blank=True)
    # What it says of itself
    website = models.URLField(_("website"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = InvestorQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "pk"]
        verbose_name = _("investor")
        verbose_name_plural = _("investors")
        constraints = [
            models.CheckConstraint(name="investor_kind_known", condition=Q(kind__in=InvestorKind.values)),
            models.CheckConstraint(
                name="investor_country_has_basis",
                condition=Q(country="", country_basis="") | ~Q(country="") & Q(country_basis__in=CountryBasis.values),
                violation_error_message=_("A country needs its basis (stated or inferred), and a basis its country."),
            ),
            models.CheckConstraint(name="investor_has_name", condition=~Q(name_en="") & Q(name_en__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("investors:detail", args=[self.slug])

    def found_by(self) -> dict[str, list[str | None]]:
        """Its names of all kinds and its codes in registers too."""
        found = super().found_by()
        if self.pk:
            found["names"] += self.names.values_list("text", flat=True)
            found["names"] += self.identifiers.values_list("value", flat=True)
        return found

    def word_columns(self) -> dict[str, str]:
        """With the sounds of its names, for names that are not typed as they are written."""
        found_by = self.found_by()
        sounds = column_of(key for name in found_by["title"] + found_by["names"] if name for key in sounds_of(name))
        return super().word_columns() | {"sounds": sounds}

    @property
    def other_names(self) -> list[dict[str, str]]:
        """Its name in the languages that the page is not in."""
        return other_texts(self, "name")

    def refresh_search_text(self) -> None:
        """Bring what it is found by up to date with names and identifiers written after it; counts no version."""
        self.search_text = search_text(self.search_parts())
        Investor.objects.filter(pk=self.pk).update(search_text=self.search_text)
        self.keep_words()


class InvestorWords(SearchWords):
    """`sounds` are the keys under which names are found that are not typed as they are written (`lib.near`)."""

    record = models.OneToOneField(Investor, models.CASCADE, primary_key=True, related_name="words")
    sounds = models.TextField(default="")


class InvestorNameKind(models.TextChoices):
    LEGAL = "legal", _("legal name")
    SHORT = "short", _("short name")
    FORMER = "former", _("former name")
    AS_PRINTED = "as_printed", _("as printed")
    TRANSLITERATION = "transliteration", _("transliteration")


class InvestorName(models.Model):
    """A further name of an organization, in the language it is written in."""

    investor = models.ForeignKey(Investor, models.CASCADE, related_name="names", verbose_name=_("investor"))
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=InvestorNameKind)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("further name")
        verbose_name_plural = _("further names")
        constraints = [
            models.UniqueConstraint(name="investor_name_once", fields=["investor", "text", "language", "kind"]),
            models.CheckConstraint(name="investor_name_kind_known", condition=Q(kind__in=InvestorNameKind.values)),
            models.CheckConstraint(name="investor_name_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class InvestorIdentifier(models.Model):
    """A code of an organization in a register: scheme LEI, CN-USCC, KZ-BIN ... (of org-id.guide if it has one)."""

    investor = models.ForeignKey(Investor, models.CASCADE, related_name="identifiers", verbose_name=_("investor"))
    scheme = models.CharField(_("scheme"), max_length=40)
    value = models.CharField(_("value"), max_length=100)

    class Meta:
        ordering = ["scheme", "value", "pk"]
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                name="investor_identifier_once",
                fields=["scheme", "value"],
                violation_error_message=_("Another organization has this identifier."),
            ),
            models.CheckConstraint(name="investor_identifier_complete", condition=~Q(scheme="") & ~Q(value="")),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.value = self.value.strip()
        super().save(*args, **kwargs)
