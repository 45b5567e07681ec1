"""What may be done with organizations."""

from typing import Any

from accounts.models import User
from history.records import assign, editing, replace_rows
from lib.serializers import document
from sources.rows import RowKind, sync_rows

from .models import Investor, Ownership
from .serializers import InvestorSerializer

OWNERS = RowKind("owners", Ownership, "owned")


def investor_document(investor: Investor) -> dict[str, Any]:
    """The record form of an organization as history and files keep it, read anew."""
    return document(InvestorSerializer, Investor.objects.for_record().get(pk=investor.pk))


def save_investor(
    investor: Investor | None, values: dict[str, Any], *, user: User | None, why: str = "", version: int | None = None
) -> Investor:
    """Make or change an organization from the validated data of its record form, in one revision.

    Raises ValidationError by field and row, Stale when `version` is given and is not the stored one.
    """
    values = dict(values)
    lists = {name: values.pop(name) for name in ("names", "identifiers") if name in values}
    owners = values.pop("owners", None)
    investor = investor or Investor()
    with editing(investor, form=investor_document, user=user, why=why, version=version):
        assign(investor, values)
        investor.save()
        for name, rows in lists.items():
            replace_rows(investor, name, rows)
        if owners is not None:
            sync_rows(OWNERS, investor, owners)
        investor.refresh_search_text()
    return investor
