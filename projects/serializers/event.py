from typing import Any

from rest_framework import serializers

from lib.fields import EdtfField
from lib.serializers import RecordSerializer
from sources.serializers import CitedSerializer

from ..models import Event


class EventSerializer(CitedSerializer, RecordSerializer):
    """Something that happened or is to happen; `date` is EDTF, blank when no day is given."""

    project = serializers.CharField(source="project.slug", read_only=True)
    date = EdtfField()

    class Meta:
        model = Event
        fields = ["uid", "project", "kind", "date", "note", "said_on", "citation"]
        validators: list[Any] = []
