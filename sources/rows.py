"""Rows with evidence under a record: a list that is sent is complete."""

from collections.abc import Iterable
from contextlib import nullcontext
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

from .models import Citation, Cited
from .services import bodies, cite_all, words

# What tells one row from its correction, and what the projection writes, is no part of what a row says.
NOT_SAID = frozenset({"id", "uid", "citation", "recorded_at", "retired_at"})


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
        return list(self.ever(record).current())

    def ever(self, record: Model) -> Any:
        """The rows that the record has or had."""
        rows = self.model.objects.filter(**{self.owner: record}, **self.fixed).select_related("citation")
        return rows.prefetch_related(self.children) if self.children else rows

    def beside(self, row: Any) -> Iterable[Any]:
        """The plain rows that were written with a row."""
        return getattr(row, self.children).all() if self.children else []


def build(kind: RowKind, record: Model, values: dict[str, Any], stored: dict[int, str] | None = None) -> Any:
    """An unsaved row of these values, checked as a form would; raises ValidationError by field.

    Its citation, if given by the arguments of `sources.services.words`, is checked against the `stored` texts; it and
    the plain children wait as `row.cited` and `row.pending` until the row is saved.
    """
    values = dict(values)
    values.pop("uid", None)
    pending = values.pop(kind.children, None) or [] if kind.children else []
    cited = None
    if isinstance(given := values.get("citation"), dict):
        try:
            cited = words(bodies([given["source"]]) if stored is None else stored, **given)
        except ValidationError as error:
            raise ValidationError(placed(error, "citation")) from None
        # Enough to check the row against; the stored citation takes its place.
        values["citation"] = Citation(**vars(cited))
    row = kind.model(**{kind.owner: record}, **kind.fixed, **values)
    row.pending, row.cited = pending, cited
    if len({child["code"] for child in pending}) < len(pending):
        raise ValidationError({kind.children: ValidationError(_("Send each of them once."), code="unique")})
    row.prepare()
    # Related records come as such: asking for each again would be a query in a loop.
    row.clean_fields(exclude=not_edited(row) | {column.name for column in row._meta.fields if column.is_relation})
    row.date_statement()
    row.clean()
    return row


def add_rows(kind: RowKind, rows: list[tuple[int | None, Any]], *, at: datetime | None = None) -> None:
    """Save built rows with their citations and children, in a handful of statements.

    Each row comes with its place in the list, None for a row by itself. `at` is the moment at which the rows that they
    correct were retired, so that the registry holds just one of both at any moment. Raises ValidationError, below that
    place, where a constraint of the database forbids a row.
    """
    citations = cite_all(row.cited for _place, row in rows if row.cited is not None)
    for _place, row in rows:
        row.citation = citations[row.cited] if row.cited else row.citation
        row.recorded_at = at or row.recorded_at
    try:
        with transaction.atomic():
            kind.model.objects.bulk_create([row for _place, row in rows])
    except IntegrityError:
        _say_which(kind, rows)
        raise
    if kind.children:
        children = getattr(kind.model, kind.children).rel.related_model
        owner = getattr(kind.model, kind.children).field.name
        children.objects.bulk_create(
            children(**{owner: row}, **values) for _place, row in rows for values in row.pending
        )


def _say_which(kind: RowKind, rows: list[tuple[int | None, Any]]) -> None:
    """Raise ValidationError for the first row that a constraint forbids: some queries a row, only after a refusal."""
    for place, row in rows:
        row.pk = None
        with at_row(kind.name, place) if place is not None else nullcontext(), transaction.atomic():
            row.validate_constraints()
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
            except IntegrityError:
                continue  # no constraint of the model's own: the caller raises it


@dataclass(frozen=True)
class Edit:
    """A change of the row at this place of a form: without `uid` one is added, without `values` that one is retired."""

    place: int
    uid: UUID | None = None
    values: dict[str, Any] | None = None


class Edits(list[Edit]):
    """Changes of single rows of a list."""


def sync_rows(kind: RowKind, record: Model, rows: Edits | Iterable[dict[str, Any]]) -> None:
    """Make the current rows of one list exactly these; with `Edits` change only the rows that they name.

    A row with the uid of a current one is that row: unchanged it stays, changed it is retired and added, at the same
    moment. A row without uid that says the same as a current one is that one. Current rows that are not sent are
    retired. Only the first rows of a record may bring uids of their own. Raises ValidationError with the errors of all
    rows, each below `name.place`.
    """
    edits = rows if isinstance(rows, Edits) else [Edit(n, values.get("uid"), values) for n, values in enumerate(rows)]
    current = {row.uid: row for row in kind.current(record)}
    named = {edit.uid for edit in edits if edit.uid is not None}
    unused = named & set(current) | _brought(kind, record, named - set(current))
    cited = [citation for edit in edits if isinstance(citation := (edit.values or {}).get("citation"), dict)]
    stored = bodies([citation["source"] for citation in cited]) if cited else {}
    errors: dict[str, Any] = {}
    added: list[tuple[int | None, Any]] = []
    for edit in edits:
        try:
            with at_row(kind.name, edit.place):
                _take(unused, edit.uid)
                row = None if edit.values is None else build(kind, record, edit.values, stored)
                if row is not None and not _keep(kind, current, row, edit.uid, named):
                    added.append((edit.place, row))
        except ValidationError as error:
            errors |= error.error_dict
    if errors:
        raise ValidationError(errors)
    at = timezone.now()
    if gone := [row.pk for uid, row in current.items() if uid in named or not isinstance(rows, Edits)]:
        kind.model.objects.filter(pk__in=gone).retire(at)
    if added:
        add_rows(kind, added, at=at)


def unsaid(kind: RowKind, record: Model, rows: Iterable[dict[str, Any]]) -> Edits:
    """Additions of those rows that the record never had: one that was retired since is not said again.

    A row that gives no said_on is the same on any day, since its source may have got another one. Raises
    ValidationError with the errors of all rows, each below `name.place`.
    """
    rows, edits, errors = list(rows), Edits(), dict[str, Any]()
    had = [(known, kind.beside(known)) for known in kind.ever(record)]
    cited = [citation for values in rows if isinstance(citation := values.get("citation"), dict)]
    stored = bodies([citation["source"] for citation in cited]) if cited else {}
    for place, values in enumerate(rows):
        day = bool(values.get("said_on"))
        try:
            with at_row(kind.name, place):
                row = build(kind, record, values, stored)
                said = _said(kind, row, row.pending, day=day)
                if said not in [_said(kind, known, children, day=day) for known, children in had]:
                    had.append((row, row.pending))
                    edits.append(Edit(place, None, values))
        except ValidationError as error:
            errors |= error.error_dict
    if errors:
        raise ValidationError(errors)
    return edits


def _brought(kind: RowKind, record: Model, uids: set[UUID]) -> set[UUID]:
    """Of identifiers that the record has not, those that come with its first rows, as from the file of a registry."""
    if not uids or kind.model.objects.filter(**{kind.owner: record}, **kind.fixed).exists():
        return set()
    return uids - set(kind.model.objects.filter(uid__in=uids).values_list("uid", flat=True))


def _take(unused: set[UUID], uid: UUID | None) -> None:
    if uid is not None and uid not in unused:
        message = _("The record has no current row with this identifier, or it is sent twice.")
        raise ValidationError({"uid": ValidationError(message, code="unknown")})
    unused.discard(uid)


def _keep(kind: RowKind, current: dict[UUID, Any], row: Any, uid: UUID | None, named: set[UUID]) -> bool:
    """Whether a current row says just this; it is taken off `current` then. A row with a new uid takes it."""
    if uid is not None and uid not in current:
        row.uid = uid
        return False
    said = _said(kind, row, row.pending)
    for candidate in [uid] if uid is not None else [known for known in current if known not in named]:
        known = current[candidate]
        if _said(kind, known, kind.beside(known)) == said:
            del current[candidate]
            return True
    return False


def _said(kind: RowKind, row: Any, children: Iterable[Any], *, day: bool = True) -> tuple[Any, ...]:
    """What a row says, to compare it with another one; without `day` no matter when."""
    own = [
        getattr(row, column.attname)
        for column in row._meta.fields
        if column.name not in NOT_SAID | row.PROJECTED and not column.name.startswith("said_")
    ]
    cited = row.citation and (row.citation.source_id, row.citation.locator, row.citation.exact, row.citation.start)
    pairs = [child if isinstance(child, dict) else {"code": child.code, "note": child.note} for child in children]
    return (*own, day and row.said_on, cited, sorted((pair["code"], pair.get("note", "")) for pair in pairs))
