from typing import Any

from lib.api import RecordViewSet

from .filters import SourceFilter
from .models import Source, SourceQuerySet
from .serializers import SourceSerializer
from .services import save_source


class SourceViewSet(RecordViewSet):
    """Publications, filings and data sets that the registry cites."""

    serializer_class = SourceSerializer
    filterset_class = SourceFilter

    def base(self) -> SourceQuerySet:
        return Source.objects.all()

    def save(self, record: Any, values: dict[str, Any], **options: Any) -> Source:
        return save_source(record, values, **options)
