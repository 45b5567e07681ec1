"""One chart, one map or the table of a selection as a page of its own, for frames on other sites."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from .charts import CHARTS
from .map_view import MAPS
from .project_list import ProjectListPage

TABLE = "table"
# By name what a frame shows: the view of the list that has it.
FRAMES = {TABLE: "table"} | dict.fromkeys(CHARTS, "charts") | dict.fromkeys(MAPS, "map")


class EmbeddedPage(ProjectListPage):
    """What `projects/embed.html` shows; all that is linked on it leads to the list itself."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        super().__init__(request)
        self.name = name
        self.path = reverse("projects:list")
        self.query = request.GET.copy()
        self.query.pop("view", None)
        if FRAMES[name] != "table":
            self.query["view"] = FRAMES[name]

    @property
    def full_url(self) -> str:
        """The selection with all its views."""
        return self._address(self.query.copy())

    @property
    def chart(self) -> Any:
        return self.charts[self.name] if self.name in CHARTS else None

    @property
    def map(self) -> Any:
        return self.maps[self.name] if self.name in MAPS else None

    @property
    def bare_headings(self) -> list[dict[str, Any]]:
        """The columns, which nobody sorts by in a frame."""
        return [heading | {"ordering": ""} for heading in self.headings]
