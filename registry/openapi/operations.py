"""One operation of the API: its parameters, headers, answers and errors."""

from datetime import date, datetime
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

from lib.api import ReadViewSet, RecordViewSet
from lib.serializers import is_root
from sources.serializers import CitedSerializer

from . import forms as forms  # registers what it defines
from . import parameters

Schema = dict[str, Any]

PROBLEM = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "string", "description": "In the language of the request."},
        "suggestions": {"type": "array", "items": {"type": "string"}, "description": "What may have been meant."},
    },
    "required": ["code", "message"],
}
ERRORS = {
    "type": "object",
    "description": "The one shape of all errors.",
    "properties": {
        "status": {"type": "integer"},
        "errors": {
            "type": "object",
            "description": "By parameter or member, with dots into rows (claims.0.value); “detail” is about the whole.",
            "additionalProperties": {"type": "array", "items": PROBLEM},
        },
    },
    "required": ["status", "errors"],
}
SAID = {
    "400": "A parameter or member is wrong.",
    "401": "Log in: this needs a token or a session.",
    "403": "This person or token may not do it.",
    "404": "There is no such record.",
    "406": "There is no such format.",
    "409": "Another write came first.",
    "410": "The project was withdrawn; the message says why.",
    "412": "The record was changed since it was read.",
    "415": "Send JSON.",
    "428": "Send If-Match with the ETag of the record as it was read.",
}
WRITES = ("POST", "PUT", "PATCH", "DELETE")
CHANGES = ("PUT", "PATCH", "DELETE")
SINGLE = ("retrieve", "create", "update", "partial_update", "text", "put_text")


class Envelope:
    """The form of all lists, as drf-spectacular asks a paginator for it."""

    def __init__(self, view: ReadViewSet) -> None:
        self.view = view

    def get_schema_operation_parameters(self, view: ReadViewSet) -> list[Schema]:
        return [*parameters.controls(view.filterset_class), *parameters.shown(view.members())]

    def get_paginated_response_schema(self, rows: Schema) -> Schema:
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {"count": {"type": "integer"}, "next": link, "previous": link, "results": rows}
        return {"type": "object", "properties": properties, "required": list(properties)}


class RegistrySchema(AutoSchema):
    """drf-spectacular's view of an operation, with what all resources of this API share."""

    @property
    def resource(self) -> ReadViewSet | None:
        return self.view if isinstance(self.view, ReadViewSet) else None

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").partition("/")[0] or "api"]

    # Parameters

    def _get_filter_parameters(self) -> list[Schema]:
        if self.resource is None or not (self._is_list_view() or self.action in self.summaries):
            return []
        return parameters.filters(self.resource.filterset_class)

    def _get_paginator(self) -> Envelope | None:
        return Envelope(self.resource) if self.resource and self.action == "list" else None

    def _get_parameters(self) -> list[Schema]:
        found = super()._get_parameters()
        if self.resource and self.action == "retrieve":
            found += parameters.shown(self.resource.members())
        return found

    @property
    def action(self) -> str:
        return getattr(self.view, "action", None) or ""

    @property
    def summaries(self) -> set[str]:
        """Actions that answer about a selection of the list."""
        return {one.__name__ for one in type(self.view).get_extra_actions() if not one.detail}

    def get_override_parameters(self) -> list[OpenApiParameter]:
        return [*self._of_the_past(), *self._conditions(), *self._headers()]

    def _of_the_past(self) -> list[OpenApiParameter]:
        if self.resource is None or self.method != "GET":
            return []
        return [
            OpenApiParameter("as_of", date, description="As it was said by the end of this day."),
            OpenApiParameter("known_on", datetime, description="As the registry knew it at this moment."),
        ]

    def _conditions(self) -> list[OpenApiParameter]:
        header, found = OpenApiParameter.HEADER, []
        if self.method in CHANGES:
            found.append(OpenApiParameter("If-Match", str, header, required=True, description="The ETag as read."))
        if self.method in WRITES:
            found.append(OpenApiParameter("Change-Reason", str, header, description="Why; kept in the history."))
        if self.action == "retrieve":
            found.append(OpenApiParameter("If-None-Match", str, header, description="An ETag: 304 if it is current."))
        return found

    def _headers(self) -> list[OpenApiParameter]:
        """Headers of answers."""
        header, found = OpenApiParameter.HEADER, []
        if isinstance(self.resource, RecordViewSet) and self.action in SINGLE:
            about = "Names the record as it is now, for If-Match and If-None-Match."
            found.append(OpenApiParameter("ETag", str, header, description=about, response=[200, 201]))
            if "text" not in self.action:
                found.append(OpenApiParameter("Last-Modified", str, header, response=[200, 201]))
        if self.action == "create":
            found.append(OpenApiParameter("Location", str, header, response=[201]))
        return found

    # Answers

    def get_response_serializers(self) -> Any:
        """The headline of a record in lists, all of it elsewhere."""
        if self.resource is None or self.action != "list":
            return super().get_response_serializers()
        context = self.resource.get_serializer_context() | {"brief": True}
        return self.resource.serializer_class(many=True, context=context)

    def get_serializer_name(self, serializer: Any, direction: str) -> str:
        name = super().get_serializer_name(serializer, direction).removesuffix("Serializer")
        return f"{name}Headline" if serializer.context.get("brief") and _has_headline(serializer) else name

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Schema:
        """An answer has all its members, whichever a writer may leave out."""
        schema = super()._map_basic_serializer(serializer, direction)
        if direction == "response" and "properties" in schema:
            schema["required"] = list(schema["properties"])
        return schema

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name.removesuffix('Headline')}List"

    def _get_response_for_code(self, serializer: Any, status_code: str, *args: Any, **options: Any) -> Schema:
        """A format that is no record form says itself what it is."""
        answer = super()._get_response_for_code(serializer, status_code, *args, **options)
        for renderer in self.view.get_renderers():
            if hasattr(renderer, "schema") and renderer.media_type in answer.get("content", {}):
                answer["content"][renderer.media_type] = {"schema": renderer.schema}
        return answer

    def _get_response_bodies(self, *args: Any, **options: Any) -> Schema:
        answers = super()._get_response_bodies(*args, **options)
        if self.action == "retrieve":
            answers["304"] = {"description": "The record is the one of If-None-Match."}
        answers |= {status: self._error(status) for status in self.error_statuses()}
        return dict(sorted(answers.items()))

    def error_statuses(self) -> list[str]:
        statuses = ["400", "406"]
        if self.method in WRITES:
            statuses += ["401", "403", "409"]
        if self.method in ("POST", "PUT", "PATCH"):
            statuses.append("415")
        if self.method in CHANGES:
            statuses += ["412", "428"]
        if "{" in self.path:
            statuses.append("404")
            if self.method == "GET" and hasattr(self.view, "destroy"):
                statuses.append("410")
        return statuses

    def _error(self, status: str) -> Schema:
        component = ResolvedComponent(name="Errors", type=ResolvedComponent.SCHEMA, schema=ERRORS, object="Errors")
        self.registry.register_on_missing(component)
        return {"description": SAID[status], "content": {"application/json": {"schema": component.ref}}}


def _has_headline(serializer: Any) -> bool:
    """Whether a list shows less of this form than a record does."""
    rows = [getattr(field, "child", None) for field in serializer.fields.values()]
    within = isinstance(serializer, CitedSerializer) and not is_root(serializer)
    is_record = hasattr(getattr(serializer, "Meta", None), "headline")
    return within or is_record or any(isinstance(row, CitedSerializer) for row in rows)
