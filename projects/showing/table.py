"""Projects as rows of a table, and as cards."""

from collections.abc import Sequence
from typing import Any

from ..models import Project
from .columns import PROJECT_COLUMNS, USUAL, Cell, Gaps, ProjectColumn
from .figures import by_attribute

# What a card tells below its title, each with its name.
ON_CARDS = ("investment", "jobs", "stage", "region", "sectors", "participations")


def table_row(project: Project, names: Sequence[str] = USUAL) -> dict[str, Any]:
    """A row of `projects/_table.html`. Needs what `reading.with_words` fetches."""
    gaps = by_attribute(project.gaps)
    cells = [_cell(PROJECT_COLUMNS[name], project, gaps, names) for name in names]
    return {"slug": project.slug, "name": project.title, "cells": cells}


def _cell(column: ProjectColumn, project: Project, gaps: Gaps, names: Sequence[str]) -> Cell:
    cell = column.cell(project, gaps)
    if column.name == "title" and "participations" in names:
        cell["investors"] = []
    kind = "title" if column.name == "title" else next(iter(cell))
    return cell | {"kind": kind, "label": column.heading, "is_number": column.is_number}


def card(project: Project) -> dict[str, Any]:
    """What `projects/_cards.html` shows of a project. Needs what `reading.with_words` fetches."""
    head, *facts = table_row(project, ("title", *ON_CARDS))["cells"]
    return {"head": head, "facts": facts}
