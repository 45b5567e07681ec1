"""Writing many rows at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def write_columns(rows: Sequence[Model], columns: Iterable[str]) -> None:
    """Write these columns of rows that are stored, by their primary keys, past `save()` and without signals.

    As `bulk_update`, which makes an expression of each value: for 500 rows of 19 columns that takes 20 times as long.
    """
    if not rows:
        return
    meta, quote = rows[0]._meta, connection.ops.quote_name
    fields: list[Any] = [meta.get_field(name) for name in columns]
    key: Any = meta.pk
    assigned = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {assigned} WHERE {quote(key.column)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk]
                for row in rows
            ],
        )
