from collections.abc import Callable, Iterable
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.search_words import SearchWords
from history.tracked import Tracked
from lib.bounds import Bound
from lib.chains import leads_to
from lib.locks import hold

from ..attributes import Stage
from ..completeness import Gap, read_gaps
from ..projection import PROJECTED, settle

# What stands at the place of a slug in addresses of the list of projects, on its pages and in the API.
RESERVED = frozenset({"compare", "explain", "facets", "stats"})


class ProjectKind(models.TextChoices):
    SINGLE = "single", _("single project")
    CLUSTER = "cluster", _("cluster")
    PROGRAMME = "programme", _("programme")


class Precision(models.TextChoices):
    """How near the coordinates are to the site."""

    EXACT = "exact", _("exact")
    SETTLEMENT = "settlement", _("settlement")
    REGION = "region", _("region")
    COUNTRY = "country", _("country")


class Publication(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ProjectQuerySet(models.QuerySet["Project"]):
    def public(self) -> Self:
        """What everybody may see."""
        return self.filter(publication=Publication.PUBLISHED)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Narrow to what this reader may see: all others than editors see published projects only."""
        return self if can_see_drafts(user) else self.public()

    def once_public(self) -> Self:
        """Withdrawn projects that everybody could see before."""
        return self.filter(publication=Publication.WITHDRAWN, first_published_at__isnull=False)

    def settle(self, *, chunk: int = 500, progress: Callable[[int], None] | None = None) -> int:
        """Write the projection of these projects from their claims; returns how many rows changed.

        Each chunk is a transaction of its own unless there is one around; `progress` hears how many are done after it.
        """
        changed, keys = 0, list(self.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), chunk):
            changed += settle(self.model.objects.filter(pk__in=keys[start : start + chunk]))
            if progress is not None:
                progress(min(start + chunk, len(keys)))
        return changed


def can_see_drafts(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this reader works on the registry."""
    return bool(user.has_perm("projects.change_project"))


class Project(Tracked):
    """An investment project as its sources tell it.

    The projection repeats the claims that stand, for lists to filter and sort by; only `settle()` writes it, and a
    save leaves it alone. Amounts are in whole currency units; low or high null is open, both null is not stated. Dates
    of the projection are EDTF with their first and last day beside them. Completeness is in percent, null where no
    attribute applies.
    """

    FOUND_BY = {"title": ("title",), "summary": ("summary",), "terms": ("place",)}

    # Identity
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ProjectKind, default=ProjectKind.SINGLE)
    # Place
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("Town, district or site, below the region.")
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    precision = models.CharField(_("precision"), max_length=10, choices=Precision, blank=True)
    # Life
    publication = models.CharField(_("publication"), max_length=10, choices=Publication, default=Publication.DRAFT)
    first_published_at = models.DateTimeField(_("first published at"), null=True, editable=False)
    withdrawal = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    # Projection
    stage = models.CharField(_("stage"), max_length=15, choices=Stage, blank=True, editable=False)
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, null=True, editable=False, related_name="projects", verbose_name=_("region")
    )
    amount_low = models.BigIntegerField(_("investment, at least"), null=True, editable=False)
    amount_high = models.BigIntegerField(_("investment, at most"), null=True, editable=False)
    amount_currency = models.CharField(_("currency"), max_length=3, blank=True, editable=False)
    amount_bound = models.CharField(max_length=10, choices=Bound, blank=True, editable=False)
    amount_usd_low = models.BigIntegerField(_("investment in USD, at least"), null=True, editable=False)
    amount_usd_high = models.BigIntegerField(_("investment in USD, at most"), null=True, editable=False)
    jobs_low = models.BigIntegerField(_("jobs, at least"), null=True, editable=False)
    jobs_high = models.BigIntegerField(_("jobs, at most"), null=True, editable=False)
    jobs_bound = models.CharField(max_length=10, choices=Bound, blank=True, editable=False)
    announced_on = models.CharField(_("announced on"), max_length=40, blank=True, editable=False)
    announced_first = models.DateField(null=True, editable=False)
    announced_last = models.DateField(null=True, editable=False)
    commissioning_on = models.CharField(_("commissioning on"), max_length=40, blank=True, editable=False)
    commissioning_first = models.DateField(null=True, editable=False)
    commissioning_last = models.DateField(null=True, editable=False)
    # How much is known: docs/completeness.md has the rules
    stated = models.PositiveSmallIntegerField(_("attributes stated"), default=0, editable=False)
    applicable = models.PositiveSmallIntegerField(_("attributes that apply"), default=0, editable=False)
    completeness = models.PositiveSmallIntegerField(_("completeness"), null=True, editable=False)
    unstated = models.CharField(max_length=300, blank=True, editable=False)
    publishers = models.PositiveIntegerField(_("independent publishers"), default=0, editable=False)
    doubts = models.PositiveIntegerField(_("open doubts"), default=0, editable=False)
    last_said_on = models.CharField(_("last said on"), max_length=40, blank=True, editable=False)
    last_said_first = models.DateField(null=True, editable=False)
    last_said_last = models.DateField(null=True, editable=False)
    # The claims that speak for it
    investment_claim = models.ForeignKey("projects.Claim", models.PROTECT, null=True, editable=False, related_name="+")
    jobs_claim = models.ForeignKey("projects.Claim", models.PROTECT, null=True, editable=False, related_name="+")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "pk"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        permissions = [("publish_project", _("Can publish and withdraw projects"))]
        indexes = [
            # The orders that lists offer, over what the public sees; "not stated" comes last in both directions.
            models.Index(Coalesce("amount_usd_low", "amount_usd_high"), "id", name="project_by_amount"),
            models.Index(Coalesce("jobs_low", "jobs_high"), "id", name="project_by_jobs"),
            models.Index(fields=["announced_first", "id"], name="project_by_announced"),
            models.Index(fields=["updated_at", "id"], name="project_by_updated"),
            models.Index(fields=["completeness", "id"], name="project_by_completeness"),
            models.Index(fields=["publishers", "id"], name="project_by_publishers"),
            models.Index(fields=["last_said_first", "id"], name="project_by_last_said"),
            models.Index(fields=["stage", "region"], name="project_by_stage_and_region"),
        ]
        constraints = [
            models.CheckConstraint(name="project_has_title", condition=~Q(title_en="") & Q(title_en__isnull=False)),
            models.CheckConstraint(name="project_kind_known", condition=Q(kind__in=ProjectKind.values)),
            models.CheckConstraint(name="project_publication_known", condition=Q(publication__in=Publication.values)),
            models.CheckConstraint(
                name="project_coordinates_together",
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                violation_error_message=_("Latitude and longitude belong together, within -90 to 90 and -180 to 180."),
            ),
            models.CheckConstraint(
                name="project_coordinates_have_precision",
                condition=Q(latitude=None) | Q(precision__in=Precision.values),
                violation_error_message=_("Say how precise the coordinates are."),
            ),
            models.CheckConstraint(
                name="project_merged_is_withdrawn",
                condition=Q(merged_into=None) | Q(publication=Publication.WITHDRAWN) & ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="project_amount_has_currency",
                condition=Q(amount_low=None, amount_high=None, amount_currency="")
                | (Q(amount_low__isnull=False) | Q(amount_high__isnull=False)) & ~Q(amount_currency=""),
            ),
            models.CheckConstraint(
                name="project_amount_in_order",
                condition=Q(amount_low=None) | Q(amount_high=None) | Q(amount_low__lte=F("amount_high")),
            ),
            models.CheckConstraint(
                name="project_jobs_in_order",
                condition=Q(jobs_low=None) | Q(jobs_high=None) | Q(jobs_low__lte=F("jobs_high")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if not self._state.adding:
            columns = [column.name for column in self._meta.concrete_fields if not column.primary_key]
            update_fields = set(columns if update_fields is None else update_fields) - set(PROJECTED)
        super().save(*args, update_fields=update_fields, **kwargs)

    def clean(self) -> None:
        """Refuse the address of another page, and a merger whose address would lead back here, also one made meanwhile.

        Raises ValidationError on slug or merged_into.
        """
        if self.slug in RESERVED:
            message = _("“%(value)s” is the address of another page.")
            raise ValidationError({"slug": ValidationError(message, code="reserved", params={"value": self.slug})})
        if self.merged_into_id is None:
            return
        hold("project mergers")
        if leads_to(self.merged_into_id, self.pk, _merged_into):
            message = _("The projects would lead to each other.")
            raise ValidationError({"merged_into": ValidationError(message, code="circle")})

    def get_absolute_url(self) -> str:
        return reverse("projects:detail", args=[self.slug])

    def keep_words(self) -> None:
        """Nothing: what others say of a project is among its words, so that `settle()` writes them."""

    def settle(self) -> None:
        """Write the projection of this project from its claims and read it back."""
        settle(Project.objects.filter(pk=self.pk))
        self.refresh_from_db(fields=[*PROJECTED, "search_text"])

    @property
    def gaps_told(self) -> list[Gap]:
        """The core attributes without a value, each with the reason."""
        return read_gaps(self.unstated)

    @property
    def is_public(self) -> bool:
        return self.publication == Publication.PUBLISHED


class ProjectWords(SearchWords):
    """What a project is found by: its own texts, names of others that it shows, and cited words."""

    record = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="words")


def _merged_into(projects: set[int]) -> Iterable[int]:
    merged = Project.objects.filter(pk__in=projects, merged_into__isnull=False)
    return merged.values_list("merged_into", flat=True)


class ProjectIdentifier(models.Model):
    """The project's code in another registry; `scheme` names that registry."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="identifiers", verbose_name=_("project"))
    scheme = models.CharField(_("scheme"), max_length=40)
    value = models.CharField(_("value"), max_length=100)

    class Meta:
        ordering = ["scheme", "value", "pk"]
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                name="project_identifier_once",
                fields=["scheme", "value"],
                violation_error_message=_("Another project has this identifier."),
            ),
            models.CheckConstraint(name="project_identifier_complete", condition=~Q(scheme="") & ~Q(value="")),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"
