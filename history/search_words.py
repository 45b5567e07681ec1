"""The words that records are found by, in a table of its own beside each type: lists need not read them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from lib.bulk import write_columns
from lib.search import table_of

# Records show these words of others beside their own.
SHOWN = ("title", "names")


class SearchWords(models.Model):
    """The tokens of one record (`lib.tokens`), by how much they weigh (`lib.search.WEIGHTS`).

    A subclass has `record`, the record itself, as its primary key. The index over them is made by `lib.word_index`.
    """

    title = models.TextField(default="")
    names = models.TextField(default="")
    terms = models.TextField(default="")
    summary = models.TextField(default="")
    citations = models.TextField(default="")

    class Meta:
        abstract = True


def keep_words(records: Sequence[Any]) -> None:
    """Write the words of these stored records of one type, and of all that shows their names."""
    if not records:
        return
    model = type(records[0])
    renamed = write_words(table_of(model), {record.pk: record.word_columns() for record in records})
    if renamed:
        names_changed(model, renamed)


def names_changed(model: type[models.Model], keys: set[int]) -> None:
    """Bring the words of all that shows the names of these records up to date; settings name who knows of it."""
    for name in settings.RENAMED:
        import_string(name)(model, keys)


def write_words(words: type[models.Model], columns: dict[int, dict[str, str]]) -> set[int]:
    """Write these columns by the key of their record where they differ; returns those that were there by another name.

    Three statements at most, whatever the number of records.
    """
    stored = words._default_manager.in_bulk(list(columns))
    new, changed, renamed = [], [], set()
    for key, texts in columns.items():
        row = stored.get(key)
        if row is None:
            new.append(words(record_id=key, **texts))
            continue
        before = {name: getattr(row, name) for name in texts}
        if before == texts:
            continue
        if any(before[name] != texts.get(name) for name in SHOWN):
            renamed.add(key)
        for name, text in texts.items():
            setattr(row, name, text)
        changed.append(row)
    # A row of another transaction that came meanwhile is written over.
    names = list(next(iter(columns.values()), {}))
    words._default_manager.bulk_create(
        new, batch_size=500, update_conflicts=True, unique_fields=["record"], update_fields=names
    )
    write_columns(changed, names)
    return renamed
