from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from history.admin import RecordHistoryMixin

from .forms import AliasesField
from .models import Boundary, Region
from .services import save_boundary, save_region


class RegionForm(forms.ModelForm):
    aliases = AliasesField(required=False)

    class Meta:
        model = Region
        fields = "__all__"  # noqa: DJ007 - the columns nobody edits are not editable
        field_classes = {"aliases": AliasesField}


@admin.register(Region)
class RegionAdmin(RecordHistoryMixin, TranslationAdmin):
    form = RegionForm
    list_display = ["code", "name", "kind", "parent", "capital", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    # Makes the search box and the autocomplete appear; get_search_results decides what is found.
    search_fields = ["search_text"]
    autocomplete_fields = ["parent"]
    readonly_fields = ["version", "updated_at"]
    fieldsets = [
        (None, {"fields": ["code", "kind", "parent", "name", "aliases"]}),
        (_("place"), {"fields": ["capital", "latitude", "longitude"]}),
        (_("life"), {"fields": ["valid_from", "valid_to", "version", "updated_at"]}),
    ]

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "code"] if obj else self.readonly_fields

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        stored = Region.objects.get(pk=obj.pk) if change else Region()
        save_region(region=stored, values=form.cleaned_data, user=request.user)
        obj.pk = stored.pk
        obj.refresh_from_db()


@admin.register(Boundary)
class BoundaryAdmin(admin.ModelAdmin):
    list_display = ["region", "credit", "updated_at"]
    list_select_related = ["region"]
    search_fields = ["region__search_text"]
    autocomplete_fields = ["region"]
    fields = ["region", "credit", "geojson"]

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return queryset.defer("geojson") if request.resolver_match.url_name.endswith("_changelist") else queryset

    def get_readonly_fields(self, request, obj=None):
        return ["region"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        save_boundary(region=obj.region, geojson=obj.geojson, credit=obj.credit, user=request.user)
