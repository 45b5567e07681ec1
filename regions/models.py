from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Length, StrIndex, Substr, Upper
from django.db.models.lookups import Exact, GreaterThan
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.search_words import SearchWords, names_changed
from history.tracked import Tracked
from lib.geometry import box_of
from lib.search import found
from lib.translations import other_texts

from .codes import RegionKind, check_code, check_parent, code_list


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, codes: list[str]) -> Self:
        """These places and all below them; codes that no place has give nothing.

        A path names all places from the world down, so a place is within KZ if "/KZ/" stands in its path. Found by
        position, not by LIKE, which ignores the case of letters on SQLite. It reads the whole table: 0.1 ms as shipped,
        8 ms with 50,000 districts, on both databases.
        """
        chosen = Q(pk__in=[])
        for code in codes:
            chosen |= Q(GreaterThan(StrIndex("path", Value(f"/{code}/")), 0))
        return self.filter(chosen)

    def around(self, codes: list[str]) -> Self:
        """The places above these, without themselves and without the world."""
        inner = Region.objects.filter(code__in=codes).exclude(pk=OuterRef("pk"))
        below = inner.annotate(place=StrIndex("path", OuterRef("path"))).filter(place=1)
        return self.exclude(kind=RegionKind.WORLD).filter(Exists(below))

    def move_below(self, former: str, path: str) -> int:
        """Give the places below the path `former` their path below the new one, in one statement; returns how many."""
        below = self.alias(place=StrIndex("path", Value(former))).filter(place=1).exclude(path=former)
        return below.update(path=Concat(Value(path), Substr("path", len(former) + 1)))

    def countries(self) -> Self:
        return self.filter(kind=RegionKind.COUNTRY)

    def valid_on(self, day: date) -> Self:
        """The places that exist on this day; one without a first or last day has no such end."""
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day))

    def search(self, query: str) -> Self:
        """Narrow to places with every word in a name, alias, capital or the code, whatever the case or alphabet."""
        return self.filter(found(Region, query))

    def with_boundary(self) -> Self:
        """Narrow to places with a boundary, and join it: it is big, so ask only where it is drawn."""
        return self.filter(boundary__isnull=False).select_related("boundary")

    def for_record(self) -> Self:
        """Join what the record form needs."""
        return self.select_related("parent")

    def lock_tree(self) -> None:
        """Let other writers who move places wait until this transaction ends; SQLite has one writer anyway."""
        list(Region.objects.select_for_update(no_key=True).filter(kind=RegionKind.WORLD).values_list("pk"))


class Region(Tracked):
    """A place of the world, in one tree from the world down to cities and districts.

    `path` is the codes from the world to here, "/001/142/143/KZ/KZ-31/"; `save()` keeps it right, here and below.
    `aliases` are other names by language: {"ru": ["Алма-Ата"]}. West to north are the box around the boundary in
    degrees, null without one; west is greater than east across the 180th meridian.
    """

    FOUND_BY = {"title": ("name",), "names": ("code",), "terms": ("capital",)}

    # Identity
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        help_text=_("UN M49 for the world and its areas, ISO 3166-1 for countries, ISO 3166-2 below them."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=RegionKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=200, editable=False)
    # Names
    name = models.CharField(_("name"), max_length=200)
    aliases = models.JSONField(
        _("other names"), default=dict, blank=True, help_text=_("Former names and other spellings.")
    )
    # Place
    capital = models.CharField(_("capital"), max_length=200, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    west = models.FloatField(null=True, editable=False)
    south = models.FloatField(null=True, editable=False)
    east = models.FloatField(null=True, editable=False)
    north = models.FloatField(null=True, editable=False)
    # Life
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True, help_text=_("The last day."))

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.CheckConstraint(name="region_kind_known", condition=Q(kind__in=RegionKind.values)),
            models.CheckConstraint(
                name="region_code_of_its_kind",
                condition=Q(Exact(F("code"), Upper("code")))
                & ~Q(code__contains="/")
                & (
                    Q(kind=RegionKind.WORLD, code="001")
                    | Q(Exact(Length("code"), 3), kind=RegionKind.AREA, code__lt="A")
                    | Q(Exact(Length("code"), 2), kind=RegionKind.COUNTRY)
                    | Q(
                        Exact(Substr("code", 3, 1), Value("-")),
                        kind__in=[RegionKind.REGION, RegionKind.CITY, RegionKind.DISTRICT],
                    )
                ),
                violation_error_message=_("The code does not fit the kind."),
            ),
            models.CheckConstraint(
                name="region_has_parent_but_world",
                condition=Q(kind=RegionKind.WORLD, parent=None) | ~Q(kind=RegionKind.WORLD) & Q(parent__isnull=False),
                violation_error_message=_("Every place but the world is part of another one."),
            ),
            models.CheckConstraint(name="region_not_in_itself", condition=Q(parent=None) | ~Q(parent=F("id"))),
            models.CheckConstraint(
                name="region_path_ends_with_code",
                condition=Q(path__endswith=Concat(Value("/"), F("code"), Value("/"))),
            ),
            models.CheckConstraint(name="region_has_name", condition=~Q(name_en="") & Q(name_en__isnull=False)),
            models.CheckConstraint(
                name="region_coordinates_together",
                # isnull: a condition that is unknown, since a column is null, would pass.
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                violation_error_message=_("Latitude and longitude belong together, within -90 to 90 and -180 to 180."),
            ),
            models.CheckConstraint(
                name="region_box_whole",
                condition=Q(west=None, south=None, east=None, north=None)
                | Q(west__isnull=False, south__isnull=False, east__isnull=False, north__isnull=False)
                & Q(west__gte=-180, west__lte=180, east__gte=-180, east__lte=180)
                & Q(south__gte=-90, south__lte=F("north"), north__lte=90),
            ),
            models.CheckConstraint(
                name="region_valid_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                violation_error_message=_("The last day comes after the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the path that follows from the parent; places below move along in one statement."""
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "path"}
        with transaction.atomic():
            former = _stored_path(self.pk)
            self.path = self.path_below(_stored_path(self.parent_id))
            super().save(*args, **kwargs)
            if former and former != self.path:
                Region.objects.move_below(former, self.path)
                # What lies in it is found by the names of other places now.
                names_changed(Region, {self.pk})

    def get_absolute_url(self) -> str:
        return reverse("regions:detail", args=[self.code])

    def clean(self) -> None:
        """Raise ValidationError by field unless the code fits the kind and the parent, and the tree stays a tree."""
        check_code(self.code, self.kind)
        if self.parent:
            check_parent(self.code, self.kind, self.parent.code, self.parent.kind)
            self.path_below(_stored_path(self.parent.pk))
        elif self.kind != RegionKind.WORLD:
            raise ValidationError({"parent": ValidationError(_("Say what it is part of."), code="required")})
        stored = Region.objects.filter(pk=self.pk).values_list("code", flat=True).first() if self.pk else None
        if stored and stored != self.code:
            raise ValidationError({"code": ValidationError(_("A code never changes."), code="immutable")})

    def found_by(self) -> dict[str, list[str | None]]:
        """Its other names too."""
        found = super().found_by()
        found["names"] += [name for names in self.aliases.values() for name in names]
        return found

    def path_below(self, parent_path: str) -> str:
        """The path under a parent of this path; raises ValidationError on `parent` if that is this place or in it."""
        if f"/{self.code}/" in parent_path:
            raise ValidationError({"parent": ValidationError(_("A place cannot be part of itself."), code="cycle")})
        return f"{parent_path or '/'}{self.code}/"

    def set_box(self, geojson: dict[str, Any]) -> None:
        """Set west to north from a boundary; raises ValidationError for what is none."""
        self.west, self.south, self.east, self.north = box_of(geojson)

    @property
    def codes_above(self) -> list[str]:
        """The codes from the world down to the parent."""
        return self.path.strip("/").split("/")[:-1]

    @property
    def country_code(self) -> str:
        """The country that this place is or lies in; blank for areas of several countries."""
        return next((code for code in self.path.strip("/").split("/") if len(code) == 2), "")

    @property
    def depth(self) -> int:
        """How many places it lies in, one in the other; 0 for the world."""
        return len(self.codes_above)

    @property
    def code_list(self) -> str:
        """The list that its code is from; "" for a code of the country's own."""
        return code_list(self.code)

    @property
    def other_capitals(self) -> list[dict[str, str]]:
        """Its capital in the languages that the page is not in."""
        return other_texts(self, "capital")

    @property
    def other_names(self) -> list[dict[str, str]]:
        """Its name in the languages that the page is not in."""
        return other_texts(self, "name")

    def ancestors(self) -> RegionQuerySet:
        """The places above, the world first."""
        return Region.objects.filter(code__in=self.codes_above).order_by(Length("path"), "pk")


class RegionWords(SearchWords):
    """What a place is found by."""

    record = models.OneToOneField(Region, models.CASCADE, primary_key=True, related_name="words")


class Boundary(models.Model):
    """The outline of a place: a Polygon or MultiPolygon of GeoJSON in WGS 84, and whom maps name for it.

    A table of its own, since a joined outline costs 350 ms per 1,000 rows.
    """

    region = models.OneToOneField(
        Region, models.CASCADE, primary_key=True, related_name="boundary", verbose_name=_("region")
    )
    geojson = models.JSONField(_("outline"), help_text=_("A Polygon or MultiPolygon of GeoJSON."))
    credit = models.CharField(_("credit"), max_length=200, help_text=_("Stands under every map with this outline."))
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        ordering = ["region"]
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        constraints = [models.CheckConstraint(name="boundary_has_credit", condition=~Q(credit=""))]

    def __str__(self) -> str:
        return str(self.region)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and set the box of the region anew."""
        self.region.set_box(self.geojson)
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.region.save(update_fields=["west", "south", "east", "north"])

    def clean(self) -> None:
        try:
            box_of(self.geojson)
        except ValidationError as wrong:
            raise ValidationError({"geojson": wrong}) from wrong


def _stored_path(pk: int | None) -> str:
    """The path as the database has it now; blank when there is no such place."""
    return Region.objects.filter(pk=pk).values_list("path", flat=True).first() or "" if pk else ""
