"""What the pages of organizations, places and sectors show of projects: their table, their sums, their agreements."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from investors.models import Investor
from lib import edtf
from lib.listing import Listing
from lib.numbers import number
from lib.translations import shown
from regions.codes import RegionKind
from regions.models import Region

from ..dimensions import Dimension, parts_of
from ..filters import ProjectFilter
from ..models import Agreement, AgreementParticipant, AgreementParty, AgreementSector, Project, Sector
from ..reading import with_words
from ..stats import stats
from .counts import asked, explain_url, projects_url
from .league import League
from .table import table_row
from .totals import Explain, totals

# The heads of a table of projects that is not sorted by a click.
HEADINGS = [
    {"label": _("Project")},
    {"label": _("Sector")},
    {"label": _("Region")},
    {"label": _("Stage")},
    {"label": _("Investment"), "is_number": True},
    {"label": _("Jobs"), "is_number": True},
]


class Selection:
    """The published projects that one filter chooses: the same as their list, with these parameters, has."""

    def __init__(self, **parameters: str) -> None:
        self.parameters = parameters
        # As everybody sees it: what a page says of a record is the same for all its readers.
        request = HttpRequest()
        request.user = AnonymousUser()
        filterset = ProjectFilter(QueryDict(urlencode(parameters)), Project.objects.public(), request=request)
        self.listing = Listing(filterset, members=[], read=with_words)

    @property
    def count(self) -> int:
        return self.listing.count

    @property
    def url(self) -> str:
        return projects_url(**self.parameters)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The first of them as rows of `projects/_table.html`."""
        return [table_row(project) for project in self.listing.page.rows]

    def stats(self, group_by: Dimension | None = None) -> dict[str, Any]:
        return stats(self.listing.selection, group_by)

    def totals(self, part: dict[str, Any], clocks: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows of `_totals.html`."""
        return totals(part, explain_url=self.explain(clocks))

    def explain(self, clocks: Mapping[str, str]) -> Explain:
        """Where its sums are explained, in the view of the past that the page is."""
        return partial(explain_url, **self.parameters, **clocks)


def panel_of(record: Any, clocks: Mapping[str, str]) -> dict[str, Any]:
    """What `projects/_panel.html` shows of an organization's, a place's or a sector's projects; of places by part.

    `clocks` are the parameters of the view of the past that the page is.
    """
    selection = Selection(**asked(record))
    shown = selection.rows if selection.count else []
    panel = {"rows": shown, "columns": HEADINGS, "url": selection.url, "count": selection.count}
    if not shown:
        return panel
    by_part = parts_of(record) if isinstance(record, Region) and record.children.exists() else None
    answer = selection.stats(by_part)
    league = League(record, answer["groups"], answer["total"], selection.explain(clocks)) if by_part else None
    is_cut = len(shown) < selection.count
    return panel | {"totals": selection.totals(answer["total"], clocks), "league": league, "is_cut": is_cut}


def ties_of(place: Region) -> list[dict[str, Any]]:
    """How projects elsewhere have to do with a place: rows of text and url. Two queries."""
    ties = []
    if selling := Selection(market=place.code).count:
        said = ngettext("%(n)s project sells here", "%(n)s projects sell here", selling)
        ties.append({"text": said % {"n": number(selling)}, "url": projects_url(market=place.code)})
    if backed := Selection(country=place.code).count if place.kind == RegionKind.COUNTRY else 0:
        said = ngettext("%(n)s project has a party from here", "%(n)s projects have a party from here", backed)
        ties.append({"text": said % {"n": number(backed)}, "url": projects_url(country=place.code)})
    return ties


# By type of record: the rows of an agreement that name it.
NAMED_BY = {
    Investor: (AgreementParticipant, "investor"),
    Region: (AgreementParty, "region"),
    Sector: (AgreementSector, "sector"),
}


def agreements_of(record: Any) -> list[dict[str, Any]]:
    """The agreements that name an organization, a place or a sector. One query."""
    model, column = NAMED_BY[type(record)]
    rows = model.objects.current().filter(**{column: record})
    agreements = Agreement.objects.filter(Q(pk__in=rows.values("agreement"))).order_by("-date", "slug")
    return [
        {
            "name": shown(one, "title"),
            "url": one.get_absolute_url(),
            "kind": one.get_kind_display(),
            "date": edtf.say(one.date),
        }
        for one in agreements
    ]
