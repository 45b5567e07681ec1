from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.search_words import SearchWords
from history.tracked import Tracked
from lib.translations import other_texts


class SectorQuerySet(models.QuerySet["Sector"]):
    def within(self, codes: list[str]) -> Self:
        """These sectors and all below them."""
        chosen = Q(pk__in=[])
        for code in codes:
            chosen |= Q(code=code) | Q(code__startswith=f"{code}.")
        return self.filter(chosen)

    def around(self, codes: list[str]) -> Self:
        """The sectors above these, without themselves."""
        above = {code.rsplit(".", depth)[0] for code in codes for depth in range(1, code.count(".") + 1)}
        return self.filter(code__in=above)


class Sector(Tracked):
    """A branch of the economy; the dotted code names its place in the tree (`energy.coal` is below `energy`).

    `isic` are codes of ISIC Rev. 4, `dac` a purpose code of the OECD's CRS, `oc4ids` a code of OC4IDS' projectSector
    list.
    """

    FOUND_BY = {"title": ("name",), "names": ("code",)}

    code = models.CharField(
        _("code"), max_length=80, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")]
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("above it")
    )
    name = models.CharField(_("name"), max_length=200)
    isic = models.JSONField(_("ISIC Rev. 4"), default=list, blank=True)
    dac = models.CharField(_("CRS purpose code"), max_length=5, blank=True)
    oc4ids = models.CharField(_("OC4IDS sector"), max_length=60, blank=True)

    objects = SectorQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [
            models.CheckConstraint(name="sector_has_name", condition=~Q(name_en="") & Q(name_en__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        above = self.code.rpartition(".")[0]
        if above != (self.parent.code if self.parent else ""):
            raise ValidationError({"parent": ValidationError(_("The code must continue its parent's."), code="tree")})

    def get_absolute_url(self) -> str:
        return reverse("projects:sector", args=[self.code])

    @property
    def other_names(self) -> list[dict[str, str]]:
        """Its name in the languages that the page is not in."""
        return other_texts(self, "name")

    @property
    def depth(self) -> int:
        """How many sectors lie above it."""
        return self.code.count(".")


class SectorWords(SearchWords):
    """What a sector is found by."""

    record = models.OneToOneField(Sector, models.CASCADE, primary_key=True, related_name="words")


class Product(Tracked):
    """Something that projects take in or put out; `hs` is a code of the Harmonized System, blank when not known."""

    FOUND_BY = {"title": ("name",), "names": ("slug", "hs")}

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    hs = models.CharField(_("HS code"), max_length=10, blank=True)

    class Meta:
        ordering = ["slug", "pk"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.CheckConstraint(name="product_has_name", condition=~Q(name_en="") & Q(name_en__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class ProductWords(SearchWords):
    """What a product is found by."""

    record = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="words")


class Aim(Tracked):
    """What a project is said to be for: export, import substitution ..."""

    FOUND_BY = {"title": ("name",), "names": ("slug",)}

    slug = models.SlugField(_("slug"), max_length=100, unique=True, help_text=_("Lower case, words joined by “_”."))
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["slug", "pk"]
        verbose_name = _("aim")
        verbose_name_plural = _("aims")
        constraints = [
            models.CheckConstraint(name="aim_has_name", condition=~Q(name_en="") & Q(name_en__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.name


class AimWords(SearchWords):
    """What an aim is found by."""

    record = models.OneToOneField(Aim, models.CASCADE, primary_key=True, related_name="words")
