from typing import Any

from django.db.models import CharField, F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from lib.compiled import JsonIs
from lib.fields import EdtfField, KeyField, TranslationsField
from lib.serializers import RecordSerializer, StrictSerializer, is_root
from lib.texts import MAX_CHARACTERS

from .models import Citation, Source, Text


class WordsUrlField(serializers.URLField):
    """The address of the cited words on the page of their source. Files and history keep none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, citation: Citation) -> str:
        address = citation.get_absolute_url()
        request = self.context.get("request")
        return request.build_absolute_uri(address) if request else address

    def expression(self, path: str, base: str) -> Concat:
        """The same in SQL, but for a citation that is not there."""
        path += "" if self.source == "*" else f"{self.source}__"
        before, _marker, after = reverse("sources:detail", args=["0"]).rpartition("/0/")
        key = Cast(F(f"{path}pk"), CharField())
        parts = [F(f"{path}source__slug"), Value(f"/{after}?citation="), key, Value("#citation-"), key]
        return Concat(Value(f"{base}{before}/"), *parts, output_field=TextField())


class CheckedField(serializers.BooleanField):
    """Whether the cited words stand in a stored text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="is_checked", read_only=True, **options)

    def expression(self, path: str, _base: str) -> JsonIs:
        """The same in SQL."""
        return JsonIs(Q(**{f"{path}start__isnull": False}))


class CitationSerializer(StrictSerializer):
    """Words of a source; `exact` blank: not kept.

    `checked` tells whether the words stand at start..end (characters) of a stored text of the source, `url` is where
    they are shown.
    """

    # What follows from elsewhere, and so is in no file and no history.
    FOLLOWS = ("checked", "url")

    checked = CheckedField()
    url = WordsUrlField(source="*")
    source = KeyField(slug_field="slug", queryset=Source.objects.all())
    locator = serializers.CharField(max_length=100, allow_blank=True, required=False)
    exact = serializers.CharField(max_length=500, allow_blank=True, required=False, trim_whitespace=False)
    start = serializers.IntegerField(min_value=0, allow_null=True, required=False)
    end = serializers.IntegerField(min_value=1, allow_null=True, required=False)

    class Meta:
        model = Citation
        fields = ["source", "locator", "exact", "start", "end", "checked", "url"]
        validators: list[Any] = []

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if self.context.get("document"):
            return {name: field for name, field in fields.items() if name not in self.FOLLOWS}
        return fields


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


class TextFactsSerializer(serializers.ModelSerializer):
    """What a source's record tells of its stored text; the text itself is at `text/` below its address."""

    class Meta:
        model = Text
        fields = ["sha256", "characters", "retrieved_at"]


class TextSerializer(StrictSerializer):
    """The stored text of a source; `sha256` is the hex digest of `body` in UTF-8."""

    body = serializers.CharField(max_length=MAX_CHARACTERS, trim_whitespace=False)
    retrieved_at = serializers.DateTimeField(required=False)

    class Meta:
        model = Text
        fields = ["body", "sha256", "characters", "retrieved_at"]
        read_only_fields = ["sha256", "characters"]


class SourceSerializer(RecordSerializer):
    """A source; `url` is where it was published, `record_url` its address in this API, `text` null: none stored."""

    titles = TranslationsField("title", max_length=300)
    published = EdtfField()
    text = TextFactsSerializer(read_only=True, allow_null=True)
    record_url = serializers.HyperlinkedIdentityField(view_name="api:source-detail", lookup_field="slug")

    class Meta:
        model = Source
        fields = [
            "slug", "title", "titles", "kind", "authority", "publisher", "url", "language", "published", "retrieved_on",
            "note", "text", "updated_at", "record_url",
        ]  # fmt: skip
        read_only_fields = ["title", "updated_at"]
        extra_kwargs = {"slug": {"help_text": _("Never changes.")}}
