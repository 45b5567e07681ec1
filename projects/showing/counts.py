"""How many published projects stand behind other records: organizations, places, sectors."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.http import urlencode

from investors.models import Investor
from regions.models import Region

from ..models import Participation, Project, ProjectSector, Sector


class Counted(NamedTuple):
    """A record with the number of its projects and the address of their list."""

    record: Any
    projects: int
    url: str


# The filter of projects that asks for a record, and the column that names it there.
ASKED = {Investor: ("investor", "slug"), Region: ("region", "code"), Sector: ("sector", "code")}


def asked(record: Any) -> dict[str, str]:
    """The parameters of the list of a record's projects: {"investor": "tbea"}."""
    name, column = ASKED[type(record)]
    return {name: getattr(record, column)}


def projects_url(**parameters: str) -> str:
    return f"{reverse('projects:list')}?{urlencode(parameters)}"


def explain_url(figure: str, **parameters: str) -> str:
    """Where a sum of the projects that these parameters choose is explained."""
    query = {"figure": figure} | parameters
    return f"{reverse('projects:explain')}?{urlencode(query)}"


def counted(records: Iterable[Any]) -> list[Counted]:
    """These records of one type with the number of their projects; a place or sector takes all below it. One query."""
    records = list(records)
    if not records:
        return []
    numbers = COUNTS[type(records[0])](records)
    return [Counted(record, numbers.get(record.pk, 0), projects_url(**asked(record))) for record in records]


def _of_investors(investors: Sequence[Investor]) -> dict[int, int]:
    rows = Participation.objects.current().filter(investor__in=investors, project__in=Project.objects.public())
    return dict(rows.order_by().values_list("investor").annotate(n=Count("project", distinct=True)))


def _of_places(places: Sequence[Region]) -> dict[int, int]:
    """A project has one place at most, so numbers of places add up along their paths."""
    by_path = dict(Project.objects.public().order_by().values_list("region__path").annotate(n=Count("pk")))
    return {
        place.pk: sum(number for path, number in by_path.items() if path and path.startswith(place.path))
        for place in places
    }


def _of_sectors(sectors: Sequence[Sector]) -> dict[int, int]:
    """A project may have several sectors below one: it counts once."""
    rows: QuerySet[Any] = ProjectSector.objects.current().filter(project__in=Project.objects.public()).order_by()
    inside = rows.filter(
        Q(sector__code=OuterRef("code")) | Q(sector__code__startswith=Concat(OuterRef("code"), Value(".")))
    )
    one = inside.annotate(all=Value(1)).values("all").annotate(n=Count("project", distinct=True)).values("n")
    chosen = Sector.objects.filter(pk__in=[sector.pk for sector in sectors]).order_by()
    return dict(chosen.annotate(n=Coalesce(Subquery(one), 0)).values_list("pk", "n"))


COUNTS: dict[type[Any], Callable[[Any], dict[int, int]]] = {
    Investor: _of_investors,
    Region: _of_places,
    Sector: _of_sectors,
}
