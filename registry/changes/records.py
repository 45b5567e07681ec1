"""Where a record of the history is to be found, and what it is called."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from exchange.undo import KINDS
from history.models import Change


def page_of(record_type: str, slug: str) -> str:
    """The address of a record's page; "" where its type has none."""
    kind = KINDS.get(record_type)
    if kind is None or not hasattr(kind.model, "get_absolute_url"):
        return ""
    try:
        return kind.model(**{kind.key: slug}).get_absolute_url()
    except NoReverseMatch:
        return ""


def resource_of(record_type: str, slug: str) -> str:
    """The address of a record in the API; "" where its type has none."""
    try:
        return reverse(f"api:{record_type}-detail", args=[slug])
    except NoReverseMatch:
        return ""


def type_of(record_type: str) -> str:
    """The type in words."""
    kind = KINDS.get(record_type)
    return capfirst(str(kind.model._meta.verbose_name)) if kind else record_type


def title_of(change: Change) -> str:
    """What the record was called then; its slug where the documents do not tell."""
    document: dict[str, Any] = change.after or change.before or {}
    return document.get("title") or document.get("name") or change.slug
