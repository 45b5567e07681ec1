from typing import Any

from rest_framework import serializers

from .diff import diff
from .models import Change


class ChangeSerializer(serializers.ModelSerializer[Change]):
    """A change for programs that follow the registry. It names nobody: who made it is for the people who edit."""

    at = serializers.DateTimeField(source="revision.at", read_only=True)
    why = serializers.CharField(source="revision.why", read_only=True)
    batch = serializers.CharField(source="revision.batch", read_only=True)
    kind = serializers.CharField(read_only=True)
    differences = serializers.SerializerMethodField()

    class Meta:
        model = Change
        fields = ["id", "revision", "at", "record_type", "slug", "kind", "why", "batch", "differences"]
        read_only_fields = fields

    def get_differences(self, change: Change) -> list[dict[str, Any]]:
        """Answer each difference with its place, such as `claims[uid=…].value`; nothing for a new or removed record."""
        if change.before is None or change.after is None:
            return []
        return [
            {"path": entry.address, "kind": entry.kind, "before": entry.before, "after": entry.after}
            for entry in diff(change.before, change.after)
        ]
