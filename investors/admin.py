from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from history.admin_records import RecordAdmin
from history.admin_rows import PlainRowInline
from lib.countries import country_choices, country_name
from sources.admin_rows import CitedInline

from .models import Investor, InvestorIdentifier, InvestorName, Ownership
from .services import OWNERS, investor_document, save_investor


class CountryListFilter(admin.SimpleListFilter):
    """Countries that investors have, by name."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = Investor.objects.order_by("country").values_list("country", flat=True).distinct()
        return [(code or "-", country_name(code) if code else _("not stated")) for code in codes]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(country="" if self.value() == "-" else self.value())


class NameInline(PlainRowInline):
    model = InvestorName
    key = "names"
    fields = [("text", "language", "kind")]


class IdentifierInline(PlainRowInline):
    model = InvestorIdentifier
    key = "identifiers"
    fields = [("scheme", "value")]


class OwnerInline(CitedInline):
    """Who holds a share of this organization."""

    model = Ownership
    kind = OWNERS
    key = "owners"
    fk_name = "owned"
    related = ["owner"]
    autocomplete_fields = ["owner"]
    verbose_name = _("owner")
    verbose_name_plural = _("owners")
    row_fields = [("owner", "share_low", "share_high"), ("valid_from", "valid_to")]

    def describe(self, row):
        return format_html("<b>{}</b> {}", row.owner, row.share or _("share not stated"))


@admin.register(Investor)
class InvestorAdmin(RecordAdmin):
    inlines = [NameInline, IdentifierInline, OwnerInline]
    list_display = ["name", "name_zh_hans", "kind", "country_in_words", "changed"]
    list_filter = ["kind", CountryListFilter, "country_basis", "updated_at"]
    ordering = ["name_en", "pk"]
    search_help_text = _("Any name in any language, slug or identifier")
    fieldsets = [
        (None, {"fields": ["name_en", "slug", ("kind", "country", "country_basis"), "website"]}),
        (_("Name in other languages"), {"fields": ["name_kk", "name_ru", "name_zh_hans"]}),
        (
            _("Description"),
            {
                "fields": ["description_en", "description_kk", "description_ru", "description_zh_hans"],
                "classes": ["collapse"],
            },
        ),
        RecordAdmin.THIS_CHANGE,
    ]

    def document(self, record):
        return investor_document(record)

    def write(self, record, values, **options):
        return save_investor(record, values, **options)

    def twins(self, values):
        """Organizations with a like name of any kind, the same identifier or the same website."""
        names = [row["text"] for row in values["names"]]
        found = super().twins(values, texts=names)
        for row in values["identifiers"]:
            found |= Investor.objects.filter(identifiers__scheme__iexact=row["scheme"], identifiers__value=row["value"])
        if values["website"]:
            found |= Investor.objects.filter(website=values["website"])
        return found.distinct()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "country":
            names = sorted(country_choices(), key=lambda choice: str(choice[1]))
            field.help_text = ""
            field.widget = forms.Select(choices=[("", _("not stated")), *names])
        return field

    @admin.display(description=_("country"), ordering="country")
    def country_in_words(self, investor):
        if not investor.country:
            return _("not stated")
        basis = f" ({investor.get_country_basis_display()})" if investor.country_basis == "inferred" else ""
        return f"{country_name(investor.country)}{basis}"
