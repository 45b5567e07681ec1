"""The page of a search: what is found, by kind, projects first with their figures."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from investors.near import meant
from lib.filters import StrictFilterSet, WordsFilter
from lib.listing import Listing
from projects.models import Project
from projects.reading import with_words
from projects.showing.project_list import COLUMNS
from projects.showing.table import table_row

from .kinds import OTHERS, PROJECTS, Kind

SHOWN_PROJECTS = 10
SHOWN = 5
HEADINGS = [column._replace(ordering="")._asdict() for column in COLUMNS]


class SearchFilter(StrictFilterSet):
    """The only parameter of a search over all kinds."""

    q = WordsFilter()

    class Meta:
        model = Project
        fields: list[str] = []


class SearchPage:
    """What is found by the words of the address; nothing without words, or with errors."""

    def __init__(self, request: HttpRequest) -> None:
        self.path = request.path
        self.filterset = SearchFilter(request.GET, Project.objects.none(), request=request)
        self.words = self.filterset.searched
        self.headings = HEADINGS

    @property
    def errors(self) -> list[dict[str, Any]]:
        """What is wrong, with the address of the page without it."""
        without = self.filterset.given.copy()
        for name in self.filterset.errors_by_parameter():
            without.pop(name, None)
        url = f"{self.path}?{without.urlencode()}" if without else self.path
        return [
            {"name": name, "message": problem["message"], "without_url": url, "suggestions": self._meant(name, problem)}
            for name, problems in self.filterset.errors_by_parameter().items()
            for problem in problems
        ]

    def _meant(self, name: str, problem: dict[str, Any]) -> list[dict[str, str]]:
        query = self.filterset.given.copy()
        values = query.pop(name, [])
        found = []
        for near in problem.get("suggestions", []):
            query.setlist(near, values)
            found.append({"name": near, "url": f"{self.path}?{query.urlencode()}"})
        return found

    @cached_property
    def projects(self) -> dict[str, Any]:
        """The projects that fit best, as rows of their table, and how many there are."""
        listing = PROJECTS.found(self.words)
        rows = [table_row(project) for project in with_words(listing.all_rows())[:SHOWN_PROJECTS]]
        return self._group(PROJECTS, listing, rows)

    @cached_property
    def others(self) -> list[dict[str, Any]]:
        """The other kinds of which something is found."""
        groups = []
        for kind in OTHERS:
            listing = kind.found(self.words)
            rows = [
                {"name": str(record), "url": kind.url(record), "note": kind.note(record)}
                for record in listing.all_rows()[:SHOWN]
            ]
            if rows:
                groups.append(self._group(kind, listing, rows))
        return groups

    def _group(self, kind: Kind, listing: Listing, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Without counting where all that is found is shown."""
        most = SHOWN_PROJECTS if kind is PROJECTS else SHOWN
        count = listing.count if len(rows) == most else len(rows)
        return {
            "name": kind.name,
            "label": kind.label,
            "rows": rows,
            "count": count,
            "more_url": kind.list_url(self.words) if count > len(rows) else "",
        }

    @cached_property
    def is_empty(self) -> bool:
        """Whether nothing at all is found."""
        return bool(self.words) and not self.projects["rows"] and not self.others

    @cached_property
    def near(self) -> list[dict[str, str]]:
        """Organizations that were probably meant, where nothing is found, each with the search for it."""
        return meant(self.words, self.path) if self.is_empty else []


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    page = SearchPage(request)
    status = 400 if page.errors else 200
    return render(request, "search.html", {"page": page}, status=status)
