from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from history.words import tell

from ..models import Project
from ..seen_changes import as_seen, changes_for, sees_all

register = template.Library()

SHOWN = 20


@register.inclusion_tag("history/_changes.html", takes_context=True)
def history_of_project(context: dict[str, Any], project: Project, shown: int = SHOWN) -> dict[str, Any]:
    """Show the newest changes of a project as its reader may see them, by two queries."""
    request = context.get("request")
    reader = request.user if request is not None else AnonymousUser()
    changes = list(changes_for(reader).of("project", project.slug).with_revision()[: shown + 1])
    return {
        "changes": [tell(change, with_user=sees_all(reader)) for change in as_seen(reader, changes[:shown])],
        "has_older": len(changes) > shown,
        "shown": shown,
        "record": f"project:{project.slug}",
    }
