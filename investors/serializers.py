from typing import Any

from rest_framework import serializers

from lib.fields import NumberField, TranslationsField
from lib.serializers import RecordSerializer, RefSerializer, StrictSerializer
from sources.serializers import CitedSerializer

from .models import Investor, InvestorIdentifier, InvestorName, Ownership


class InvestorRef(RefSerializer):
    """An organization as other records name it."""

    class Meta:
        model = Investor
        fields = ["slug", "name", "country", "country_basis"]


class InvestorNameSerializer(StrictSerializer):
    class Meta:
        model = InvestorName
        fields = ["text", "language", "kind"]
        validators: list[Any] = []


class InvestorIdentifierSerializer(StrictSerializer):
    class Meta:
        model = InvestorIdentifier
        fields = ["scheme", "value"]
        validators: list[Any] = []


class OwnershipSerializer(CitedSerializer):
    """Who holds a share of this organization; shares in percent, null when not stated."""

    owner = InvestorRef()
    share_low = NumberField(max_digits=6, decimal_places=3, required=False)
    share_high = NumberField(max_digits=6, decimal_places=3, required=False)

    class Meta:
        model = Ownership
        fields = ["uid", "owner", "share_low", "share_high", "valid_from", "valid_to", "said_on", "citation"]
        validators: list[Any] = []


class InvestorSerializer(RecordSerializer):
    """An organization with its names, identifiers and owners."""

    names = TranslationsField("name", max_length=300)
    descriptions = TranslationsField("description")
    further_names = InvestorNameSerializer(source="names", many=True, required=False)
    identifiers = InvestorIdentifierSerializer(many=True, required=False)
    owners = OwnershipSerializer(many=True, required=False)
    url = serializers.HyperlinkedIdentityField(view_name="api:investor-detail", lookup_field="slug")

    class Meta:
        model = Investor
        fields = [
            "slug", "name", "names", "kind", "country", "country_basis", "website", "description", "descriptions",
            "further_names", "identifiers", "owners", "updated_at", "url",
        ]  # fmt: skip
        read_only_fields = ["name", "description", "updated_at"]
        headline = ["slug", "name", "names", "kind", "country", "country_basis", "identifiers", "updated_at", "url"]
