"""Saving the selection that a list shows."""

from typing import Any

from django import template
from django.template import RequestContext

from ..following.forms import SavedViewForm

register = template.Library()


@register.inclusion_tag("following/_save.html", takes_context=True)
def save_selection(context: RequestContext) -> dict[str, Any]:
    """The form for those who logged in; others are told nothing, so that their page is the same for all."""
    request = context["request"]
    if not request.user.is_authenticated:
        return {}
    query = request.GET.urlencode(safe=",")
    return {"form": SavedViewForm(user=request.user, initial={"query": query}), "csrf_token": context.get("csrf_token")}
