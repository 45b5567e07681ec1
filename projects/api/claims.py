from typing import Any

from lib.api import ReadViewSet

from ..filters import ClaimFilter, EventFilter
from ..models import Claim, ClaimQuerySet, Event, Project
from ..serializers import ClaimSerializer, EventSerializer


class ClaimViewSet(ReadViewSet):
    """What sources say, one row a statement; the current ones unless `retired=true`. Written through their project."""

    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter
    lookup_field = "uid"

    def base(self) -> ClaimQuerySet:
        return Claim.objects.filter(project__in=Project.objects.visible_to(self.request.user))

    def read(self, rows: Any, *, brief: bool) -> Any:
        return rows.for_record()


class EventViewSet(ReadViewSet):
    """What happened to projects or is to happen. Written through their project."""

    serializer_class = EventSerializer
    filterset_class = EventFilter
    lookup_field = "uid"

    def base(self) -> Any:
        return Event.objects.current().filter(project__in=Project.objects.visible_to(self.request.user))

    def read(self, rows: Any, *, brief: bool) -> Any:
        return rows.select_related("project", "citation__source")
