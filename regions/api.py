from typing import Any

from lib.api import ReadViewSet

from .filters import RegionFilter
from .models import Region, RegionQuerySet
from .serializers import RegionSerializer


class RegionViewSet(ReadViewSet):
    """Places of the world in one tree: UN M49 areas, ISO 3166-1 countries, ISO 3166-2 regions and cities."""

    serializer_class = RegionSerializer
    filterset_class = RegionFilter
    lookup_field = "code"

    def base(self) -> RegionQuerySet:
        return Region.objects.all()

    def read(self, rows: Any, *, brief: bool) -> Any:
        return rows.for_record()
