"""The page that lists projects: their rows, the form that narrows them, and the sums of what is chosen."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from lib.pages import CONTROLS, Column, ListPage

from ..filters import ProjectFilter
from ..models import Project
from ..reading import with_words
from ..stats import stats
from .filter_form import FilterForm
from .table import table_row
from .totals import totals

COLUMNS = (
    Column(_("Project"), "title"),
    Column(_("Sector")),
    Column(_("Region"), "region"),
    Column(_("Stage"), "stage"),
    Column(_("Investment"), "investment", is_number=True),
    Column(_("Jobs"), "jobs", is_number=True),
)

# A parameter that makes no sense without another one is taken back with it.
ALONG = {"unit": "capacity_min"}


class ProjectListPage(ListPage):
    """The projects that this reader may see, as the parameters of the address choose them."""

    def __init__(self, request: HttpRequest) -> None:
        projects = Project.objects.visible_to(request.user)
        super().__init__(
            request, ProjectFilter, projects, resource="api:project-list", read=with_words, columns=COLUMNS
        )

    @cached_property
    def form(self) -> FilterForm:
        return FilterForm(self)

    @property
    def table(self) -> list[dict[str, Any]]:
        return [table_row(project) for project in self.rows]

    @cached_property
    def totals(self) -> list[dict[str, Any]]:
        return totals(stats(self.listing.selection)["total"], explain_url=self._explain_url)

    def _explain_url(self, figure: str) -> str:
        chosen = {name: values for name, values in self.query.lists() if name not in CONTROLS}
        return f"{reverse('projects:explain')}?{urlencode({'figure': figure} | chosen, doseq=True)}"

    def _without(self, name: str, value: Any) -> QueryDict:
        query = super()._without(name, value)
        query.pop(ALONG.get(name, ""), None)
        return query
