"""The page that lists projects: their rows, the form that narrows them, and the sums of what is chosen."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lib.listing import Errors
from lib.numbers import number
from lib.pages import CONTROLS, ListPage
from lib.remembered import Remembered
from lib.suggest import close_matches

from ..filters import ProjectFilter
from ..index.counts import quick_count
from ..models import Project, can_see_drafts
from ..reading import with_words
from ..stats import stats
from .bars import BarChart
from .chart_links import narrowed
from .charts import MEASURES, Charts
from .column_form import ColumnForm
from .columns import COLUMNS, PROJECT_COLUMNS, chosen_columns, wrong_columns
from .filter_form import FilterForm
from .map_view import MapView
from .table import card, table_row
from .taken_along import FILES, TakenAlong, taken_along
from .totals import totals

# Ways to look at a selection, the first one unless told otherwise.
VIEWS = {"table": _("Table"), "cards": _("Cards"), "map": _("Map"), "charts": _("Charts")}
DENSITIES = {"comfortable": _("Comfortable"), "compact": _("Compact")}
# Parameters of the page that choose one of these; the first one unless told otherwise.
CHOICES = {"view": VIEWS, "measure": MEASURES, "density": DENSITIES}
# Parameters that say how a selection is shown, not which projects are in it.
SHOWING = {*CHOICES, "columns"}
# Formats that are tables: with chosen columns they have the members that these show.
TABLES = ("csv", "xlsx")

# What was said of selections.
SAID = Remembered[Any](most=200)

# A parameter that makes no sense without another one is taken back with it.
ALONG = {"unit": "capacity_min"}


class ProjectListPage(ListPage):
    """The projects that this reader may see, as the parameters of the address choose them."""

    def __init__(self, request: HttpRequest) -> None:
        projects = Project.objects.visible_to(request.user)
        super().__init__(
            request,
            ProjectFilter,
            projects,
            resource="api:project-list",
            read=with_words,
            columns=COLUMNS,
            also_known=SHOWING,
        )
        self.listing.quick_count = quick_count

    @cached_property
    def problems(self) -> Errors:
        return super().problems | self._wrong_choices() | wrong_columns(self.column_names)

    @property
    def column_names(self) -> list[str]:
        return chosen_columns(self.query.getlist("columns"))

    @property
    def headings(self) -> list[dict[str, Any]]:
        self.columns = [PROJECT_COLUMNS[name].column for name in self.column_names]
        return super().headings

    @property
    def column_form(self) -> ColumnForm:
        return ColumnForm(self)

    def _wrong_choices(self) -> Errors:
        wrong: Errors = {}
        for name, known in CHOICES.items():
            for value in self.query.getlist(name):
                if value and value not in known:
                    message = gettext("There is no “%(name)s” here.") % {"name": value[:60]}
                    near = close_matches(value, known) or list(known)
                    wrong[name] = [{"code": "unknown", "message": message, "suggestions": near}]
            if name not in wrong and len(set(self.query.getlist(name))) > 1:
                wrong[name] = [{"code": "invalid", "message": gettext("This parameter takes one value.")}]
        return wrong

    def _choice(self, name: str) -> str:
        return self.query.get(name) or next(iter(CHOICES[name]))

    @property
    def said(self) -> str:
        if self.problems:
            return gettext("This selection can’t be made, so no rows are shown")
        return ngettext("%(n)s project", "%(n)s projects", self.count) % {"n": number(self.count)}

    @property
    def view(self) -> str:
        return self._choice("view")

    @property
    def measure(self) -> str:
        return self._choice("measure")

    @property
    def views(self) -> list[dict[str, Any]]:
        """The rows of `_views.html`: other ways to look at this selection."""
        return self._ways("view")

    @property
    def measures(self) -> list[dict[str, Any]]:
        return self._ways("measure")

    @property
    def densities(self) -> list[dict[str, Any]]:
        return self._ways("density")

    @property
    def is_compact(self) -> bool:
        return self._choice("density") == "compact"

    def _ways(self, name: str) -> list[dict[str, Any]]:
        first, current = next(iter(CHOICES[name])), self._choice(name)
        return [
            {
                "name": label,
                "url": self._address(self._asking(name, "" if value == first else value)),
                "is_current": value == current,
            }
            for value, label in CHOICES[name].items()
        ]

    def _asking(self, name: str, value: str) -> QueryDict:
        query = self._but(name)
        if value:
            query[name] = value
        return query

    @property
    def clear_url(self) -> str:
        """The same view of all projects."""
        query = self.query.copy()
        for name in set(query) - SHOWING:
            del query[name]
        return self._address(query)

    @cached_property
    def charts(self) -> Charts:
        return Charts(self.listing.selection, self.measure, self._row_url, self._explain_url)

    @cached_property
    def maps(self) -> MapView:
        return MapView(self, self._address, self._explain_url)

    @property
    def drawings(self) -> list[tuple[BarChart, TakenAlong]]:
        """Each chart with what is there to take along."""
        return [(chart, taken_along(self, chart.name, chart.title, FILES)) for chart in self.charts]

    @property
    def table_along(self) -> TakenAlong:
        return taken_along(self, "table", gettext("Projects"), {})

    def _row_url(self, chart: str, key: Any) -> str:
        query = narrowed(self.query, self.filterset, chart, key)
        return "" if query is None else self._address(query)

    def _in_format(self, known: set[str], code: str) -> str:
        url = super()._in_format(known - SHOWING, code)
        if code not in TABLES or not self.query.get("columns"):
            return url
        members = dict.fromkeys(PROJECT_COLUMNS[name].member or name for name in self.column_names)
        return f"{url}&fields={','.join(['slug', *members])}"

    @cached_property
    def form(self) -> FilterForm:
        return FilterForm(self)

    @property
    def table(self) -> list[dict[str, Any]]:
        return [table_row(project, self.column_names) for project in self.rows]

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [card(project) for project in self.rows]

    def of_selection(self, name: str, make: Callable[[QuerySet[Project]], Any]) -> Any:
        """What `make` says of all projects of the selection, as long as nothing is written no second time.

        It is the same on each page of a selection, and for all who may see the same projects.
        """
        chosen = sorted((name, repr(value)) for name, value in self.filterset.chosen.items())
        key = (name, get_language(), can_see_drafts(self.request.user), *chosen)
        return SAID.or_made(lambda: make(self.listing.selection), *key)

    @cached_property
    def totals(self) -> list[dict[str, Any]]:
        total = self.of_selection("total", lambda selection: stats(selection)["total"])
        return totals(total, explain_url=self._explain_url)

    def _explain_url(self, figure: str, **group: str) -> str:
        chosen = {name: values for name, values in self.query.lists() if name not in {*CONTROLS, *SHOWING}}
        return f"{reverse('projects:explain')}?{urlencode({'figure': figure} | chosen | group, doseq=True)}"

    def _without(self, name: str, value: Any) -> QueryDict:
        query = super()._without(name, value)
        query.pop(ALONG.get(name, ""), None)
        return query
