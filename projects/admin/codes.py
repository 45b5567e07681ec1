from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from history.admin_records import RecordAdmin, RecordForm

from ..models import Aim, Product, Sector
from ..services import code_document, save_code


class CodesField(forms.CharField):
    """A list of codes as one line, parted by commas."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [code.strip() for code in super().to_python(value).split(",") if code.strip()]

    def has_changed(self, initial, data):
        return self.to_python(self.prepare_value(initial)) != self.to_python(data)


class SectorForm(RecordForm):
    isic = CodesField(label=_("ISIC Rev. 4"), required=False, help_text=_("Codes parted by commas: 0111, 1062."))


class CodeAdmin(RecordAdmin):
    """A sector, product or aim."""

    NAMES = ["name_en", "name_kk", "name_ru", "name_zh_hans"]

    def document(self, record):
        return code_document(record)

    def write(self, record, values, **options):
        return save_code(record or self.model(), values, **options)


@admin.register(Sector)
class SectorAdmin(CodeAdmin):
    form = SectorForm
    key = "code"
    list_display = ["code", "name", "name_kk", "name_ru", "name_zh_hans", "dac", "oc4ids", "changed"]
    list_per_page = 100
    autocomplete_fields = ["parent"]
    search_help_text = _("Name in any language or code")
    fieldsets = [
        (None, {"fields": ["code", "parent"]}),
        (_("Names"), {"fields": CodeAdmin.NAMES}),
        (_("Codes of others"), {"fields": [("isic", "dac", "oc4ids")]}),
        RecordAdmin.THIS_CHANGE,
    ]


@admin.register(Product)
class ProductAdmin(CodeAdmin):
    list_display = ["name", "name_kk", "name_ru", "name_zh_hans", "hs", "changed"]
    search_help_text = _("Name in any language or slug")
    fieldsets = [
        (_("Names"), {"fields": CodeAdmin.NAMES}),
        (_("Codes"), {"fields": [("slug", "hs")]}),
        RecordAdmin.THIS_CHANGE,
    ]


@admin.register(Aim)
class AimAdmin(CodeAdmin):
    list_display = ["name", "name_kk", "name_ru", "name_zh_hans", "changed"]
    search_help_text = _("Name in any language or slug")
    fieldsets = [
        (_("Names"), {"fields": CodeAdmin.NAMES}),
        (_("Code"), {"fields": ["slug"]}),
        RecordAdmin.THIS_CHANGE,
    ]
