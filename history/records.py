"""The one way in which a record is written: locked, checked against a second editor, kept as a revision."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .exceptions import Stale
from .services import Recorder, revision
from .tracked import Tracked

Form = Callable[[Any], dict[str, Any]]


@contextmanager
def editing(
    record: Tracked, *, form: Form, user: User | None, why: str = "", version: int | None = None
) -> Iterator[Recorder]:
    """Run the block as one revision of `record`, whose record form `form` gives before and after it.

    The row is locked until the end and read anew, so that columns which the block does not set keep what others wrote
    since. A block that changes nothing leaves version and updated_at as they are. Raises Stale when `version` is given
    and is not the stored one.
    """
    with revision(user=user, why=why) as recorder:
        before, stored = None, {}
        if record.pk is not None:
            # no_key: rows that point to this one may be added meanwhile.
            record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update(no_key=True))
            if version is not None and record.version != version:
                raise Stale(type(record)._base_manager.get(pk=record.pk))
            before, stored = form(record), _columns(record)
        yield recorder
        after = form(record)
        if after == before and _columns(record) | COUNTED == stored | COUNTED:
            _uncount(record, stored)
        recorder.change(record._meta.model_name or "", after.get("slug") or after["code"], before=before, after=after)


# Columns that every save writes, whether or not anything changed.
COUNTED = dict.fromkeys(("version", "updated_at", "search_text"))


def _columns(record: Model) -> dict[str, Any]:
    """All columns; a text that is not there is the same as a blank one."""
    values = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    return {name: None if value == "" else value for name, value in values.items()}


def _uncount(record: Tracked, stored: dict[str, Any]) -> None:
    """Take back that a save counted: an unchanged record stays the one that others have read."""
    if record.version != stored["version"]:
        record.version, record.updated_at = stored["version"], stored["updated_at"]
        moments = {"version": record.version, "updated_at": record.updated_at}
        type(record)._base_manager.filter(pk=record.pk).update(**moments)


def assign(record: Any, values: dict[str, Any], *, key: str = "slug") -> None:
    """Set plain columns and check the record as a form would; raises ValidationError by field.

    The key never changes once saved; a new record without a slug gets one from its English name.
    """
    if record.pk is not None and values.get(key, getattr(record, key)) != getattr(record, key):
        raise ValidationError({key: ValidationError(_("It never changes."), code="immutable")})
    for name, value in values.items():
        setattr(record, name, value)
    if key == "slug" and not record.slug:
        record.slug = free_slug(record)
    record.full_clean(exclude=not_edited(record))


def not_edited(record: Model) -> set[str]:
    """The columns that no form sets."""
    return {field.name for field in record._meta.fields if not field.editable}


def free_slug(record: Model) -> str:
    """A slug made of the English title or name, with a number behind it where others have it."""
    text = getattr(record, "title_en", None) or getattr(record, "name_en", None) or ""
    slug = slugify(text)[:90] or record._meta.model_name or ""
    taken = set(type(record)._base_manager.filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(candidate for candidate in _numbered(slug) if candidate not in taken)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


def replace_rows(record: Model, name: str, rows: Iterable[dict[str, Any]]) -> None:
    """Make the plain rows of a record exactly these: what is there already stays, the rest is added or deleted.

    Raises ValidationError on `name.0.field` for a row that cannot be.
    """
    manager = getattr(record, name)
    wanted = [dict(row) for row in rows]
    columns = [
        field.name
        for field in manager.model._meta.fields
        if field.editable and not field.is_relation and field.name != "id"
    ]
    spare = {tuple(getattr(row, column) for column in columns): row for row in manager.all()}
    missing = []
    for place, values in enumerate(wanted):
        row = manager.model(**{manager.field.name: record}, **values)
        if spare.pop(tuple(getattr(row, column) for column in columns), None) is None:
            missing.append((place, row))
    for row in spare.values():
        row.delete()
    for place, row in missing:
        with at_row(name, place):
            row.full_clean()
            row.save()


@contextmanager
def at_row(name: str, place: int) -> Iterator[None]:
    """Give the errors of the block the row's place: `value` becomes `claims.0.value`."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError(placed(error, f"{name}.{place}")) from None


def placed(error: ValidationError, place: str) -> dict[str, list[ValidationError]]:
    """The errors by field, each field below `place`."""
    if not hasattr(error, "error_dict"):
        return {place: error.error_list}
    return {place if field == "__all__" else f"{place}.{field}": errors for field, errors in error.error_dict.items()}
