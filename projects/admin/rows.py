"""The rows of a project in its form."""

import json

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from history.admin_rows import PlainRowInline
from lib import edtf
from lib.bounds import Bound
from lib.numbers import bounded, share
from lib.units import PER, UNITS, unit_label, unit_symbol
from sources.admin_rows import CitedForm, CitedInline

from ..attributes import ATTRIBUTES
from ..models import (
    ProjectIdentifier,
    Rank,
)
from ..services import ROWS
from ..showing.figures import doubt_of, scope_of, value_of
from .claim_form import ClaimForm, ClaimFormSet


def badge(text, kind=""):
    return format_html('<span class="cited-badge {}">{}</span>', kind, text)


def beside(*parts):
    """Small words behind what a row says."""
    said = [part for part in parts if part]
    return format_html(' <span class="cited-beside">{}</span>', " · ".join(map(str, said))) if said else ""


class ProjectRowInline(CitedInline):
    """A list of a project; `key` is its place in `services.ROWS`."""

    fk_name = "project"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.key:
            cls.kind = ROWS[cls.key]
            cls.model = cls.kind.model

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "facility":
            field.widget = forms.TextInput(attrs={"list": "facilities-of-project", "size": 16})
            field.help_text = _("Its slug; blank: the whole project.")
        return field


class ClaimInline(ProjectRowInline):
    key = "claims"
    is_main = True
    form = ClaimForm
    formset = ClaimFormSet
    related = ["region"]
    row_fields = [
        ("attribute", "value", "currency", "unit", "per"),
        ("bound", "low", "high", "modality"),
        ("basis", "for_date", "facility"),
        "as_printed",
    ]
    WEIGHT = [
        ("missing", "rank", "reason"),
        ("doubt_1", "doubt_note_1", "doubt_2", "doubt_note_2"),
    ]

    def get_fieldsets(self, request, obj=None):
        lines = [*self.row_fields, *self.EVIDENCE, *self.WEIGHT]
        return [(None, {"fields": lines})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("doubts")

    def order(self, claim):
        """By attribute as the table has them; within a group what stands first."""
        place = list(ATTRIBUTES).index(claim.attribute)
        return (place, claim.facility, claim.basis, claim.for_date, not claim.stands, claim.pk)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        match db_field.name:
            case "attribute":
                kinds = {code: spec.kind for code, spec in ATTRIBUTES.items()}
                field.widget.attrs["data-claim-kinds"] = json.dumps(kinds)
            case "currency":
                field.widget = forms.TextInput(attrs={"list": "currencies", "size": 6, "maxlength": 3})
            case "unit":
                units = [(code, f"{unit_symbol(code)} {unit_label(code)}".strip()) for code in UNITS]
                field.widget = forms.Select(choices=[("", "---------"), *units])
            case "per":
                field.widget = forms.Select(choices=[(code, label or "---------") for code, label in PER.items()])
            case "as_printed":
                field.widget = forms.Textarea(attrs={"rows": 2, "cols": 60})
            case "rank" | "bound":
                field.required = db_field.name == "rank"
        return field

    def describe(self, claim):
        facilities = {}
        said = claim.get_missing_display() if claim.missing else value_of(claim)[0]
        doubts = [doubt_of(doubt, with_note=True) for doubt in claim.doubts.all()]
        return format_html(
            "<b>{}</b> {}{}{}{}",
            claim.spec.label,
            badge(said, "is-missing") if claim.missing else format_html('<b class="cited-figure">{}</b>', said),
            beside(claim.get_modality_display() if claim.modality else "", *scope_of(claim, facilities)),
            format_html_join("", "{}", ((badge(doubt, "is-doubt"),) for doubt in doubts)),
            self._standing(claim),
        )

    def _standing(self, claim):
        if claim.stands:
            mark = badge(gettext("stands"), "is-standing")
        elif claim.rank == Rank.DEPRECATED:
            mark = badge(gettext("deprecated"), "is-deprecated")
        else:
            mark = badge(gettext("another claim stands"), "is-quiet")
        return (
            mark
            if not claim.reason
            else format_html("{}{}", mark, beside(f"{claim.get_rank_display()}: {claim.reason}"))
        )

    def links(self, claim):
        url = reverse("admin:projects_claim_prefer", args=[claim.pk])
        return format_html('<a class="cited-link" href="{}">{}</a>', url, gettext("prefer this claim …"))


class ParticipationInline(ProjectRowInline):
    key = "participations"
    related = ["investor"]
    autocomplete_fields = ["investor"]
    row_fields = [("investor", "role", "basis"), ("share_low", "share_high", "facility")]

    def describe(self, row):
        basis = row.get_basis_display() if row.basis == "inferred" else ""
        return format_html(
            "<b>{}</b>{}",
            row.investor,
            beside(row.get_role_display(), share(row.share_low, row.share_high), basis, row.facility),
        )


def count_of(facility):
    """How many plants a counted group has, "× 10"; "" for a single one."""
    low, high = facility.count_low, facility.count_high
    if low is None and high is None:
        return gettext("number not stated")
    if low == high:
        return f"× {low}" if low != 1 else ""
    bound = Bound.RANGE if low and high else Bound.AT_LEAST if low else Bound.UP_TO
    return f"× {bounded(None, low, high, bound)}"


class FacilityForm(CitedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["name_en"].required = True

    def row_values(self):
        values = super().row_values()
        return values | {"slug": values["slug"] or slugify(values["name_en"])[:60] or "facility"}


class FacilityInline(ProjectRowInline):
    key = "facilities"
    form = FacilityForm
    row_fields = [
        ("name_en", "slug", "kind"),
        ("name_kk", "name_ru", "name_zh_hans"),
        ("count_low", "count_high", "place"),
        "note",
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "note":
            field.widget = forms.Textarea(attrs={"rows": 2, "cols": 60})
        return field

    def describe(self, row):
        return format_html("<b>{}</b>{}", row, beside(row.slug, row.get_kind_display(), count_of(row), row.place))


class SectorInline(ProjectRowInline):
    key = "project_sectors"
    related = ["sector"]
    autocomplete_fields = ["sector"]
    row_fields = [("sector", "primary")]

    def describe(self, row):
        return format_html(
            "<b>{}</b>{}", row.sector, beside(gettext("primary") if row.primary else "", row.sector.code)
        )


class ProductInline(ProjectRowInline):
    key = "project_products"
    related = ["product"]
    autocomplete_fields = ["product"]
    row_fields = [("product", "direction", "open_ended"), "facility"]

    def describe(self, row):
        is_open = gettext("the list is open") if row.open_ended else ""
        return format_html("<b>{}</b>{}", row.product, beside(row.get_direction_display(), is_open, row.facility))


class MarketInline(ProjectRowInline):
    key = "project_markets"
    related = ["region"]
    autocomplete_fields = ["region"]
    row_fields = ["region"]

    def describe(self, row):
        return format_html("<b>{}</b>{}", row.region, beside(row.region.code))


class AimInline(ProjectRowInline):
    key = "project_aims"
    related = ["aim"]
    autocomplete_fields = ["aim"]
    row_fields = ["aim"]

    def describe(self, row):
        return format_html("<b>{}</b>", row.aim)


class EventInline(ProjectRowInline):
    key = "events"
    row_fields = [("kind", "date"), "note"]

    def describe(self, row):
        day = edtf.say(row.date) if row.date else gettext("day not stated")
        return format_html("<b>{}</b>{}", row.get_kind_display(), beside(day, row.note))


class RelationInline(ProjectRowInline):
    key = "relations"
    related = ["other"]
    autocomplete_fields = ["other"]
    row_fields = [("kind", "other")]

    def describe(self, row):
        return format_html("{} <b>{}</b>", row.get_kind_display(), row.other)


class IdentifierInline(PlainRowInline):
    model = ProjectIdentifier
    key = "identifiers"
    fields = [("scheme", "value")]


ROWS_OF_PROJECT = [
    *(ClaimInline, ParticipationInline, FacilityInline, SectorInline, ProductInline, MarketInline, AimInline),
    *(EventInline, RelationInline, IdentifierInline),
]
