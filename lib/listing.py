"""One page of a narrowed and ordered list: the same for pages, the API and exports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from .filters import StrictFilterSet
from .keyset import Term, keys, ordered, page_after
from .suggest import close_matches

PAGE_SIZE = 50
MAX_PAGE_SIZE = 500

# Parameters of every list beside its filters.
PAGING = ("page", "page_size", "cursor")
CONTROLS = (*PAGING, "ordering", "fields", "omit", "format")

Errors = dict[str, list[dict[str, Any]]]


@dataclass
class Controls:
    """How a list is to be shown; `only` and `omit` are names of members, None and empty when not asked for."""

    page: int = 1
    page_size: int = PAGE_SIZE
    cursor: str | None = None
    ordering: list[str] = field(default_factory=list)
    only: set[str] | None = None
    omit: set[str] = field(default_factory=set)
    errors: Errors = field(default_factory=dict)

    @classmethod
    def read(cls, given: QueryDict, *, orderings: Mapping[str, Any], members: list[str]) -> "Controls":
        """Read the parameters; whatever is wrong stands in `errors` by parameter."""
        controls = cls()
        controls.page = controls._number(given, "page", 1, 10**9)
        controls.page_size = controls._number(given, "page_size", PAGE_SIZE, 10**9)
        controls.page_size = min(controls.page_size, MAX_PAGE_SIZE)
        controls.cursor = given.get("cursor")
        if controls.cursor is not None and "page" in given:
            controls._wrong("page", "invalid", _("A cursor leads from row to row, not to a page: leave this out."))
        controls.ordering = controls._names(given, "ordering", list(orderings), signed=True)
        controls.only = set(controls._names(given, "fields", members)) or None
        controls.omit = set(controls._names(given, "omit", members))
        return controls

    def _number(self, given: QueryDict, name: str, default: int, highest: int) -> int:
        text = given.get(name, "").strip()
        if not text:
            return default
        if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:20]) <= highest:
            self._wrong(name, "invalid", _("Enter a whole number of 1 or more."))
            return default
        return int(text)

    def _names(self, given: QueryDict, parameter: str, known: list[str], *, signed: bool = False) -> list[str]:
        """The names of a comma list; with `signed` each may have a minus in front."""
        names = [name for text in given.getlist(parameter) for name in text.split(",") if name.strip()]
        names = [name.strip() for name in names]
        for name in names:
            bare = name.removeprefix("-") if signed else name
            if bare not in known:
                message = _("There is no “%(name)s” here.") % {"name": bare[:100]}
                self._wrong(parameter, "unknown", message, close_matches(bare, known) or known[:20])
        return names

    def _wrong(self, name: str, code: str, message: str, suggestions: list[str] | None = None) -> None:
        problem = {"code": code, "message": message} | ({"suggestions": suggestions} if suggestions else {})
        self.errors.setdefault(name, []).append(problem)


class Listing:
    """The rows of one filterset in one order, a page at a time.

    `errors` has what is wrong with any parameter; a listing with errors has no rows, never all. `read` fetches with the
    rows what is shown of them; without it they come bare. With `only_keys` a page's rows are their primary keys.
    """

    only_keys = False
    # A quicker way to the count; None where it does not know.
    quick_count: Callable[[Any], int | None] | None = None

    def __init__(
        self,
        filterset: StrictFilterSet,
        *,
        members: list[str],
        read: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
    ) -> None:
        self.filterset = filterset
        self.read = read or (lambda rows: rows)
        self.controls = Controls.read(filterset.given, orderings=filterset.offered_orderings, members=members)

    @cached_property
    def errors(self) -> Errors:
        return self.filterset.errors_by_parameter() | self.controls.errors

    @cached_property
    def selection(self) -> QuerySet[Any]:
        """All rows, not yet ordered."""
        return self.filterset.queryset.none() if self.errors else self.filterset.rows()

    @cached_property
    def count(self) -> int:
        known = self.quick_count(self.filterset) if self.quick_count and not self.errors else None
        return self.selection.order_by().count() if known is None else known

    @property
    def names(self) -> list[str]:
        """The names of the orders in use."""
        return self.controls.ordering or self.filterset.usual_ordering

    @cached_property
    def terms(self) -> list[Term]:
        """What the rows are ordered by; "not stated" comes last in both directions."""
        return self.filterset.terms(self.names)

    def all_rows(self) -> QuerySet[Any]:
        """All rows in order, for exports."""
        return ordered(self.read(self.selection), self.terms)

    @cached_property
    def page(self) -> "Page":
        """The rows of the page asked for; raises ValidationError on `cursor` or `page` for one that is none."""
        size = self.controls.page_size
        if self.controls.cursor is not None:
            rows, following = page_after(
                self.selection if self.only_keys else self.read(self.selection),
                self.terms,
                size,
                self.controls.cursor,
                only_keys=self.only_keys,
            )
            return Page(rows, next={"cursor": following} if following else None, previous=None)
        start = (self.controls.page - 1) * size
        if start and start >= self.count:
            raise ValidationError({"page": ValidationError(_("There is no such page."), code="not_found")})
        shown: Any
        if self.only_keys:
            found = keys(ordered(self.selection, self.terms))[start : start + size]
            shown = [key for (key,) in found]
        else:
            shown = self.all_rows()[start : start + size]
        more = start + size < self.count
        return Page(
            shown,
            next={"page": str(self.controls.page + 1)} if more else None,
            previous={"page": str(self.controls.page - 1)} if start else None,
        )


@dataclass
class Page:
    """Some rows in order; `next` and `previous` are the parameters that lead to the pages beside it, None at an end."""

    rows: Any
    next: dict[str, str] | None
    previous: dict[str, str] | None
