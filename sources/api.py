from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser
from rest_framework.permissions import DjangoModelPermissionsOrAnonReadOnly
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from lib.api import RecordViewSet
from lib.etags import etag
from lib.texts import MAX_BYTES, decoded

from .filters import SourceFilter
from .models import Source, SourceQuerySet, Text
from .serializers import SourceSerializer, TextSerializer
from .services import remove_text, save_source, store_text


class PlainTextParser(BaseParser):
    """A text as such, in UTF-8; read as a document whose `body` it is."""

    media_type = "text/plain"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, str]:
        charset = parse_header_parameters(media_type or "")[1].get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "us-ascii"):
            raise ValidationError({"body": ValidationError(_("Send the text in UTF-8."), code="not_utf8")})
        try:
            return {"body": decoded(stream.read(MAX_BYTES + 1))}
        except ValidationError as error:
            raise ValidationError({"body": error}) from None


class PlainTextRenderer(BaseRenderer):
    """The body alone: its SHA-256 is the one that the record tells."""

    media_type = "text/plain"
    format = "txt"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> str:
        return data["body"]


class SourcePermissions(DjangoModelPermissionsOrAnonReadOnly):
    """Who may change a source may take its text away; no source is ever deleted."""

    perms_map: ClassVar = DjangoModelPermissionsOrAnonReadOnly.perms_map | {"DELETE": ["sources.change_source"]}


BODIES = {"application/json": TextSerializer, "text/plain": OpenApiTypes.STR}


class SourceViewSet(RecordViewSet):
    """Publications, filings and data sets that the registry cites."""

    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    permission_classes: ClassVar = [SourcePermissions]
    http_method_names: ClassVar = [*RecordViewSet.http_method_names, "delete"]

    def base(self) -> SourceQuerySet:
        return Source.objects.all()

    def read(self, rows: Any, *, brief: bool) -> Any:
        return rows.for_record()

    def save(self, record: Any, values: dict[str, Any], **options: Any) -> Source:
        return save_source(record, values, **options)

    @extend_schema(responses={(200, kind): form for kind, form in BODIES.items()})
    @action(
        detail=True,
        renderer_classes=[JSONRenderer, PlainTextRenderer],
        parser_classes=[*api_settings.DEFAULT_PARSER_CLASSES, PlainTextParser],
    )
    def text(self, request: Request, slug: str) -> Response:
        """The stored text of the source, in which its citations count their characters."""
        self.check_parameters(request, "format")
        return self.answer_text(slug)

    @extend_schema(request=BODIES, responses={200: TextSerializer, 201: TextSerializer})
    @text.mapping.put
    def put_text(self, request: Request, slug: str) -> Response:
        """Store the text of the source, or another one in its place while nobody cites the source."""
        self.check_parameters(request, "format")
        source = self.get_object()
        version = self.expected_version(request, source)
        form = TextSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        is_new = not Text.objects.filter(source=source).exists()
        store_text(source=source, user=request.user, why=self.why(request), version=version, **form.validated_data)
        return self.answer_text(slug, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @extend_schema(responses={204: None})
    @text.mapping.delete
    def delete_text(self, request: Request, slug: str) -> Response:
        """Take the text of the source away, while nobody cites the source."""
        self.check_parameters(request, "format")
        source = self.get_object()
        version = self.expected_version(request, source)
        try:
            remove_text(source=source, user=request.user, why=self.why(request), version=version)
        except Text.DoesNotExist:
            raise Http404 from None
        return Response(status=status.HTTP_204_NO_CONTENT)

    def answer_text(self, slug: str, status: int = 200) -> Response:
        """The text with an ETag that names the version of its source, as those of the record itself do."""
        source = get_object_or_404(Source.objects.with_text(), slug=slug, text__isnull=False)
        data = TextSerializer(source.text).data
        kind = self.request.accepted_renderer.format
        response = Response(data, status=status)
        response["ETag"] = etag(source.version, kind.encode() + JSONRenderer().render(data))
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A text is its publisher's: the licence of the registry's data is not for it."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.action in ("text", "put_text") and "Link" in response:
            del response["Link"]
        return response
