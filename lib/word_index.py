"""The indexes over tables of words: FTS5 on SQLite, a GIN index on PostgreSQL. No model knows them."""

from django.db import connection
from django.db.models import Model, TextField

from .search import RECORD, VECTOR, fts_table


def make_index(words: type[Model]) -> bool:
    """Make the index over a table of words where it is missing; returns whether it was.

    SQLite drops the triggers that keep it when a migration builds the table anew: they are made again, and the index
    from all rows.
    """
    return _make_fts(words) if connection.vendor == "sqlite" else _make_vector(words)


def _make_fts(words: type[Model]) -> bool:
    table, index, columns = words._meta.db_table, fts_table(words), _columns(words)
    names = {f"{index}_{event}" for event in ("insert", "update", "delete")}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name = %s AND type = 'trigger'", [table])
        stored = {name for (name,) in cursor.fetchall()}
        if names <= stored and _has_table(index):
            return False
        new = ", ".join(f"new.{column}" for column in (RECORD, *columns))
        old = ", ".join(f"old.{column}" for column in (RECORD, *columns))
        listed = ", ".join(columns)
        add = f"INSERT INTO {index}(rowid, {listed}) VALUES ({new});"  # noqa: S608
        take = f"INSERT INTO {index}({index}, rowid, {listed}) VALUES ('delete', {old});"  # noqa: S608
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {index}")
        # Tokens are ASCII; neither places in a text nor lengths are asked for.
        cursor.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, content='{table}', content_rowid='{RECORD}', "
            "tokenize='ascii', detail='none', columnsize=0, prefix='2 3')"
        )
        cursor.execute(f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END")
        cursor.execute(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {take} END")
        cursor.execute(f"CREATE TRIGGER {index}_update AFTER UPDATE ON {table} BEGIN {take} {add} END")
        cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608
    return True


def _make_vector(words: type[Model]) -> bool:
    table, columns = words._meta.db_table, " || ".join(_columns(words))
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
        if VECTOR in {column.name for column in described}:
            return False
        # Not to_tsvector: its parser would cut tokens in its own way.
        vector = f"array_to_tsvector(array_remove(string_to_array({columns}, ' '), ''))"
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN {VECTOR} tsvector GENERATED ALWAYS AS ({vector}) STORED")
        cursor.execute(f"CREATE INDEX {table}_{VECTOR} ON {table} USING gin ({VECTOR}) WITH (fastupdate = off)")
    return True


def _columns(words: type[Model]) -> list[str]:
    """The columns that keep words."""
    return [str(field.column) for field in words._meta.concrete_fields if isinstance(field, TextField)]


def _has_table(name: str) -> bool:
    return name in connection.introspection.table_names()
