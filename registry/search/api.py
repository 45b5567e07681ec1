"""What is suggested for words that are being typed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, permission_classes, renderer_classes
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from investors.near import meant
from lib.api import BadParameters
from lib.tokens import marked, query
from projects.models import Project

from .kinds import KINDS, Kind
from .pages import SearchFilter

SHOWN = 4  # of each kind

_TEXT = {"type": "string"}
_PART = {"type": "object", "properties": {"text": _TEXT, "match": {"type": "boolean"}}, "required": ["text", "match"]}
_LINK = {"name": _TEXT, "url": {"type": "string", "format": "uri-reference"}}
_RESULT = {
    "type": "object",
    "properties": _LINK
    | {
        "parts": {"type": "array", "items": _PART, "description": "The name in parts, with what was typed marked."},
        "note": _TEXT | {"description": "Tells two of one name apart: the country of an organization ..."},
    },
    "required": ["name", "url", "parts", "note"],
}
SUGGESTIONS = {
    "type": "object",
    "properties": {
        "groups": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": [kind.name for kind in KINDS]},
                    "label": _TEXT,
                    "results": {"type": "array", "items": _RESULT},
                },
                "required": ["kind", "label", "results"],
            },
        },
        "did_you_mean": {
            "type": "array",
            "items": {"type": "object", "properties": _LINK, "required": ["name", "url"]},
            "description": "Organizations with a name like the words, where these find nothing.",
        },
    },
    "required": ["groups", "did_you_mean"],
}


@extend_schema(
    parameters=[OpenApiParameter("q", str, required=True, description="Words; the last one may be their beginning.")],
    responses={200: SUGGESTIONS},
    tags=["suggest"],
)
@api_view(["GET"])
@permission_classes([AllowAny])
@renderer_classes([JSONRenderer])
def suggest(request: Request) -> Response:
    """A few public records of each kind that are found by these words, with the addresses of their pages."""
    return Response(suggestions(_words(request)))


def _words(request: Request) -> str:
    """The words of the request; raises BadParameters without any, or with another parameter."""
    filterset = SearchFilter(request.query_params, Project.objects.none(), request=request, also_known=["format"])
    problems = filterset.errors_by_parameter()
    if not problems and not filterset.searched:
        problems = {"q": [{"code": "required", "message": _("Write a word or a number to search for.")}]}
    if problems:
        raise BadParameters(problems)
    return filterset.searched


def suggestions(words: str) -> dict[str, Any]:
    groups = [group for kind in KINDS if (group := _group(kind, words))["results"]]
    return {"groups": groups, "did_you_mean": [] if groups else meant(words, reverse("search"))}


def _group(kind: Kind, words: str) -> dict[str, Any]:
    asked = query(words)
    results = [
        {
            "name": str(record),
            "url": kind.url(record),
            "parts": [{"text": text, "match": is_match} for text, is_match in marked(str(record), asked)],
            "note": kind.note(record),
        }
        for record in kind.suggested(words, SHOWN)
    ]
    return {"kind": kind.name, "label": str(kind.label), "results": results}
