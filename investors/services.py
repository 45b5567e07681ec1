"""What may be done with organizations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
            check_no_circle(investor)
        investor.refresh_search_text()
    return investor


def check_no_circle(investor: Investor) -> None:
    """Raise ValidationError on `owners` when an organization would own itself through others."""
    seen: set[int] = set()
    level = {investor.pk}
    while level:
        above = Ownership.objects.current().filter(owned__in=level)
        level = set(above.values_list("owner", flat=True)) - seen
        if investor.pk in level:
            raise ValidationError({"owners": ValidationError(_("This would make a circle of owners."), code="circle")})
        seen |= level
