"""The API of the history: changes to follow, and single revisions with the way back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import router
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers, status, viewsets
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.undo import undo
from history.horizon import safe_horizon
from history.models import Change, Revision
from history.serializers import ChangeSerializer
from lib.api import BadParameters
from lib.listing import Controls
from projects.seen_changes import as_seen, changes_for, sees_all

from .filters import ChangeFilter, record_types
from .records import resource_of

# Changes that a revision shows itself; the feed has the rest.
SHOWN = 100


class SeenChangeSerializer(ChangeSerializer):
    """A change as the reader may see it, with the address of its record."""

    url = serializers.SerializerMethodField()

    class Meta(ChangeSerializer.Meta):
        fields = [*ChangeSerializer.Meta.fields, "url"]
        read_only_fields = fields

    def get_url(self, change: Change) -> str | None:
        """Answer the address of the record in this API, null where its type has none."""
        address = resource_of(change.record_type, change.slug)
        return self.context["request"].build_absolute_uri(address) if address else None


class FeedSerializer(serializers.Serializer):
    """Changes from a position on, the oldest first. `next` leads on from here, also when nothing is new yet."""

    next = serializers.URLField()
    cursor = serializers.CharField(help_text=_("The position after these changes: what `next` has as `cursor`."))
    results = SeenChangeSerializer(many=True)


class RevisionSerializer(serializers.ModelSerializer):
    """One transaction that changed records. `user` is null for all but colleagues, and for the registry's own work."""

    user = serializers.SerializerMethodField()
    undone_by = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()
    next = serializers.SerializerMethodField()

    class Meta:
        model = Revision
        fields = ["id", "at", "why", "batch", "user", "undoes", "undone_by", "changes", "next"]
        read_only_fields = fields

    def get_user(self, revision: Revision) -> str | None:
        return revision.user.username if revision.user and sees_all(self.context["request"].user) else None

    def get_undone_by(self, revision: Revision) -> list[int]:
        """Answer the ids of the revisions that took this one back."""
        return sorted(revision.undone_by.values_list("pk", flat=True))

    def get_changes(self, revision: Revision) -> list[dict[str, Any]]:
        return SeenChangeSerializer(self.context["changes"][:SHOWN], many=True, context=self.context).data

    def get_next(self, revision: Revision) -> str | None:
        """Answer where the further changes of a large revision are, null when these are all."""
        if len(self.context["changes"]) <= SHOWN:
            return None
        last = self.context["changes"][SHOWN - 1].pk
        address = f"{reverse('api:change-list')}?revision={revision.pk}&cursor={last}"
        return self.context["request"].build_absolute_uri(address)


class UndoSerializer(serializers.Serializer):
    """Why a revision is undone, and whether what changed beside it since may stay."""

    why = serializers.CharField(required=False, allow_blank=True, max_length=300)
    merge = serializers.BooleanField(required=False, default=False)

    def to_internal_value(self, given: Any) -> Any:
        unknown = set(given) - set(self.fields) if isinstance(given, dict) else set()
        if unknown:
            said = [serializers.ErrorDetail(_("There is no such member."), code="unknown")]
            raise serializers.ValidationError({str(name): said for name in unknown})
        return super().to_internal_value(given)


class Conflict(exceptions.APIException):
    """What stands in the way of an undo, by record and member."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class ChangeViewSet(viewsets.ViewSet):
    """What changed in the registry, to be followed: ask, keep `cursor`, and ask again from there."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    renderer_classes = [JSONRenderer]

    @extend_schema(
        parameters=[
            OpenApiParameter("cursor", int, description=_("A position as the last answer gave it; 0 is the start.")),
            OpenApiParameter("page_size", int),
            OpenApiParameter("record_type", enum=[name for name, _label in record_types()], many=True, explode=False),
            OpenApiParameter("batch", str, description=_("The name of an import.")),
            OpenApiParameter("revision", int),
        ],
        responses={200: FeedSerializer},
    )
    def list(self, request: Request) -> Response:
        """Changes from a position on, the oldest first; none is ever skipped or comes later than one after it."""
        # What follows from the horizon is only true of the database that it was asked of.
        rows = changes_for(request.user).using(router.db_for_write(Change))
        known = ("cursor", "page_size", "format")
        filterset = ChangeFilter(request.query_params, rows, request=request, also_known=known)
        controls = Controls.read(request.query_params, orderings={}, members=[])
        problems = filterset.errors_by_parameter() | controls.errors
        horizon, highest = safe_horizon()
        position = _position(request.query_params.get("cursor", ""), highest)
        if position is None:
            message = _("The registry never gave this position. Start anew: read all records, then follow from 0.")
            problems["cursor"] = [{"code": "invalid", "message": str(message)}]
        if problems or position is None:
            raise BadParameters(problems)
        size = controls.page_size
        found = list(filterset.rows().after(position).filter(pk__lte=horizon).with_revision()[: size + 1])
        # At the end it is the horizon that was reached: below it nothing will appear any more.
        reached = found[size - 1].pk if len(found) > size else max(position, horizon)
        seen = as_seen(request.user, found[:size])
        results = SeenChangeSerializer(seen, many=True, context={"request": request}).data
        return Response({"next": _from(request, reached), "cursor": str(reached), "results": results})


def _position(text: str, highest: int) -> int | None:
    """The id after which to go on; None for one that cannot have been given."""
    if not text:
        return 0
    position = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
    return None if position is None or position > highest else position


def _from(request: Request, position: int) -> str:
    query = request.query_params.copy()
    query["cursor"] = str(position)
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode(safe=',')}"


class RevisionViewSet(viewsets.ViewSet):
    """Single revisions: who, when, why, what changed."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    renderer_classes = [JSONRenderer]

    @extend_schema(responses={200: RevisionSerializer})
    def retrieve(self, request: Request, pk: int) -> Response:
        return Response(self._shown(request, pk))

    @extend_schema(
        request=UndoSerializer,
        responses={
            201: RevisionSerializer,
            409: OpenApiResponse(description=_("What stands in the way, by record and member.")),
        },
    )
    def undo(self, request: Request, pk: int) -> Response:
        """Take back all that the revision changed, as one new revision, or nothing."""
        self._shown(request, pk)
        form = UndoSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        revision = Revision.objects.get(pk=pk)
        try:
            done = undo(revision=revision, user=request.user, **form.validated_data)
        except ValidationError as error:
            conflict = Conflict()
            conflict.detail = error
            raise conflict from None
        address = request.build_absolute_uri(reverse("api:revision-detail", args=[done.pk]))
        return Response(self._shown(request, done.pk), status=status.HTTP_201_CREATED, headers={"Location": address})

    def _shown(self, request: Request, pk: int) -> dict[str, Any]:
        """The revision as this reader may see it; Http404 where they may see nothing of it."""
        revision = get_object_or_404(Revision.objects.select_related("user"), pk=pk)
        changes = changes_for(request.user).filter(revision=revision).order_by("pk").with_revision()[: SHOWN + 1]
        seen = as_seen(request.user, changes)
        if not seen:
            raise Http404
        return RevisionSerializer(revision, context={"request": request, "changes": seen}).data
