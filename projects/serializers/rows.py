"""The rows of a project beside its claims."""

from typing import Any

from rest_framework import serializers

from investors.serializers import InvestorRef
from lib.fields import KeyField, NumberField, TranslationsField
from lib.serializers import RefSerializer, StrictSerializer
from regions.models import Region
from sources.serializers import CitedSerializer

from ..models import (
    Aim,
    Facility,
    Participation,
    Product,
    Project,
    ProjectAim,
    ProjectIdentifier,
    ProjectMarket,
    ProjectProduct,
    ProjectRelation,
    ProjectSector,
    Sector,
)


class FacilitySerializer(CitedSerializer):
    """A part of a project; `count_low` and `count_high` for a counted group, null when the number is not stated."""

    names = TranslationsField("name", max_length=200)

    class Meta:
        model = Facility
        fields = [
            "uid",
            "slug",
            "name",
            "names",
            "kind",
            "count_low",
            "count_high",
            "place",
            "note",
            "said_on",
            "citation",
        ]
        extra_kwargs = {"name": {"required": False}}
        validators: list[Any] = []

    def to_internal_value(self, given: Any) -> Any:
        if isinstance(given, dict) and "names" not in given and isinstance(given.get("name"), str):
            given = given | {"names": {"en": given["name"]}}
        values = super().to_internal_value(given)
        values.pop("name", None)
        return values


class ParticipationSerializer(CitedSerializer):
    """The part of an organization; shares in percent, null when not stated."""

    investor = InvestorRef()
    share_low = NumberField(max_digits=6, decimal_places=3, required=False)
    share_high = NumberField(max_digits=6, decimal_places=3, required=False)

    class Meta:
        model = Participation
        fields = ["uid", "investor", "role", "basis", "share_low", "share_high", "facility", "said_on", "citation"]
        validators: list[Any] = []


class ProjectSectorSerializer(CitedSerializer):
    code = KeyField(source="sector", slug_field="code", queryset=Sector.objects.all())
    name = serializers.CharField(source="sector.name", read_only=True)

    class Meta:
        model = ProjectSector
        fields = ["uid", "code", "name", "primary", "said_on", "citation"]
        validators: list[Any] = []


class ProjectProductSerializer(CitedSerializer):
    slug = KeyField(source="product", slug_field="slug", queryset=Product.objects.all())
    name = serializers.CharField(source="product.name", read_only=True)

    class Meta:
        model = ProjectProduct
        fields = ["uid", "slug", "name", "direction", "open_ended", "facility", "said_on", "citation"]
        validators: list[Any] = []


class ProjectMarketSerializer(CitedSerializer):
    code = KeyField(source="region", slug_field="code", queryset=Region.objects.all())
    name = serializers.CharField(source="region.name", read_only=True)

    class Meta:
        model = ProjectMarket
        fields = ["uid", "code", "name", "said_on", "citation"]
        validators: list[Any] = []


class ProjectAimSerializer(CitedSerializer):
    slug = KeyField(source="aim", slug_field="slug", queryset=Aim.objects.all())
    name = serializers.CharField(source="aim.name", read_only=True)

    class Meta:
        model = ProjectAim
        fields = ["uid", "slug", "name", "said_on", "citation"]
        validators: list[Any] = []


class ProjectRef(RefSerializer):
    class Meta:
        model = Project
        fields = ["slug", "title"]


class ProjectRelationSerializer(CitedSerializer):
    project = ProjectRef(source="other")

    class Meta:
        model = ProjectRelation
        fields = ["uid", "kind", "project", "said_on", "citation"]
        validators: list[Any] = []


class ProjectIdentifierSerializer(StrictSerializer):
    class Meta:
        model = ProjectIdentifier
        fields = ["scheme", "value"]
        validators: list[Any] = []
