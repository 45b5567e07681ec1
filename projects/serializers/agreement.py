from typing import Any

from rest_framework import serializers

from investors.serializers import InvestorRef
from lib.fields import EdtfField, KeyField, TranslationsField
from lib.serializers import RecordSerializer
from regions.models import Region
from sources.serializers import CitationSerializer, CitedSerializer

from ..models import Agreement, AgreementParticipant, AgreementParty, AgreementSector, Sector


class AgreementPartySerializer(CitedSerializer):
    code = KeyField(source="region", slug_field="code", queryset=Region.objects.all())
    name = serializers.CharField(source="region.name", read_only=True)

    class Meta:
        model = AgreementParty
        fields = ["uid", "code", "name", "basis", "said_on", "citation"]
        validators: list[Any] = []


class AgreementParticipantSerializer(CitedSerializer):
    investor = InvestorRef()

    class Meta:
        model = AgreementParticipant
        fields = ["uid", "investor", "basis", "said_on", "citation"]
        validators: list[Any] = []


class AgreementSectorSerializer(CitedSerializer):
    code = KeyField(source="sector", slug_field="code", queryset=Sector.objects.all())
    name = serializers.CharField(source="sector.name", read_only=True)

    class Meta:
        model = AgreementSector
        fields = ["uid", "code", "name", "said_on", "citation"]
        validators: list[Any] = []


class AgreementSerializer(RecordSerializer):
    """An agreement; `sectors` are what it covers, `areas` what the parties agreed to cooperate in."""

    titles = TranslationsField("title", max_length=300)
    date = EdtfField()
    parties = AgreementPartySerializer(many=True, required=False)
    participants = AgreementParticipantSerializer(many=True, required=False)
    sectors = AgreementSectorSerializer(many=True, required=False)
    areas = AgreementSectorSerializer(many=True, required=False)
    citation = CitationSerializer(required=False, allow_null=True)
    url = serializers.HyperlinkedIdentityField(view_name="api:agreement-detail", lookup_field="slug")

    class Meta:
        model = Agreement
        fields = [
            "slug", "title", "titles", "kind", "date", "parties", "participants", "open_ended", "sectors", "areas",
            "note", "citation", "updated_at", "url",
        ]  # fmt: skip
        read_only_fields = ["title", "updated_at"]
