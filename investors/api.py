from typing import Any

from lib.api import RecordViewSet

from .filters import InvestorFilter
from .models import Investor, InvestorQuerySet
from .serializers import InvestorSerializer
from .services import save_investor


class InvestorViewSet(RecordViewSet):
    """Organizations and persons with a part in projects."""

    serializer_class = InvestorSerializer
    filterset_class = InvestorFilter

    def base(self) -> InvestorQuerySet:
        return Investor.objects.all()

    def read(self, rows: Any, *, brief: bool) -> Any:
        return rows.prefetch_related("identifiers") if brief else rows.for_record()

    def save(self, record: Any, values: dict[str, Any], **options: Any) -> Investor:
        return save_investor(record, values, **options)
