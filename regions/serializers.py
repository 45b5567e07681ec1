from rest_framework import serializers

from lib.fields import KeyField, TranslationsField
from lib.serializers import RecordSerializer, RefSerializer

from .models import Region


class RegionRef(RefSerializer):
    """A place as other records name it."""

    class Meta:
        model = Region
        fields = ["code", "name"]


class RegionSerializer(RecordSerializer):
    """A place of the world; `box` is west, south, east, north of its boundary in degrees, null without one."""

    names = TranslationsField("name", max_length=200)
    parent = KeyField(slug_field="code", queryset=Region.objects.all(), allow_null=True, required=False)
    capitals = TranslationsField("capital", max_length=200)
    box = serializers.SerializerMethodField()
    url = serializers.HyperlinkedIdentityField(view_name="api:region-detail", lookup_field="code")

    class Meta:
        model = Region
        fields = [
            "code", "name", "names", "kind", "parent", "capital", "capitals", "latitude", "longitude", "box",
            "valid_from", "valid_to", "aliases", "updated_at", "url",
        ]  # fmt: skip
        read_only_fields = ["name", "capital", "updated_at"]
        headline = ["code", "name", "names", "kind", "parent", "latitude", "longitude", "url"]

    def get_box(self, region: Region) -> list[float] | None:
        return None if region.west is None else [region.west, region.south, region.east, region.north]
