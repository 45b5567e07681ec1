"""The moment that a citation is pinned to, so that its address shows the same for good."""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from history.models import Revision

SECOND = timedelta(seconds=1)


def pin(request: HttpRequest) -> datetime:
    """The moment whose view of the past is what this request shows.

    Nothing changed since the last revision by then, so it is that one's, as a whole second where that has passed: it
    stays the same, and with it the page, until somebody writes. One query a request.
    """
    if not hasattr(request, "pinned_to"):
        now = timezone.now()
        request.pinned_to = _last_change(min(request.clocks.known_on or now, now))
    return request.pinned_to


def _last_change(shown: datetime) -> datetime:
    last = Revision.objects.filter(at__lte=shown).values_list("at", flat=True).first()
    if last is None:
        return shown
    whole = (last + SECOND - timedelta.resolution).replace(microsecond=0)
    return min(whole, shown)


def pinned(request: HttpRequest, moment: datetime | None, query: QueryDict | None = None) -> str:
    """The parameters of an address that shows this very view: "as_of=2025-06-16&known_on=2026-11-24T08:50:53Z".

    `query` are further ones. Without a moment the address shows whatever is recorded when it is opened.
    """
    chosen = QueryDict(mutable=True) if query is None else query.copy()
    chosen.pop("known_on", None)
    if request.clocks.as_of:
        chosen["as_of"] = request.clocks.as_of.isoformat()
    if moment is not None:
        chosen["known_on"] = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return chosen.urlencode(safe=",:")
