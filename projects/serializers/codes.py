from rest_framework import serializers

from lib.fields import KeyField, TranslationsField
from lib.serializers import RecordSerializer

from ..models import Aim, Product, Sector


class SectorSerializer(RecordSerializer):
    """A sector with its codes in ISIC Rev. 4, CRS and OC4IDS; `parent` is the code above it."""

    parent = KeyField(slug_field="code", queryset=Sector.objects.all(), allow_null=True, required=False)
    names = TranslationsField("name", max_length=200)
    url = serializers.HyperlinkedIdentityField(view_name="api:sector-detail", lookup_field="code")

    class Meta:
        model = Sector
        fields = ["code", "parent", "name", "names", "isic", "dac", "oc4ids", "url"]
        read_only_fields = ["name"]


class ProductSerializer(RecordSerializer):
    names = TranslationsField("name", max_length=200)
    url = serializers.HyperlinkedIdentityField(view_name="api:product-detail", lookup_field="slug")

    class Meta:
        model = Product
        fields = ["slug", "name", "names", "hs", "url"]
        read_only_fields = ["name"]


class AimSerializer(RecordSerializer):
    names = TranslationsField("name", max_length=200)

    class Meta:
        model = Aim
        fields = ["slug", "name", "names"]
        read_only_fields = ["name"]
