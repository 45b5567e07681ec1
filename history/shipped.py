"""Rows that come with the registry: loaded once, brought up to date later, but never over what people changed."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils import timezone

from .search_words import keep_words
from .tracked import Tracked


class Counts(NamedTuple):
    """What a load did: `kept` rows differ from what is shipped, since people edited them."""

    made: int = 0
    updated: int = 0
    kept: int = 0
    same: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(*(one + another for one, another in zip(self, other, strict=True)))


def load_shipped(rows: Sequence[Any], *, key: str, columns: Iterable[str]) -> tuple[Counts, dict[str, Any]]:
    """Make or update the records of these unsaved `rows`, found by `key`; returns the counts and all records by key.

    A row is up to date when all `columns` are equal. One that differs is updated only if nobody has saved it since
    it was made (`version` is 1, and stays 1, so that the next load may update it again). `save()` is not called.
    """
    if not rows:
        return Counts(), {}
    model, columns = type(rows[0]), list(columns)
    stored: dict[str, Tracked] = model._default_manager.in_bulk([getattr(row, key) for row in rows], field_name=key)
    made = [row for row in rows if getattr(row, key) not in stored]
    differing = [
        row for row in rows if getattr(row, key) in stored and not _equal(row, stored[getattr(row, key)], columns)
    ]
    changed = [stored[getattr(row, key)] for row in differing if stored[getattr(row, key)].version == 1]
    for row in differing:
        if (record := stored[getattr(row, key)]).version == 1:
            record.updated_at = timezone.now()
            for column in columns:
                setattr(record, column, getattr(row, column))
    model._default_manager.bulk_create(made, batch_size=500)
    model._default_manager.bulk_update(changed, [*columns, "updated_at"], batch_size=500)
    keep_words([*made, *changed])
    kept = len(differing) - len(changed)
    records = stored | {getattr(row, key): row for row in made}
    return Counts(len(made), len(changed), kept, len(rows) - len(made) - len(differing)), records


def _equal(row: Any, record: Any, columns: list[str]) -> bool:
    return all(getattr(row, column) == getattr(record, column) for column in columns)
