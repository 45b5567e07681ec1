from typing import Any

from django.db.models import Case, F, Value, When
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lib.compiled import JsonArray, JsonValue
from lib.fields import KeyField, TranslationsField
from lib.serializers import RecordSerializer, RefSerializer

from .models import Region


class RegionRef(RefSerializer):
    """A place as other records name it."""

    class Meta:
        model = Region
        fields = ["code", "name"]


@extend_schema_field({"type": ["array", "null"], "items": {"type": "number"}, "minItems": 4, "maxItems": 4})
class BoxField(serializers.Field):
    """West, south, east, north in degrees; null where one of them is."""

    SIDES = ("west", "south", "east", "north")

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, region: Region) -> list[float] | None:
        return None if region.west is None else [getattr(region, side) for side in self.SIDES]

    def expression(self, path: str, _base: str) -> JsonValue:
        """The same in SQL."""
        sides = JsonArray(*[F(path + side) for side in self.SIDES])
        return JsonValue(Case(When(**{f"{path}west": None}, then=Value(None)), default=sides))


class RegionSerializer(RecordSerializer):
    """A place of the world; `box` is west, south, east, north of its boundary in degrees, null without one."""

    names = TranslationsField("name", max_length=200)
    parent = KeyField(slug_field="code", queryset=Region.objects.all(), allow_null=True, required=False)
    capitals = TranslationsField("capital", max_length=200)
    box = BoxField()
    url = serializers.HyperlinkedIdentityField(view_name="api:region-detail", lookup_field="code")

    class Meta:
        model = Region
        fields = [
            "code", "name", "names", "kind", "parent", "capital", "capitals", "latitude", "longitude", "box",
            "valid_from", "valid_to", "aliases", "updated_at", "url",
        ]  # fmt: skip
        read_only_fields = ["name", "capital", "updated_at"]
        headline = ["code", "name", "names", "kind", "parent", "latitude", "longitude", "url"]
