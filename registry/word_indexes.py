"""The indexes that searches use: made after each `migrate` where they are missing, with the words of all records."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from history.search_words import SearchWords, keep_words
from investors.models import Investor
from lib.word_index import make_index
from projects.models import Agreement, Aim, Product, Project, Sector
from regions.models import Region
from sources.models import Source

# Projects last: they show the names of the others.
SEARCHED: tuple[Any, ...] = (Region, Source, Investor, Sector, Product, Aim, Agreement, Project)
CHUNK = 500


def make_indexes(**_signal: Any) -> None:
    """Make each missing index, and the words of records that have none; to be called when all migrations are in."""
    there = set(connection.introspection.table_names())
    tables = [model for model in apps.get_models() if issubclass(model, SearchWords)]
    if not {table._meta.db_table for table in tables} <= there:
        return
    made = [make_index(table) for table in tables]
    if any(made):
        for _done in keep_all_words(only_missing=True):
            pass


def keep_all_words(*, only_missing: bool = False) -> Iterator[tuple[Any, int]]:
    """Write the words of all records anew; yields each type with the number of its records that are done."""
    for model in SEARCHED:
        rows = model._default_manager.filter(words=None) if only_missing else model._default_manager.all()
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            chosen = model._default_manager.filter(pk__in=keys[start : start + CHUNK])
            with transaction.atomic():
                # Locked, so that nobody renames one meanwhile; settle() locks by itself.
                chosen.settle() if model is Project else keep_words(list(chosen.select_for_update(no_key=True)))
        yield model, len(keys)
