"""A list as people see it: its rows or what is wrong with the address, filters in use, order, pages, other formats."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .filters import CommaField, StrictFilterSet
from .listing import PAGE_SIZE, Errors, Listing
from .suggest import close_matches

# Parameters of a list page beside its filters; a format has its own address, in the API.
CONTROLS = ("page", "page_size", "ordering")
# Values of a filter that stand open in the form.
FEW = 8
FORMATS = {"csv": "CSV", "json": "JSON"}

Row = dict[str, Any]


class Column(NamedTuple):
    """A column of a list's table; `ordering` is the order that a click on its heading asks for, blank for none.

    `name` is what the heading is called in the page, where it has to be found again. Numbers that are `is_bare` have no
    mark of a source beside them.
    """

    label: Any
    ordering: str = ""
    is_number: bool = False
    name: str = ""
    is_bare: bool = False


def crumbs(*above: tuple[Any, str]) -> list[Row]:
    """Pairs of name and address as `_breadcrumb.html` draws them, the outermost first."""
    return [{"name": name, "url": url} for name, url in above]


def record_formats(address: str) -> list[Row]:
    """One record in other formats, from its address in the API."""
    return [{"name": FORMATS["json"], "url": f"{address}?format=json"}]


class ListPage:
    """One page of a Listing with what its template shows around the rows.

    `resource` is the address (name) of the same list in the API. `offered` names the filters that get a group in the
    form, in order. A list with a wrong parameter has errors, no rows, and the status 400.
    """

    def __init__(
        self,
        request: HttpRequest,
        filterset: type[StrictFilterSet],
        rows: QuerySet[Any],
        *,
        resource: str,
        read: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
        columns: Iterable[Column] = (),
        offered: Iterable[str] = (),
        page_size: int = PAGE_SIZE,
        also_known: Iterable[str] = (),
    ) -> None:
        self.query: QueryDict = request.GET
        self.path = request.path
        self.request = request
        self.filterset = filterset(request.GET, rows, request=request, also_known={*CONTROLS, *also_known})
        self.listing = Listing(self.filterset, members=[], read=read)
        if not request.GET.get("page_size"):
            self.listing.controls.page_size = page_size
        self.resource = resource
        self.offered = list(offered)
        self.columns = list(columns)

    def respond(self, template: str, **context: Any) -> HttpResponse:
        """The page; its template gets this as `page`."""
        return render(self.request, template, {"page": self, **context}, status=self.status)

    @property
    def status(self) -> int:
        return 400 if self.problems else 200

    @cached_property
    def problems(self) -> Errors:
        """What is wrong, by parameter; also a page that is not there."""
        if self.listing.errors:
            return self.listing.errors
        try:
            _page = self.listing.page
        except ValidationError as error:
            return {
                name: [{"code": one.code, "message": " ".join(one.messages)} for one in found]
                for name, found in error.error_dict.items()
            }
        return {}

    @cached_property
    def rows(self) -> list[Any]:
        return [] if self.problems else list(self.listing.page.rows)

    @property
    def count(self) -> int:
        return 0 if self.problems else self.listing.count

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether a filter is in use, or a parameter is wrong."""
        return bool(self.problems or self.filterset.chosen)

    @cached_property
    def errors(self) -> list[Row]:
        """What is wrong, with the addresses of what was probably meant."""
        return [
            {
                "name": name,
                "message": problem["message"],
                "without_url": self._address(self._but(name)),
                "suggestions": [
                    {"name": near, "url": self._address(self._mended(name, near, problem["code"]))}
                    for near in problem.get("suggestions", [])
                ],
            }
            for name, found in self.problems.items()
            for problem in found
        ]

    def _but(self, name: str) -> QueryDict:
        query = self.query.copy()
        query.pop(name, None)
        return query

    def _mended(self, name: str, near: str, code: str) -> QueryDict:
        """The parameters with the unknown one renamed, or with the wrong value, the likest one, replaced."""
        query = self.query.copy()
        if code == "unknown" and name not in {*CONTROLS, *self.filterset.known_parameters()}:
            query.setlist(near, query.pop(name))
            return query
        values = [part.strip() for text in query.getlist(name) for part in text.split(",") if part.strip()]
        if not values:
            query[name] = near
            return query
        wrong = close_matches(near, [value for value in values if value != near], limit=1) or values[:1]
        sign = "-" if wrong and wrong[0].startswith("-") else ""
        query[name] = ",".join(f"{sign}{near}" if value in wrong else value for value in values)
        return query

    def _address(self, query: QueryDict) -> str:
        for name in ("page", "cursor"):
            query.pop(name, None)
        return f"{self.path}?{query.urlencode(safe=',')}" if query else self.path

    def changed(self, **parameters: Any) -> str:
        """The address of this list with these parameters as given; None or "" leaves one out."""
        query = self.query.copy()
        for name, value in parameters.items():
            query.pop(name, None)
            if value not in (None, ""):
                query[name] = str(value)
        return self._address(query)

    @cached_property
    def chips(self) -> list[Row]:
        """The filters in use, a row a value, each with the address of the selection without it."""
        filters = self.filterset.filters
        return [
            {"label": filters[name].label, "value": label, "url": self._address(self._without(name, value))}
            for name, labels in self.filterset.said.items()
            for value, label in labels.items()
        ]

    def _without(self, name: str, value: Any) -> QueryDict:
        query = self.query.copy()
        given = [part.strip() for text in query.getlist(name) for part in text.split(",")]
        is_list = isinstance(self.filterset.form.fields[name], CommaField)
        query.setlist(name, [part for part in given if is_list and part not in ("", value)])
        return query

    @property
    def words(self) -> str:
        """What is searched for, blank without any."""
        return self.filterset.searched

    @property
    def groups(self) -> list[Row]:
        """The offered filters as groups of the form: a text or day to type, or values to choose with their counts."""
        groups = [self._group(name) for name in self.offered]
        return [group for group in groups if group.get("inputs") or group.get("options")]

    @cached_property
    def usable(self) -> StrictFilterSet:
        """The filterset without what is wrong, for counts beside the errors; without anything where errors remain."""
        usable = self.filterset.but(*self.problems)
        return usable.but(*usable.given) if usable.errors_by_parameter() else usable

    def _group(self, name: str) -> Row:
        field = self.filterset.form.fields[name]
        label = capfirst(str(field.label))
        if isinstance(field, CommaField):
            chosen = self.usable.chosen.get(name, [])
            options = self._options(name, field, chosen)
            is_open = bool(chosen) or len(options) <= FEW
            said = ngettext("%(n)s chosen", "%(n)s chosen", len(chosen)) % {"n": len(chosen)} if chosen else ""
            return {"name": name, "label": label, "options": options, "is_open": is_open, "chosen": said}
        kind = {"TextInput": "search", "DateInput": "date"}.get(type(field.widget).__name__, "text")
        shown = {"name": name, "label": label, "type": kind, "value": self.query.get(name, "")}
        label = _("Search") if name == "q" else label
        return {"name": name, "label": label, "is_open": True, "inputs": [shown | {"error": name in self.problems}]}

    def _options(self, name: str, field: CommaField, chosen: list[str]) -> list[Row]:
        """The values that rows of the list have, each with their number under all other filters."""
        column = self.filterset.filters[name].field_name
        rows = self.usable.but(name).rows().order_by()
        counts = {value: n for value, n in rows.values_list(column).annotate(n=Count("pk")) if value}
        labels = field.labels(dict.fromkeys([*counts, *chosen]))
        options = [
            {"name": name, "value": value, "label": label, "count": counts.get(value, 0), "is_chosen": value in chosen}
            for value, label in labels.items()
        ]
        return sorted(options, key=lambda option: (-option["count"], option["label"]))

    @property
    def kept_along(self) -> list[Row]:
        """Parameters that the form takes along as they are: order, filters it does not offer, a view of the past."""
        taken = self.filterset.known_parameters() - {"page", *self.offered}
        return [
            {"name": name, "value": value} for name, values in self.query.lists() if name in taken for value in values
        ]

    @property
    def headings(self) -> list[Row]:
        """The columns with how the list is sorted by each and what a click asks for: numbers start with the largest."""
        names = self.listing.names
        rows = []
        for column in self.columns:
            up, down = column.ordering, f"-{column.ordering}"
            is_up, is_down = names[:1] == [up], names[:1] == [down]
            first, second = (down, up) if column.is_number else (up, down)
            rows.append(
                column._asdict()
                | {
                    "ordering": up and (second if names[:1] == [first] else first),
                    "sorted": "ascending" if is_up else "descending" if is_down else "",
                }
            )
        return rows

    @property
    def exports(self) -> list[Row]:
        """This very selection in other formats, from the API."""
        if self.problems:
            return []
        known = self.filterset.known_parameters() - {"page", "page_size"}
        return [{"name": label, "url": self._in_format(known, code)} for code, label in FORMATS.items()]

    def _in_format(self, known: set[str], code: str) -> str:
        query = self.query.copy()
        for name in set(query) - known:
            del query[name]
        query["format"] = code
        return f"{reverse(self.resource)}?{query.urlencode(safe=',')}"

    @cached_property
    def pages(self) -> Page:
        """Where in the list this page is; counts only, `rows` has what it shows."""
        controls = self.listing.controls
        return Paginator(range(self.count), controls.page_size).get_page(controls.page)

    @property
    def numbers(self) -> Iterable[Any]:
        """The page numbers to offer, with gaps."""
        return self.pages.paginator.get_elided_page_range(self.pages.number, on_each_side=2, on_ends=1)

    @property
    def nothing(self) -> str:
        """What to say of a list without rows."""
        return _("No record fits this selection.") if self.is_narrowed else _("There are no records yet.")
