"""What a citation names: its title, its source, the day, and an address that shows the same for good."""

from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from hashlib import blake2s
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lib import edtf
from lib.filters import StrictFilterSet
from lib.pages import ListPage
from projects.models import Agreement, Claim
from projects.showing.claim_page import ClaimPage
from sources.models import Citation, Source

from .lists import page_of_list, title_of_selection
from .moments import pin, pinned

REGISTRY = gettext_lazy("Investment project registry")
FORMATS = {"csl": "CSL-JSON", "bibtex": "BibTeX"}


@dataclass(frozen=True)
class Work:
    """What is cited, in the language in use.

    `address` is absolute and pinned to what the registry had recorded at that moment; `api` is the same in the API.
    `day` is the one on which it was recorded so; `source` is the reference of the source behind it, "" where there is
    not just one; `remark` says what else a reader must know. `key` names it among others in a file.
    """

    key: str
    title: str
    address: str
    api: str
    day: date
    source: str = ""
    remark: str = ""
    is_dataset: bool = False

    @property
    def text(self) -> str:
        """The line to copy."""
        said = {"registry": REGISTRY, "title": self.title}
        return " ".join([_sentence(_("%(registry)s: “%(title)s”") % said), *self.notes, self.address])

    @property
    def notes(self) -> list[str]:
        """Sentences: according to whom, recorded when, and what else there is to know."""
        source = _("According to %(source)s") % {"source": self.source} if self.source else ""
        recorded = _("As recorded on %(day)s") % {"day": edtf.say(self.day.isoformat())}
        return [_sentence(note) for note in (source, recorded, self.remark) if note]

    @property
    def downloads(self) -> list[dict[str, str]]:
        """The formats of reference managers with their addresses."""
        sign = "&" if "?" in self.api else "?"
        return [{"name": name, "url": f"{self.api}{sign}format={code}"} for code, name in FORMATS.items()]


@singledispatch
def cited(about: Any, request: HttpRequest) -> Work:
    """A record, the rows of a filterset that the API was asked for, or a page's list, as a work to cite."""
    raise TypeError(f"{type(about).__name__} is nothing to cite")


@cited.register
def _record(record: Model, request: HttpRequest) -> Work:
    return _work(record, request, title=str(record))


@cited.register
def _source(source: Source, request: HttpRequest) -> Work:
    return _work(source, request, title=source.title, source=reference(source))


@cited.register
def _agreement(agreement: Agreement, request: HttpRequest) -> Work:
    return _work(agreement, request, title=agreement.title, source=_evidence(agreement.citation))


@cited.register
def _claim(claim: Claim, request: HttpRequest) -> Work:
    """A claim with its bound and sense in words.

    One that is retired is in no view of a later moment; what its address says of it does not change any more.
    """
    said = {
        "title": ClaimPage(claim, []).cited,
        "source": _evidence(claim.citation),
        "day": localdate(claim.recorded_at),
    }
    if claim.retired_at is None:
        return _work(claim, request, **said)
    retired = edtf.say(localdate(claim.retired_at).isoformat())
    return _work(claim, request, **said, is_pinned=False, remark=_("Retired on %(day)s") % {"day": retired})


@cited.register
def _list_page(page: ListPage, request: HttpRequest) -> Work:
    return _selection(page.filterset, page.resource, request)


@cited.register
def _filterset(filterset: StrictFilterSet, request: HttpRequest) -> Work:
    return _selection(filterset, request.resolver_match.view_name, request)


def _selection(filterset: StrictFilterSet, resource: str, request: HttpRequest) -> Work:
    moment = pin(request)
    chosen = filterset.given.copy()
    for name in set(chosen) - {*filterset.filters, "ordering", "as_of"}:
        del chosen[name]
    query = pinned(request, moment, chosen)
    address = request.build_absolute_uri(f"{page_of_list(resource)}?{query}")
    return Work(
        key=f"{resource.removeprefix('api:')}-{blake2s(query.encode(), digest_size=4).hexdigest()}",
        title=title_of_selection(filterset, resource, as_of=request.clocks.as_of),
        address=address,
        api=f"{reverse(resource)}?{query}",
        day=localdate(moment),
        is_dataset=True,
    )


def _work(record: Any, request: HttpRequest, *, is_pinned: bool = True, day: date | None = None, **said: str) -> Work:
    moment = pin(request)
    kind, key = record._meta.model_name, key_of(record)
    query = pinned(request, moment if is_pinned else None)
    query = f"?{query}" if query else ""
    api = reverse(f"api:{kind}-detail", args=[key])
    page = record.get_absolute_url() if hasattr(record, "get_absolute_url") else api
    return Work(
        key=f"{kind}-{key}",
        address=request.build_absolute_uri(f"{page}{query}"),
        api=f"{api}{query}",
        day=day or localdate(moment),
        **said,
    )


def key_of(record: Any) -> Any:
    """What names a record in its address."""
    return next(getattr(record, name) for name in ("uid", "slug", "code") if hasattr(record, name))


def reference(source: Source, locator: str = "") -> str:
    """A source as one refers to it: “Title”, Publisher, June 16, 2025, par. 4, https://..."""
    title = _("“%(title)s”") % {"title": source.title}
    parts = (title, source.publisher, edtf.say(source.published), locator, source.url)
    return ", ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    """With a full stop; a date in Russian brings its own."""
    return text if text.endswith(".") else f"{text}."


def _evidence(citation: Citation | None) -> str:
    return reference(citation.source, citation.locator) if citation else ""
