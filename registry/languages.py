"""In which language a page is answered, and where the same page is in the others.

A bare address (/projects/) answers by the language cookie, then Accept-Language, and says so in Vary. One under a
language (/ru/projects/) is pinned to it, and so is every address that such a page links to.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers


def split(path: str) -> tuple[str, str]:
    """Take the language off a path: ("ru", "/projects/") of /ru/projects/, and ("", path) of a bare one."""
    code, slash, rest = path.removeprefix("/").partition("/")
    if slash and code in dict(settings.LANGUAGES):
        return code, f"/{rest}"
    return "", path


class LanguageMiddleware:
    """Takes the place of Django's LocaleMiddleware, whose addresses are pinned for all languages or for none.

    The language becomes part of the script prefix, as if the site were mounted there: patterns stay free of it, and
    `reverse` puts it in front by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        pinned, request.path_info = split(request.path_info)
        request.pinned_language = pinned
        request.LANGUAGE_CODE = pinned or translation.get_language_from_request(request)
        # Not taken back at the end: a streamed answer is still to be made then. The next request sets its own.
        translation.activate(request.LANGUAGE_CODE)
        mounted = get_script_prefix()
        if pinned:
            set_script_prefix(f"{mounted}{pinned}/")
        try:
            response = self.get_response(request)
        finally:
            set_script_prefix(mounted)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if not pinned:
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def language_links(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `language_links`, this very page pinned to each language, and `bare_url`, unpinned."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    pinned = getattr(request, "pinned_language", "")
    mounted = request.path.removesuffix(request.path_info).removesuffix(f"/{pinned}")
    return {
        "bare_url": f"{mounted}{request.path_info}{query}",
        "language_links": [
            {"code": code, "name": name, "url": f"{mounted}/{code}{request.path_info}{query}"}
            for code, name in settings.LANGUAGES
        ],
    }
