"""How to cite what a page shows, with what machines are told of it."""

from typing import Any

from django import template
from django.template import RequestContext

from ..citing import cited, linked, script
from ..citing.linked_data import catalog

register = template.Library()


@register.inclusion_tag("_cite.html", takes_context=True)
def cite(context: RequestContext, about: Any) -> dict[str, Any]:
    """The box of a record or of a page's list, which brings its request along; the linked data are below it."""
    request = getattr(about, "request", None) or context["request"]
    return {"work": cited(about, request), "linked_data": script(linked(about, request))}


@register.simple_tag(takes_context=True)
def registry_as_catalog(context: RequestContext) -> str:
    """The registry itself in linked data."""
    return script(catalog(context["request"]))
