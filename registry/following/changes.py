"""What changed in the projects of a saved view, as everybody may see it."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from history.models import Change
from lib.pages import CONTROLS
from projects.filters import ProjectFilter
from projects.models import Project, ProjectQuerySet
from projects.seen_changes import PROJECT, as_seen, changes_for
from projects.showing.project_list import SHOWING

from ..models import SavedView

EVERYBODY = AnonymousUser()


def selection_of(view: SavedView) -> ProjectQuerySet:
    """The public projects of the selection; none where an address of former times says nothing any more."""
    chosen = ProjectFilter(view.given, Project.objects.public(), also_known={*CONTROLS, *SHOWING})
    return Project.objects.none() if chosen.errors_by_parameter() else chosen.rows()


def changes_of(view: SavedView) -> QuerySet[Change]:
    """The changes of the projects that are in the selection today, the newest first, with who made them."""
    slugs = selection_of(view).order_by().values("slug")
    return changes_for(EVERYBODY).filter(record_type=PROJECT, slug__in=slugs).order_by("-pk").with_revision()


def shown(view: SavedView, most: int) -> list[Change]:
    """The newest of them."""
    return as_seen(EVERYBODY, changes_of(view)[:most])
