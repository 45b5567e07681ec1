from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import ExchangeRate
from ..services import save_rate


@admin.register(ExchangeRate)
class ExchangeRateAdmin(admin.ModelAdmin):
    """Rates one by one; a bank's table is imported by `manage.py import_rates`. Saving converts the claims anew."""

    list_display = ["currency", "day", "rate", "source", "recorded_at"]
    list_filter = ["currency"]
    list_select_related = ["source"]
    list_per_page = 100
    date_hierarchy = "day"
    search_fields = ["currency", "source__slug", "source__search_text"]
    search_help_text = _("Currency or source")
    autocomplete_fields = ["source"]
    fields = [("currency", "day"), "rate", "source"]

    def get_readonly_fields(self, request, obj=None):
        return ["currency", "day", "source"] if obj else []

    def save_model(self, request, obj, form, change):
        save_rate(obj)

    def has_delete_permission(self, request, obj=None):
        return False
