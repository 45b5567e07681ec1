from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from history.admin_records import RecordAdmin, RecordForm
from lib import edtf
from sources.admin_rows import CitationFields, CitedInline, ask_for_source

from ..models import Agreement
from ..services import agreement_document, save_agreement
from ..services.agreements import ROWS
from .rows import beside


class AgreementForm(CitationFields, RecordForm):
    """An agreement, with the words that tell of it."""

    CITED = frozenset(CitationFields.declared_fields)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.show_citation(self.instance.citation)

    def values(self, *, changed_only=False):
        values = super().values(changed_only=changed_only)
        if not changed_only or self.CITED & set(self.changed_data):
            values["citation"] = self.citation()
        return values


class AgreementRowInline(CitedInline):
    """A list of an agreement; `key` is its place in the agreement's ROWS."""

    fk_name = "agreement"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.kind = ROWS[cls.key]
        cls.model = cls.kind.model

    def describe(self, row):
        inferred = gettext("inferred") if getattr(row, "basis", "") == "inferred" else ""
        return format_html("<b>{}</b>{}", row, beside(inferred))


class PartyInline(AgreementRowInline):
    key = "parties"
    related = ["region"]
    autocomplete_fields = ["region"]
    row_fields = [("region", "basis")]


class ParticipantInline(AgreementRowInline):
    key = "participants"
    related = ["investor"]
    autocomplete_fields = ["investor"]
    row_fields = [("investor", "basis")]


class SectorInline(AgreementRowInline):
    key = "sectors"
    related = ["sector"]
    autocomplete_fields = ["sector"]
    row_fields = ["sector"]
    verbose_name = _("covered sector")
    verbose_name_plural = _("covered sectors")


class AreaInline(SectorInline):
    key = "areas"
    verbose_name = _("area of cooperation")
    verbose_name_plural = _("areas of cooperation")


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin):
    form = AgreementForm
    inlines = [PartyInline, ParticipantInline, SectorInline, AreaInline]
    list_display = ["title", "kind", "date_said", "open_ended", "changed"]
    list_filter = ["kind", "updated_at"]
    search_help_text = _("Title in any language or slug")
    fieldsets = [
        (None, {"fields": ["title_en", "slug", ("kind", "date", "open_ended")]}),
        (_("Title in other languages"), {"fields": ["title_kk", "title_ru", "title_zh_hans"], "classes": ["collapse"]}),
        (_("Words of the source"), {"fields": [("source", "locator"), "exact", "marked"]}),
        (_("Note"), {"fields": ["note"], "classes": ["collapse"]}),
        RecordAdmin.THIS_CHANGE,
    ]

    def document(self, record):
        return agreement_document(record)

    def write(self, record, values, **options):
        return save_agreement(record, values, **options)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "source" in form.base_fields:
            ask_for_source(form, request, self.admin_site)
        return form

    @admin.display(description=_("date"), ordering="date")
    def date_said(self, agreement):
        return edtf.say(agreement.date) if agreement.date else gettext("not stated")
