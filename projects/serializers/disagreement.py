from typing import Any

from rest_framework import serializers

from lib.serializers import RecordSerializer

from ..models import Claim
from .claim import ClaimSerializer


class DisagreementSerializer(RecordSerializer):
    """What all current claims of one thing say; only read.

    `claims` come in the order in which they stand, those that an editor set aside last; `stands` is the uid of the one
    that stands and `rule` the step by which it does so before the next one. `differs` tells whether they say different
    things, as far as they can be compared, and `spread` how far their numbers lie apart, as a part of the highest.
    """

    project = serializers.CharField(source="about.project.slug")
    attribute = serializers.CharField(source="about.attribute")
    label = serializers.CharField(source="about.spec.label")
    facility = serializers.CharField(source="about.facility", allow_blank=True)
    basis = serializers.CharField(source="about.basis", allow_blank=True)
    for_date = serializers.CharField(source="about.for_date", allow_blank=True)
    stands = serializers.UUIDField(source="stands.uid", allow_null=True, default=None)
    rule = serializers.CharField(allow_null=True)
    why = serializers.CharField(source="rule.label", allow_null=True, default=None)
    differs = serializers.BooleanField()
    spread = serializers.FloatField(allow_null=True)
    claims = ClaimSerializer(many=True)

    class Meta:
        model = Claim
        fields = [
            *("project", "attribute", "label", "facility", "basis", "for_date", "stands", "rule", "why", "differs"),
            *("spread", "claims"),
        ]
        validators: list[Any] = []
