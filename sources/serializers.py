from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from lib.fields import EdtfField, KeyField, TranslationsField
from lib.serializers import RecordSerializer, StrictSerializer, is_root

from .models import Citation, Source


class CitationSerializer(StrictSerializer):
    """Words of a source; `exact` blank: not kept."""

    source = KeyField(slug_field="slug", queryset=Source.objects.all())
    locator = serializers.CharField(max_length=100, allow_blank=True, required=False)
    exact = serializers.CharField(max_length=500, allow_blank=True, required=False, trim_whitespace=False)
    start = serializers.IntegerField(min_value=0, allow_null=True, required=False)
    end = serializers.IntegerField(min_value=1, allow_null=True, required=False)

    class Meta:
        model = Citation
        fields = ["source", "locator", "exact", "start", "end"]
        validators: list[Any] = []


class CitedSerializer(StrictSerializer):
    """A row with its evidence, which the headline of a record (context `brief`) leaves out."""

    uid = serializers.UUIDField(required=False)
    said_on = EdtfField()
    citation = CitationSerializer(required=False, allow_null=True)

    EVIDENCE = ("uid", "said_on", "citation")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if self.context.get("brief") and not is_root(self):
            return {name: field for name, field in fields.items() if name not in self.EVIDENCE}
        return fields


class SourceSerializer(RecordSerializer):
    """A source; `url` is where it was published, `record_url` its address in this API."""

    titles = TranslationsField("title", max_length=300)
    published = EdtfField()
    record_url = serializers.HyperlinkedIdentityField(view_name="api:source-detail", lookup_field="slug")

    class Meta:
        model = Source
        fields = [
            "slug", "title", "titles", "kind", "authority", "publisher", "url", "language", "published", "retrieved_on",
            "note", "updated_at", "record_url",
        ]  # fmt: skip
        read_only_fields = ["title", "updated_at"]
        extra_kwargs = {"slug": {"help_text": _("Never changes.")}}
