"""Rows with evidence under a record: a list that is sent is complete."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from history.records import at_row, not_edited, placed

from .models import Cited
from .services import cite

# What tells one row from its correction, and what the projection writes, is no part of what a row says.
NOT_SAID = frozenset({"id", "uid", "recorded_at", "retired_at"})


@dataclass(frozen=True)
class RowKind:
    """One list of a record's form: `name` in the form, the model of its rows, the column that points to the record.

    `fixed` are columns that all rows of the list share. `children` names plain rows written with a row (doubts).
    """

    name: str
    model: type[Cited]
    owner: str
    fixed: dict[str, Any] = field(default_factory=dict)
    children: str = ""

    def current(self, record: Model) -> list[Any]:
        rows = self.model.objects.current().filter(**{self.owner: record}, **self.fixed)
        return list(rows.prefetch_related(self.children) if self.children else rows)


def build(kind: RowKind, record: Model, values: dict[str, Any]) -> Any:
    """An unsaved row of these values with its citation made, checked as a form would; raises ValidationError by field.

    Its plain children wait as `row.pending`.
    """
    values = dict(values)
    values.pop("uid", None)
    pending = values.pop(kind.children, None) or [] if kind.children else []
    if isinstance(values.get("citation"), dict):
        try:
            values["citation"] = cite(**values["citation"])
        except ValidationError as error:
            raise ValidationError(placed(error, "citation")) from None
    row = kind.model(**{kind.owner: record}, **kind.fixed, **values)
    row.pending = pending
    row.prepare()
    # Related records come as such: asking for each again would be a query in a loop.
    row.clean_fields(exclude=not_edited(row) | {column.name for column in row._meta.fields if column.is_relation})
    row.date_statement()
    row.clean()
    return row


def save_row(kind: RowKind, row: Any) -> None:
    """Add a built row with its children; raises ValidationError where a constraint of the database forbids it."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        row.validate_constraints()  # says which one, a query for each; what it does not know is a fault of ours
        raise
    if kind.children:
        children = getattr(row, kind.children)
        children.bulk_create([children.model(**{children.field.name: row}, **values) for values in row.pending])


def sync_rows(kind: RowKind, record: Model, rows: Iterable[dict[str, Any]]) -> None:
    """Make the current rows of one list exactly these.

    A row with the uid of a current one is that row: unchanged it stays, changed it is retired and added. A row without
    uid that says the same as a current one is that one. Current rows that are not sent are retired. Raises
    ValidationError with the errors of all rows, each below `name.place`.
    """
    current = {row.uid: row for row in kind.current(record)}
    errors: dict[str, Any] = {}
    added = []
    for place, values in enumerate(rows):
        try:
            with at_row(kind.name, place):
                row = build(kind, record, values)
                if not _keep(kind, current, row, values.get("uid")):
                    added.append((place, row))
        except ValidationError as error:
            errors |= error.error_dict
    _raise(errors)
    _retire(kind, current.values(), timezone.now())
    for place, row in added:
        try:
            with at_row(kind.name, place):
                save_row(kind, row)
        except ValidationError as error:
            errors |= error.error_dict
    _raise(errors)


def _keep(kind: RowKind, current: dict[UUID, Any], row: Any, uid: UUID | None) -> bool:
    """Whether a current row says just this; it is taken off `current` then."""
    if uid is not None and uid not in current:
        raise ValidationError(
            {"uid": ValidationError(_("The record has no current row with this identifier."), code="unknown")}
        )
    said = _said(kind, row, row.pending)
    for candidate in [uid] if uid is not None else list(current):
        known = current[candidate]
        children = getattr(known, kind.children).all() if kind.children else []
        if _said(kind, known, children) == said:
            del current[candidate]
            return True
    return False


def _said(kind: RowKind, row: Any, children: Iterable[Any]) -> tuple[Any, ...]:
    """What a row says, to compare it with another one."""
    own = [
        getattr(row, column.attname)
        for column in row._meta.fields
        if column.name not in NOT_SAID | row.PROJECTED and not column.name.startswith("said_")
    ]
    pairs = [child if isinstance(child, dict) else {"code": child.code, "note": child.note} for child in children]
    return (*own, row.said_on, sorted((pair["code"], pair.get("note", "")) for pair in pairs))


def _retire(kind: RowKind, rows: Iterable[Any], at: datetime) -> None:
    kind.model.objects.filter(pk__in=[row.pk for row in rows]).retire(at)


def _raise(errors: dict[str, Any]) -> None:
    if errors:
        raise ValidationError(errors)
