"""Views of the past: `as_of` and `known_on` on every address that reads records."""

from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from projects.clocks import Clocks, past

from .api_errors import error_response, problems
from .views import is_api


class PastMiddleware:
    """Answer a request with clocks out of the tables of then; `request.clocks` are those of the request.

    A wrong day is a 400, in the shape of the API or as a page. What does not only read is refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.clocks = Clocks()
        if request.method not in ("GET", "HEAD") or not {"as_of", "known_on"} & request.GET.keys():
            return self.get_response(request)
        try:
            request.clocks = Clocks.read(request.GET)
        except ValidationError as error:
            return _refused(request, error)
        with past(request.clocks):
            response = self.get_response(request)
        if response.streaming:
            # Rows of a stream are asked for when this is over.
            response.streaming_content = _within(request.clocks, response.streaming_content)
        return response


def _within(clocks: Clocks, parts: Iterable[bytes]) -> Iterator[bytes]:
    with past(clocks):
        yield from parts


def _refused(request: HttpRequest, error: ValidationError) -> HttpResponseBase:
    if is_api(request):
        return error_response(400, problems(error))
    return render(request, "400.html", {"errors": error.messages}, status=400)
