from typing import Any

from django import template

from ..models import Change
from ..words import tell

register = template.Library()

SHOWN = 20


@register.inclusion_tag("history/_changes.html", takes_context=True)
def history_of(context: dict[str, Any], record_type: str, slug: str, shown: int = SHOWN) -> dict[str, Any]:
    """Show the newest changes of one record by one query; only who may view revisions reads who made them."""
    request = context.get("request")
    with_user = request is not None and request.user.has_perm("history.view_revision")
    changes = list(Change.objects.of(record_type, slug).with_revision()[: shown + 1])
    return {
        "changes": [tell(change, with_user=with_user) for change in changes[:shown]],
        "has_older": len(changes) > shown,
        "shown": shown,
        "record": f"{record_type}:{slug}",
    }
