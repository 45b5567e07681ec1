"""The one shape of all errors of the API, whoever raises them.

    {"status": 400, "errors": {"regoin": [{"code": "unknown", "message": "...", "suggestions": ["region"]}]}}

A key of `errors` names the parameter or field, with dots into nested rows ("claims.0.value"); what is about the whole
request or record stands under "detail". `suggestions` is there when something close to what was sent exists: an error
brings them as `suggestions` of itself, of its `params` or of its `code` (DRF's serializers copy text and code alone).
"""

import logging
from collections.abc import Iterator
from typing import Any, TypedDict

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from history.exceptions import Stale
from lib.api import BadParameters, PreconditionFailed

logger = logging.getLogger(__name__)

WHOLE = "detail"


class _Required(TypedDict):
    code: str
    message: str


class Problem(_Required, total=False):
    """One thing that is wrong."""

    suggestions: list[str]


Problems = dict[str, list[Problem]]


def problem(error: Any, default_code: str = "invalid") -> Problem:
    """Say one error: a DRF ErrorDetail, a Django ValidationError of one message, or plain text."""
    message = "".join(error.messages) if isinstance(error, ValidationError) else str(error)
    code = getattr(error, "code", None) or default_code
    params = getattr(error, "params", None)
    found: Problem = {"code": str(code), "message": message}
    suggestions = (
        getattr(error, "suggestions", None)
        or getattr(code, "suggestions", None)
        or (params.get("suggestions") if isinstance(params, dict) else None)
    )
    if suggestions:
        found["suggestions"] = [str(suggestion) for suggestion in suggestions]
    return found


def _is_whole(name: str) -> bool:
    return name in {WHOLE, NON_FIELD_ERRORS, "non_field_errors", api_settings.NON_FIELD_ERRORS_KEY}


def _leaves(detail: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Walk nested details; answer each error with its dotted key. What is about a whole nested row has the row's."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _leaves(inner, path if _is_whole(str(name)) else (*path, str(name)))
    elif isinstance(detail, list | tuple):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, dict | list | tuple)
            yield from _leaves(inner, (*path, str(place)) if nested else path)
    else:
        yield ".".join(path) or WHOLE, detail


def problems(error: Any, default_code: str = "invalid") -> Problems:
    """Collect the errors of a Django ValidationError or of DRF's nested details by their dotted key."""
    if isinstance(error, ValidationError):
        # error_dict is there only when the error was made from a dict.
        detail: Any = getattr(error, "error_dict", None) or error.error_list
        if isinstance(detail, dict):
            detail = {field: [one for given in errors for one in given.error_list] for field, errors in detail.items()}
    else:
        detail = error
    found: Problems = {}
    for key, one in _leaves(detail):
        found.setdefault(key, []).append(problem(one, default_code))
    return found


def error_response(status: int, errors: Problems, headers: dict[str, str] | None = None) -> JsonResponse:
    """Answer errors as JSON, whatever format was asked for: an error has no rows for a table."""
    return JsonResponse(
        {"status": status, "errors": errors}, status=status, headers=headers, json_dumps_params={"ensure_ascii": False}
    )


def plain_error(status: int, code: str, message: str) -> JsonResponse:
    """Answer one error about the whole request."""
    return error_response(status, {WHOLE: [{"code": code, "message": message}]})


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait))
    return headers


def _translated(error: Exception) -> exceptions.APIException | None:
    """Find DRF's word for an error of Django's; None for one nobody foresaw."""
    match error:
        case exceptions.APIException():
            return error
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied(str(error) or None)
        case ValidationError():
            translated = exceptions.ValidationError()
            translated.detail = error
            return translated
        case Stale():
            return PreconditionFailed()
        case ProtectedError():
            translated = exceptions.APIException(_("Other records still refer to this one."), "protected")
            translated.status_code = 409
            return translated
        case IntegrityError():
            logger.error("The database refused a write that validation let pass", exc_info=error)
            translated = exceptions.APIException(_("Another write came first; read again, then try again."), "conflict")
            translated.status_code = 409
            return translated
    return None


def exception_handler(error: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """DRF's EXCEPTION_HANDLER. None, for an error nobody foresaw, leads to handler500."""
    known = _translated(error)
    if known is None:
        return None
    set_rollback()
    if isinstance(known, BadParameters):
        return error_response(known.status_code, known.problems)
    return error_response(known.status_code, problems(known.detail, known.default_code), _headers(known))
