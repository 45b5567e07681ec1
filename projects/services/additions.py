from typing import Any

from accounts.models import User
from sources.rows import sync_rows, unsaid

from ..models import Project
from .projects import ROWS, editing_project


def add_rows_to_project(
    project: Project, lists: dict[str, list[dict[str, Any]]], *, user: User | None, why: str = ""
) -> None:
    """Add to a project those rows of its lists (as in validated data) that it never had, in one revision.

    Nothing that is there is changed, and what was retired is not said again. Raises ValidationError by list and row.
    """
    new = {name: unsaid(kind, project, lists[name]) for name, kind in ROWS.items() if name in lists}
    if not any(new.values()):
        return
    with editing_project(project, user=user, why=why):
        for name, rows in new.items():
            sync_rows(ROWS[name], project, rows)
