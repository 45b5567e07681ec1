"""ETags whose first half is known before anything is read, so that an unchanged answer costs next to nothing.

That half is a digest of all that an answer follows from: the stamp of the rows, the address, the language and form, who
may see what, the day, and the software. An answer that is newer than its stamp, since something was written while it
was made, has an ETag that no later request is given again. The other half is a digest of the answer itself: where only
something else was written, nothing need be sent either.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import wraps
from hashlib import blake2s
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.utils.translation import get_language

from .remembered import Remembered
from .software import fingerprint
from .touched import stamp


def early(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a method of a ReadViewSet that reads: answer 304 before it reads, and give its answers their ETags."""

    @wraps(view)
    def answer(self: Any, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # How to cite an answer says when it was asked for.
        state = None if self.is_citation else state_of(request, request.accepted_media_type)
        return unchanged(request, state) or tagged(request, view(self, request, *args, **kwargs), state)

    return answer


# Pages of this process, as they were made.
PAGES = Remembered[tuple[bytes, dict[str, str]]](most=100)


def early_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """For a view whose page follows from its address alone: made once in each state for all who are nobody special.

    Those bring no cookie but that of the language: no session, no messages, no token of a form.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_special = set(request.COOKIES) - {settings.LANGUAGE_COOKIE_NAME}
        state = None if is_special else state_of(request, "page", request.headers.get("HX-Request"))
        if found := unchanged(request, state):
            return found
        if state and (kept := PAGES.get(state)):
            return tagged(request, HttpResponse(kept[0], headers=kept[1]), state)
        response = view(request, *args, **kwargs)
        if (
            state is None
            or response.status_code != 200
            or response.cookies
            or "CSRF_COOKIE_NEEDS_UPDATE" in request.META
        ):
            return response
        PAGES.put(state, (response.content, dict(response.headers)))
        return tagged(request, response, state)

    return answer


def state_of(request: HttpRequest, *form: Any) -> str | None:
    """A digest of all that the answer to this request in this `form` follows from; None where there is no telling."""
    if request.method not in ("GET", "HEAD") or getattr(request, "clocks", None):
        return None
    now = stamp()
    if now is None:
        return None
    day = datetime.now(UTC).date().isoformat()
    told = [now, request.build_absolute_uri(), get_language(), *form, *_rights(request), day, fingerprint()]
    # With the secret key in it: signed cursors in the answer depend on that too.
    return salted_hmac("lib.early", json.dumps(told), algorithm="sha256").hexdigest()[:20]


def _rights(request: HttpRequest) -> list[Any]:
    """Whom an answer is for, and what he may; nothing for somebody who is not logged in."""
    user: Any = request.user
    return [] if user.is_anonymous else [user.pk, sorted(user.get_all_permissions())]


def unchanged(request: HttpRequest, state: str | None) -> HttpResponseBase | None:
    """The 304 for a reader who has the answer that was made in this state."""
    named = next((tag for tag in _named(request) if state and tag.startswith(f'W/"{state}-')), None)
    return HttpResponseNotModified(headers={"ETag": named}) if named else None


def tagged(request: HttpRequest, response: Any, state: str | None) -> HttpResponseBase:
    """The answer with its ETag, or a 304 in its place for a reader who has one that says the same."""
    if state is None or response.status_code != 200:
        return response
    if response.streaming:
        response["ETag"] = f'W/"{state}-"'
        return response
    if hasattr(response, "add_post_render_callback") and not response.is_rendered:
        response.add_post_render_callback(lambda rendered: _tagged(request, rendered, state))
        return response
    return _tagged(request, response, state)


def _tagged(request: HttpRequest, response: Any, state: str) -> HttpResponseBase:
    content = blake2s(response.content, digest_size=10).hexdigest()
    same = next((tag for tag in _named(request) if tag.endswith(f'-{content}"')), None)
    if same:
        return HttpResponseNotModified(headers={"ETag": same})
    response["ETag"] = f'W/"{state}-{content}"'
    return response


def _named(request: HttpRequest) -> Iterator[str]:
    """The ETags that the reader has answers of, as weak ones."""
    for tag in parse_etags(request.headers.get("If-None-Match", "")):
        yield tag if tag.startswith("W/") else f"W/{tag}"
