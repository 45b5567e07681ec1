"""What a chart, a map or a table offers to take along: its files, and a frame for other sites."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict
from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FILES = {"svg": "SVG", "csv": "CSV"}
# How high a frame is, in pixels: what most selections need.
HEIGHT = 640


class TakenAlong(NamedTuple):
    """`files` are rows of name and url; `frame` is the HTML that shows it elsewhere."""

    name: str
    files: list[dict[str, str]]
    frame: str


def taken_along(page: Any, name: str, title: str, files: Mapping[str, str]) -> TakenAlong:
    """What a ProjectListPage offers of the chart, the map or the table of this name; `files` are formats and names."""
    asked = _asked(page.query)
    rows = [
        {"name": label, "url": reverse("projects:chart", args=[name, code]) + asked} for code, label in files.items()
    ]
    return TakenAlong(name, rows, _frame(page.request, reverse("projects:embed", args=[name]) + asked, title))


def _asked(query: QueryDict) -> str:
    query = query.copy()
    for name in ("view", "page"):
        query.pop(name, None)
    return f"?{query.urlencode(safe=',')}" if query else ""


def _frame(request: HttpRequest, path: str, title: str) -> str:
    """In the language of the page that offers it: readers elsewhere are not asked for theirs."""
    if not getattr(request, "pinned_language", ""):
        mounted = get_script_prefix()
        path = f"{mounted}{get_language()}/{path.removeprefix(mounted)}"
    named = _("%(title)s: %(site)s") % {"title": title, "site": _("Investment project registry")}
    src = escape(request.build_absolute_uri(path))
    return f'<iframe src="{src}" title="{escape(named)}" width="100%" height="{HEIGHT}" loading="lazy"></iframe>'
