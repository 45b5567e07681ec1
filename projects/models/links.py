from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from investors.models import Investor, WithShare, share_constraints
from lib import edtf
from lib.chains import leads_to
from lib.locks import hold
from regions.models import Region
from sources.models import Cited

from .codes import Aim, Product, Sector
from .project import Project


class LinkBasis(models.TextChoices):
    """Whether a source says it, or whether it follows from what a source says."""

    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")


class Role(models.TextChoices):
    INVESTOR = "investor", _("investor")
    LEAD_INVESTOR = "lead_investor", _("lead investor")
    CONTRACTOR = "contractor", _("contractor")
    LENDER = "lender", _("lender")
    OPERATOR = "operator", _("operator")
    OFFTAKER = "offtaker", _("offtaker")
    SUPPLIER = "supplier", _("supplier")
    PUBLIC_AUTHORITY = "public_authority", _("public authority")


class Direction(models.TextChoices):
    INPUT = "input", pgettext_lazy("goods", "input")
    OUTPUT = "output", pgettext_lazy("goods", "output")


class EventKind(models.TextChoices):
    ANNOUNCED = "announced", _("announced")
    AGREEMENT_SIGNED = "agreement_signed", _("agreement signed")
    SUPPLY_CONTRACTS = "supply_contracts", _("supply contracts")
    SITE_CHOSEN = "site_chosen", _("site chosen")
    PERMIT_GRANTED = "permit_granted", _("permit granted")
    FINANCING_CLOSED = "financing_closed", _("financing closed")
    GROUND_BROKEN = "ground_broken", _("ground broken")
    COMMISSIONED = "commissioned", _("commissioned")
    EXPANDED = "expanded", _("expanded")
    SUSPENDED = "suspended", _("suspended")
    RESUMED = "resumed", _("resumed")
    CANCELLED = "cancelled", _("cancelled")
    CLOSED = "closed", _("closed")


class RelationKind(models.TextChoices):
    PART_OF = "part_of", _("part of")
    PHASE_OF = "phase_of", _("phase of")
    SAME_AS = "same_as", _("same as")
    SUPERSEDED_BY = "superseded_by", _("superseded by")


def _of_project(name: str) -> models.ForeignKey:
    return models.ForeignKey(Project, models.PROTECT, related_name=name, verbose_name=_("project"))


def _once(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        name=name,
        fields=["project", *fields],
        condition=Q(retired_at=None),
        violation_error_message=_("This is on the project already."),
    )


class Participation(Cited, WithShare):
    """The part of an organization in a project or in one of its facilities."""

    project = _of_project("participations")
    investor = models.ForeignKey(Investor, models.PROTECT, related_name="participations", verbose_name=_("investor"))
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.INVESTOR)
    basis = models.CharField(_("basis"), max_length=8, choices=LinkBasis, default=LinkBasis.STATED)
    facility = models.SlugField(_("facility"), max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            _once("participation_once", "investor", "role", "facility"),
            models.CheckConstraint(name="participation_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(name="participation_basis_known", condition=Q(basis__in=LinkBasis.values)),
            *share_constraints("participation"),
        ]

    def __str__(self) -> str:
        return f"{self.investor}, {self.get_role_display()}"


class ProjectSector(Cited):
    """A sector of a project; at most one is the primary one."""

    project = _of_project("project_sectors")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="project_sectors", verbose_name=_("sector"))
    primary = models.BooleanField(_("primary"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("sector of the project")
        verbose_name_plural = _("sectors of the project")
        constraints = [
            _once("project_sector_once", "sector"),
            models.UniqueConstraint(
                name="project_sector_one_primary",
                fields=["project"],
                condition=Q(primary=True, retired_at=None),
                violation_error_message=_("Only one sector can be the primary one."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.sector)


class ProjectProduct(Cited):
    """A product that goes in or comes out; `open_ended`: the source names it as one of several ("including")."""

    project = _of_project("project_products")
    product = models.ForeignKey(Product, models.PROTECT, related_name="project_products", verbose_name=_("product"))
    direction = models.CharField(_("direction"), max_length=6, choices=Direction, default=Direction.OUTPUT)
    open_ended = models.BooleanField(_("the list is open"), default=False)
    facility = models.SlugField(_("facility"), max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("product of the project")
        verbose_name_plural = _("products of the project")
        constraints = [
            _once("project_product_once", "product", "direction", "facility"),
            models.CheckConstraint(name="project_product_direction_known", condition=Q(direction__in=Direction.values)),
        ]

    def __str__(self) -> str:
        return str(self.product)


class ProjectMarket(Cited):
    """Where the project's products are to be sold: a region of any kind, from a city to an area of the world."""

    project = _of_project("project_markets")
    region = models.ForeignKey(Region, models.PROTECT, related_name="project_markets", verbose_name=_("market"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("market of the project")
        verbose_name_plural = _("markets of the project")
        constraints = [_once("project_market_once", "region")]

    def __str__(self) -> str:
        return str(self.region)


class ProjectAim(Cited):
    """What the project is said to be for."""

    project = _of_project("project_aims")
    aim = models.ForeignKey(Aim, models.PROTECT, related_name="project_aims", verbose_name=_("aim"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("aim of the project")
        verbose_name_plural = _("aims of the project")
        constraints = [_once("project_aim_once", "aim")]

    def __str__(self) -> str:
        return str(self.aim)


class Event(Cited):
    """Something that happened or is to happen; `date` is EDTF, blank when the source gives no day."""

    project = _of_project("events")
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind)
    date = models.CharField(_("date"), max_length=40, blank=True, validators=[edtf.validate_edtf])
    date_first = models.DateField(null=True, editable=False)
    date_last = models.DateField(null=True, editable=False)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["date_first", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [models.CheckConstraint(name="event_kind_known", condition=Q(kind__in=EventKind.values))]

    def __str__(self) -> str:
        return self.get_kind_display()

    def date_statement(self) -> None:
        super().date_statement()
        if self.date:
            period = edtf.parse(self.date)
            self.date_first, self.date_last = period.first, period.last


class ProjectRelation(Cited):
    """How a project belongs to another one: `project` is part_of, phase_of, same_as or superseded_by `other`."""

    project = _of_project("relations")
    other = models.ForeignKey(Project, models.PROTECT, related_name="related_from", verbose_name=_("other project"))
    kind = models.CharField(_("kind"), max_length=14, choices=RelationKind)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            _once("project_relation_once", "other", "kind"),
            models.CheckConstraint(name="project_relation_kind_known", condition=Q(kind__in=RelationKind.values)),
            models.CheckConstraint(
                name="project_relation_not_to_itself",
                condition=~Q(project=F("other")),
                violation_error_message=_("A project is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other}"

    def clean(self) -> None:
        """Refuse a circle of relations, of whatever kinds, whoever else writes at the same time.

        Each kind makes the other project count in place of this one: in a circle none would count.
        """
        hold("project relations")
        if leads_to(self.other_id, self.project_id, _others):
            raise ValidationError({"other": ValidationError(_("This would make a circle."), code="circle")})


def _others(projects: set[int]) -> Iterable[int]:
    return ProjectRelation.objects.current().filter(project__in=projects).values_list("other", flat=True)
