from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Concat, Replace
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lib.compiled import ParsedJson
from lib.fields import KeyField, NullableEdtfField, NumberField, TranslationsField
from lib.serializers import RecordSerializer, RefSerializer, StrictSerializer
from regions.models import Region
from sources.serializers import WordsUrlField

from ..completeness import read_gaps
from ..models import Claim, Project
from .claim import ClaimSerializer, RateSerializer, ValueField
from .event import EventSerializer
from .rows import (
    FacilitySerializer,
    ParticipationSerializer,
    ProjectAimSerializer,
    ProjectIdentifierSerializer,
    ProjectMarketSerializer,
    ProjectProductSerializer,
    ProjectRelationSerializer,
    ProjectSectorSerializer,
)


class RegionRef(RefSerializer):
    class Meta:
        model = Region
        fields = ["code", "name"]


class LocationSerializer(StrictSerializer):
    """Coordinates in degrees (WGS 84) and how near they are to the site; null when not known."""

    lat = serializers.FloatField(source="latitude", min_value=-90, max_value=90, allow_null=True, required=False)
    lon = serializers.FloatField(source="longitude", min_value=-180, max_value=180, allow_null=True, required=False)

    class Meta:
        model = Project
        fields = ["lat", "lon", "precision"]


class StandingSerializer(serializers.ModelSerializer):
    """The claim that stands for the whole project; `url` is where its words are shown."""

    claim = serializers.UUIDField(source="uid")
    url = WordsUrlField(source="citation")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if self.context.get("document"):
            del fields["url"]
        return fields


class InvestmentSerializer(StandingSerializer):
    """The investment claim that stands for the whole project; null when none does."""

    value = ValueField()
    low = NumberField(source="amount_low", max_digits=19)
    high = NumberField(source="amount_high", max_digits=19)
    usd_rate = RateSerializer(allow_null=True)

    class Meta:
        model = Claim
        fields = [
            "value", "low", "high", "bound", "modality", "currency", "usd_low", "usd_high", "usd_rate", "as_printed",
            "claim", "url",
        ]  # fmt: skip


class JobsSerializer(StandingSerializer):
    """The jobs claim that stands for the whole project; null when none does."""

    value = ValueField()
    low = NumberField(source="quantity_low")
    high = NumberField(source="quantity_high")

    class Meta:
        model = Claim
        fields = ["value", "low", "high", "bound", "modality", "as_printed", "claim", "url"]


class GapSerializer(serializers.Serializer):
    """An attribute without a value, and the reason that a claim gives; null where no claim speaks of it."""

    attribute = serializers.CharField()
    reason = serializers.CharField(allow_null=True)


@extend_schema_field(GapSerializer(many=True))
class GapsField(serializers.Field):
    """What a project does not state, from the column that keeps it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="unstated", read_only=True, **options)
        self.child = GapSerializer()  # as lists have one, for the columns of tables

    def to_representation(self, unstated: str) -> list[dict[str, str | None]]:
        return [{"attribute": gap.attribute, "reason": gap.reason or None} for gap in read_gaps(unstated)]

    def expression(self, path: str, _base: str) -> ParsedJson:
        """The same in SQL: "jobs:unclear region:" becomes JSON by what stands between its codes."""
        steps = ((":", '","reason":"'), (" ", '"},{"attribute":"'))
        listed: Any = F(f"{path}unstated")
        for mark, between in steps:
            listed = Replace(listed, Value(mark), Value(between))
        listed = Concat(Value('[{"attribute":"'), listed, Value('"}]'), output_field=TextField())
        listed = Replace(listed, Value('"reason":""'), Value('"reason":null'))
        none = When(**{f"{path}unstated": ""}, then=Value("[]"))
        return ParsedJson(Case(none, default=listed, output_field=TextField()))


class CompletenessSerializer(serializers.ModelSerializer):
    """How much is known of a project: of the attributes that every project should state, and by how many, how lately.

    `percent` is null where no attribute applies.
    """

    # It follows from sources too, so that it is no part of what history keeps of a project.
    is_derived = True

    percent = serializers.IntegerField(source="completeness", allow_null=True)
    missing = GapsField()
    last_said_on = NullableEdtfField(allow_null=True)

    class Meta:
        model = Project
        fields = ["stated", "applicable", "percent", "missing", "publishers", "last_said_on", "doubts"]


class ProjectSerializer(RecordSerializer):
    """The record form of a project. Headline members follow from the claims and are never written."""

    titles = TranslationsField("title", max_length=300)
    summaries = TranslationsField("summary")
    region = RegionRef(read_only=True, allow_null=True)
    location = LocationSerializer(source="*", required=False)
    sectors = ProjectSectorSerializer(source="project_sectors", many=True, required=False)
    participations = ParticipationSerializer(many=True, required=False)
    investment = InvestmentSerializer(source="investment_claim", read_only=True, allow_null=True)
    jobs = JobsSerializer(source="jobs_claim", read_only=True, allow_null=True)
    facilities = FacilitySerializer(many=True, required=False)
    claims = ClaimSerializer(many=True, required=False)
    products = ProjectProductSerializer(source="project_products", many=True, required=False)
    markets = ProjectMarketSerializer(source="project_markets", many=True, required=False)
    aims = ProjectAimSerializer(source="project_aims", many=True, required=False)
    events = EventSerializer(many=True, required=False)
    relations = ProjectRelationSerializer(many=True, required=False)
    identifiers = ProjectIdentifierSerializer(many=True, required=False)
    merged_into = KeyField(slug_field="slug", queryset=Project.objects.all(), allow_null=True, required=False)
    announced_on = NullableEdtfField(read_only=True, allow_null=True)
    commissioning_on = NullableEdtfField(read_only=True, allow_null=True)
    completeness = CompletenessSerializer(source="*", read_only=True)
    url = serializers.HyperlinkedIdentityField(view_name="api:project-detail", lookup_field="slug")

    # Members that the claims decide.
    PROJECTED = frozenset({"stage", "region", "investment", "jobs", "announced_on", "commissioning_on", "completeness"})

    class Meta:
        model = Project
        fields = [
            "slug", "title", "titles", "summary", "summaries", "kind", "stage", "region", "place", "location",
            "sectors", "participations", "investment", "jobs", "facilities", "claims", "products", "markets", "aims",
            "events", "relations", "identifiers", "announced_on", "commissioning_on", "completeness", "verified_on",
            "note", "publication", "withdrawal", "merged_into", "updated_at", "url",
        ]  # fmt: skip
        read_only_fields = ["title", "summary", "stage", "updated_at"]
        headline = [
            "slug", "title", "titles", "summary", "summaries", "kind", "stage", "region", "place", "location",
            "sectors", "participations", "investment", "jobs", "announced_on", "commissioning_on", "completeness",
            "verified_on",
            "publication", "updated_at", "url",
        ]  # fmt: skip

    def to_internal_value(self, given: Any) -> Any:
        alone = sorted(self.PROJECTED & set(given)) if isinstance(given, dict) and "claims" not in given else []
        if alone:
            raise serializers.ValidationError(
                {
                    name: [serializers.ErrorDetail(_("This follows from the claims: send a claim."), "send_claim")]
                    for name in alone
                }
            )
        return super().to_internal_value(given)
