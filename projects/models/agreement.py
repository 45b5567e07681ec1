from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.search_words import SearchWords
from history.tracked import Tracked
from investors.models import Investor
from lib.edtf import validate_edtf
from regions.models import Region
from sources.models import Citation, Cited

from .codes import Sector
from .links import LinkBasis


class AgreementKind(models.TextChoices):
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental agreement")
    INVESTMENT = "investment", _("investment agreement")
    FRAMEWORK = "framework", _("framework agreement")
    MEMORANDUM = "memorandum", _("memorandum")
    REPORTED_SET = "reported_set", _("agreements reported together, number and days not stated")
    OTHER = "other", _("other")


class AgreementScope(models.TextChoices):
    """What a sector of an agreement is: what it covers, or what the parties agreed to cooperate in."""

    SECTOR = "sector", _("covered sector")
    AREA = "area", _("area of cooperation")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def for_record(self) -> Self:
        """Fetch what the record form needs: five queries, whatever the number of rows."""
        return self.select_related("citation__source").prefetch_related(
            _current(AgreementParty, "parties", "region"),
            _current(AgreementParticipant, "participants", "investor"),
            _current(AgreementSector, "agreement_sectors", "sector", to="sectors", scope=AgreementScope.SECTOR),
            _current(AgreementSector, "agreement_sectors", "sector", to="areas", scope=AgreementScope.AREA),
        )


class Agreement(Tracked):
    """An agreement of parties, with organizations and sectors named in it; `date` is EDTF, blank when not stated."""

    FOUND_BY = {"title": ("title",), "names": ("slug",)}

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind)
    date = models.CharField(_("date"), max_length=40, blank=True, validators=[validate_edtf])
    open_ended = models.BooleanField(_("the list of participants is open"), default=False)
    note = models.TextField(_("note"), blank=True)
    citation = models.ForeignKey(
        Citation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("citation")
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "pk"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(name="agreement_kind_known", condition=Q(kind__in=AgreementKind.values)),
            models.CheckConstraint(name="agreement_has_title", condition=~Q(title_en="") & Q(title_en__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:agreement", args=[self.slug])


class AgreementWords(SearchWords):
    """What an agreement is found by."""

    record = models.OneToOneField(Agreement, models.CASCADE, primary_key=True, related_name="words")


def _of_agreement(name: str) -> models.ForeignKey:
    return models.ForeignKey(Agreement, models.PROTECT, related_name=name, verbose_name=_("agreement"))


def _once(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        name=name,
        fields=["agreement", *fields],
        condition=Q(retired_at=None),
        violation_error_message=_("This is on the agreement already."),
    )


class AgreementParty(Cited):
    """A side of the agreement."""

    agreement = _of_agreement("parties")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("party"))
    basis = models.CharField(_("basis"), max_length=8, choices=LinkBasis, default=LinkBasis.STATED)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [_once("agreement_party_once", "region")]

    def __str__(self) -> str:
        return str(self.region)


class AgreementParticipant(Cited):
    """An organization named in the agreement."""

    agreement = _of_agreement("participants")
    investor = models.ForeignKey(Investor, models.PROTECT, related_name="agreements", verbose_name=_("investor"))
    basis = models.CharField(_("basis"), max_length=8, choices=LinkBasis, default=LinkBasis.STATED)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [_once("agreement_participant_once", "investor")]

    def __str__(self) -> str:
        return str(self.investor)


class AgreementSector(Cited):
    """A sector that the agreement covers, or an area in which the parties agreed to cooperate."""

    agreement = _of_agreement("agreement_sectors")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name=_("sector"))
    scope = models.CharField(_("scope"), max_length=6, choices=AgreementScope, default=AgreementScope.SECTOR)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("sector of the agreement")
        verbose_name_plural = _("sectors of the agreement")
        constraints = [
            _once("agreement_sector_once", "sector", "scope"),
            models.CheckConstraint(name="agreement_sector_scope_known", condition=Q(scope__in=AgreementScope.values)),
        ]

    def __str__(self) -> str:
        return str(self.sector)


def _current(model: type[Cited], name: str, target: str, *, to: str | None = None, **narrowed: str) -> Prefetch:
    rows = model.objects.current().filter(**narrowed).select_related(target, "citation__source")
    return Prefetch(name, rows, to_attr=to)
