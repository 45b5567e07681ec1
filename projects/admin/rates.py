from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lib.search import found
from sources.models import Source

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
    search_fields = ["currency"]  # makes the search box appear
    search_help_text = _("Currency or source")
    autocomplete_fields = ["source"]
    fields = [("currency", "day"), "rate", "source"]

    def get_readonly_fields(self, request, obj=None):
        return ["currency", "day", "source"] if obj else []

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        of_source = found(Source, search_term.replace("\0", ""), "source")
        return queryset.filter(of_source | Q(currency=search_term.strip().upper())), False

    def save_model(self, request, obj, form, change):
        save_rate(obj)

    def has_delete_permission(self, request, obj=None):
        return False
