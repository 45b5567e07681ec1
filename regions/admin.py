from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from history.admin_records import RecordAdmin, RecordForm
from lib.search import found

from .forms import AliasesField
from .models import Boundary, Region
from .services import region_document, save_boundary, save_region


class RegionForm(RecordForm):
    aliases = AliasesField(label=_("other names"), required=False)


@admin.register(Region)
class RegionAdmin(RecordAdmin):
    form = RegionForm
    key = "code"
    list_display = ["code", "name", "kind", "parent", "capital", "valid_from", "valid_to", "changed"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    autocomplete_fields = ["parent"]
    readonly_fields = ["version", "updated_at"]
    fieldsets = [
        (None, {"fields": ["code", "kind", "parent", "name", "aliases"]}),
        (_("place"), {"fields": ["capital", "latitude", "longitude"]}),
        (_("life"), {"fields": ["valid_from", "valid_to", "version", "updated_at"]}),
        RecordAdmin.THIS_CHANGE,
    ]

    def document(self, record):
        return region_document(record)

    def write(self, record, values, **options):
        return save_region(region=record or Region(), values=values, **options)


@admin.register(Boundary)
class BoundaryAdmin(admin.ModelAdmin):
    list_display = ["region", "credit", "updated_at"]
    list_select_related = ["region"]
    search_fields = ["region"]  # makes the search box appear
    autocomplete_fields = ["region"]
    fields = ["region", "credit", "geojson"]

    def get_search_results(self, request, queryset, search_term):
        words = search_term.replace("\0", "")
        return queryset.filter(found(Region, words, "region")) if words else queryset, False

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return queryset.defer("geojson") if request.resolver_match.url_name.endswith("_changelist") else queryset

    def get_readonly_fields(self, request, obj=None):
        return ["region"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        save_boundary(region=obj.region, geojson=obj.geojson, credit=obj.credit, user=request.user)
