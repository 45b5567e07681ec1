"""The columns that a table of projects can have: one list for the table, its form, and the file of what it shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lib import edtf
from lib.listing import Errors
from lib.numbers import number, percent
from lib.pages import Column
from lib.suggest import close_matches
from lib.translations import shown

from ..attributes import ATTRIBUTES
from ..models import Claim, Participation, Project, Role
from .figures import Figure, figure_of, printed, words_url
from .links import Link, link_to

BACKERS = (Role.INVESTOR, Role.LEAD_INVESTOR)

Cell = dict[str, Any]
Gaps = dict[str, Claim]


@dataclass(frozen=True)
class ProjectColumn:
    """One column: `cell` answers what `_cell.html` draws of a project and of its claims by attribute.

    `name` is that of the filterset's order too, where the list can be sorted by it; `member` that of the record form,
    the same unless told otherwise. Numbers that are `is_bare` have no mark.
    """

    name: str
    cell: Callable[[Project, Gaps], Cell]
    label: Any = ""
    member: str = ""
    is_sorted: bool = True
    is_number: bool = False
    is_bare: bool = False

    @property
    def heading(self) -> Any:
        """Lazily translated."""
        return self.label or capfirst(ATTRIBUTES[self.name].label if self.name in ATTRIBUTES else _verbose(self.name))

    @property
    def column(self) -> Column:
        return Column(self.heading, self.name if self.is_sorted else "", self.is_number, self.name, self.is_bare)


def _verbose(name: str) -> Any:
    return Project._meta.get_field(name).verbose_name


def _title(project: Project, _gaps: Gaps) -> Cell:
    return {
        "title": shown(project, "title"),
        "url": project.get_absolute_url(),
        "note": "" if project.is_public else str(project.get_publication_display()),
        "investors": backers(project.participations.all()),
    }


def _sectors(project: Project, _gaps: Gaps) -> Cell:
    """The primary sector, or the first one."""
    rows = sorted(project.project_sectors.all(), key=lambda row: not row.primary)
    return {"links": [link_to(row.sector) for row in rows[:1]]}


def _region(project: Project, gaps: Gaps) -> Cell:
    return {"links": [link_to(project.region, gaps.get("region"))] if project.region else []}


def _stage(project: Project, gaps: Gaps) -> Cell:
    stage = stage_of(project, gaps.get("stage"))
    return {"links": [stage] if stage else []}


def stage_of(project: Project, claim: Claim | None) -> Link | None:
    """The stage with the mark of the claim that tells it; None for "not stated"."""
    if not project.stage:
        return None
    words = {"words_url": words_url(claim), "as_printed": printed(claim)} if claim else {}
    return Link(str(project.get_stage_display()), **words)


def _participations(project: Project, _gaps: Gaps) -> Cell:
    """Each organization once in each of its roles, whatever number of plants it has them in."""
    roles: dict[Any, Participation] = {}
    for row in project.participations.all():
        roles.setdefault((row.investor_id, row.role), row)
    return {"links": [link_to(row.investor, row, note=f"({row.get_role_display()})") for row in roles.values()]}


def _investment(project: Project, gaps: Gaps) -> Cell:
    return {"figure": figure_of(project.investment_claim or gaps.get("investment"))}


def _jobs(project: Project, gaps: Gaps) -> Cell:
    return {"figure": figure_of(project.jobs_claim or gaps.get("jobs"))}


def _date(name: str) -> Callable[[Project, Gaps], Cell]:
    """A date of the projection, with the mark of its claim where one states it."""

    def cell(project: Project, gaps: Gaps) -> Cell:
        said = edtf.say(getattr(project, name))
        return {"figure": figure_of(gaps[name]) if name in gaps else _plain(said)}

    return cell


def _day(name: str) -> Callable[[Project, Gaps], Cell]:
    def cell(project: Project, _gaps: Gaps) -> Cell:
        at = getattr(project, name)
        day = timezone.localdate(at) if isinstance(at, datetime) else at
        return {"figure": _plain(edtf.say(day.isoformat()) if day else "")}

    return cell


def _plain(said: str) -> Figure | None:
    """What is said of a project without a claim; None is "not stated"."""
    return Figure(text=said, words=said) if said else None


def _text(write: Callable[[Project], str]) -> Callable[[Project, Gaps], Cell]:
    return lambda project, _gaps: {"text": write(project)}


def _completeness(project: Project) -> str:
    return "" if project.completeness is None else percent(project.completeness)


def _count(name: str) -> ProjectColumn:
    """A number that the record form has beside the completeness."""
    write = _text(lambda project: number(getattr(project, name)))
    return ProjectColumn(name, write, member="completeness", is_number=True, is_bare=True)


PROJECT_COLUMNS = {
    column.name: column
    for column in (
        ProjectColumn("title", _title, gettext_lazy("Project")),
        ProjectColumn("sectors", _sectors, gettext_lazy("Sector"), is_sorted=False),
        ProjectColumn("region", _region),
        ProjectColumn("stage", _stage),
        ProjectColumn("investment", _investment, is_number=True),
        ProjectColumn("jobs", _jobs, is_number=True),
        ProjectColumn("participations", _participations, gettext_lazy("Parties"), is_sorted=False),
        ProjectColumn("kind", _text(lambda project: str(project.get_kind_display())), is_sorted=False),
        ProjectColumn("place", _text(lambda project: project.place), is_sorted=False),
        ProjectColumn("announced_on", _date("announced_on")),
        ProjectColumn("commissioning_on", _date("commissioning_on")),
        ProjectColumn("completeness", _text(_completeness), is_number=True, is_bare=True),
        _count("publishers"),
        ProjectColumn("last_said_on", _date("last_said_on"), member="completeness"),
        _count("doubts"),
        ProjectColumn("verified_on", _day("verified_on")),
        ProjectColumn("updated_at", _day("updated_at")),
    )
}
USUAL = ("title", "sectors", "region", "stage", "investment", "jobs")
COLUMNS = tuple(PROJECT_COLUMNS[name].column for name in USUAL)


def chosen_columns(given: Iterable[str]) -> list[str]:
    """The names in a parameter, by comma or repetition, each once; the usual ones where there are none.

    A project is known by its title, which comes first unless it has another place.
    """
    names = list(dict.fromkeys(name.strip() for text in given for name in text.split(",") if name.strip()))
    names = names or list(USUAL)
    return names if "title" in names else ["title", *names]


def wrong_columns(names: Iterable[str]) -> Errors:
    wrong = [name for name in names if name not in PROJECT_COLUMNS]
    return {"columns": [_unknown(name) for name in wrong]} if wrong else {}


def _unknown(name: str) -> dict[str, Any]:
    message = _("There is no “%(name)s” here.") % {"name": name[:60]}
    return {
        "code": "unknown",
        "message": message,
        "suggestions": close_matches(name, PROJECT_COLUMNS) or list(PROJECT_COLUMNS),
    }


def backers(participations: Any) -> list[Link]:
    """Who invests in the project, each once."""
    investors: dict[Any, Participation] = {}
    for row in participations:
        if row.role in BACKERS:
            investors.setdefault(row.investor_id, row)
    return [link_to(row.investor) for row in investors.values()]
