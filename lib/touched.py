"""The log of touched rows: what was written since, told by the database itself.

Triggers note every row that is added, changed or removed, whoever does it: a form, a bulk update, a migration or a
person at the database's prompt. What is taken back leaves no trace. From it follow a stamp that is another one after
each commit, and which rows are to be read again.

SQLite has one writer at a time, so that numbers come into sight in their order, and a row that is touched again takes a
new number: the log has one entry a row. PostgreSQL gives numbers before it commits, so that a lower one may come into
sight later. There an entry has the id of its transaction, and what came into sight since is what the snapshot of then
did not see. Entries are only added there, a few a transaction: no writer ever waits for another one because of them.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction

from .locks import hold

LOG = "touched"
# The kind of an entry that stands for all rows there are: whoever follows the log has to read everything anew.
ALL = "*"
# Entries that PostgreSQL's log may have; then it starts anew when the triggers are looked after.
MOST = 200_000


class Watched(NamedTuple):
    """A table whose rows are noted, under `kind` and the number in the column `key`."""

    table: str
    key: str
    kind: str


class News(NamedTuple):
    """What was touched up to a `position`: numbers by kind. None for the numbers: all there is."""

    position: str
    touched: dict[str, set[int]] | None


SQLITE_LOG = f"""
    CREATE TABLE {LOG} (
        number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key INTEGER NOT NULL,
        mark INTEGER NOT NULL DEFAULT (abs(random())), UNIQUE (kind, key)
    )
"""
# Not INSERT OR REPLACE: a trigger takes over how the statement that fired it deals with conflicts.
SQLITE_NOTE = f"""
    DELETE FROM {LOG} WHERE kind = '{{kind}}' AND key = {{row}}.{{key}};
    INSERT INTO {LOG} (kind, key) VALUES ('{{kind}}', {{row}}.{{key}});
"""  # noqa: S608
SQLITE_TRIGGER = "CREATE TRIGGER {table}_touched_{event} AFTER {event} ON {table} BEGIN {notes} END"

# The entry of the blank kind tells that there are others: a transaction has exactly one, by which stamps are made.
POSTGRESQL_LOG = f"""
    CREATE TABLE {LOG} (
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(), kind text NOT NULL, key bigint NOT NULL,
        mark bigint NOT NULL DEFAULT floor(random() * 9e15), PRIMARY KEY (xid, kind, key)
    );
    CREATE INDEX {LOG}_transactions ON {LOG} (xid) INCLUDE (mark) WHERE kind = '';
    CREATE FUNCTION {LOG}_rows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM changed) THEN
            EXECUTE format(
                'INSERT INTO {LOG} (kind, key) SELECT DISTINCT %L, %I FROM changed UNION ALL SELECT '''', 0 '
                'ON CONFLICT DO NOTHING', TG_ARGV[0], TG_ARGV[1]
            );
        END IF;
        RETURN NULL;
    END $$;
    CREATE FUNCTION {LOG}_all() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO {LOG} (kind, key) VALUES ('{ALL}', 0), ('', 0) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
"""  # noqa: S608
POSTGRESQL_TRIGGERS = {
    "insert": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed",
    "update": "AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed",
    "moved": "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS changed",
    "delete": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed",
    "truncate": "AFTER TRUNCATE ON {table}",
}

# The transactions that a snapshot may see in another order than that of their ids are those at or above its xmin; below
# it all have ended, so that the highest one in sight stands for them all.
POSTGRESQL_STAMP = f"""
    SELECT (
        SELECT xid::text || '-' || mark FROM {LOG}
        WHERE kind = '' AND xid < pg_snapshot_xmin(now) ORDER BY xid DESC LIMIT 1
    ), (
        SELECT string_agg(xid::text || '-' || mark, '.' ORDER BY xid) FROM {LOG}
        WHERE kind = '' AND xid >= pg_snapshot_xmin(now)
    ) FROM pg_current_snapshot() now
"""  # noqa: S608
POSTGRESQL_SINCE = f"""
    SELECT kind, key, pg_current_snapshot()::text FROM {LOG}
    WHERE xid >= pg_snapshot_xmin(%(then)s::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, %(then)s::pg_snapshot)
"""  # noqa: S608

# Databases that were seen to have the log.
_kept: set[str] = set()


def can_tell() -> bool:
    """Whether the log tells all that this connection reads.

    What its own open transaction wrote is in no log yet; what rewrites its statements, as a view of the past does, may
    read anything.
    """
    if connection.in_atomic_block or connection.execute_wrappers or not connection.get_autocommit():
        return False
    name = str(connection.settings_dict["NAME"])
    if name not in _kept and LOG in connection.introspection.table_names():
        _kept.add(name)
    return name in _kept


def stamp() -> str | None:
    """A text that no two states of the database have in common; None where there is no telling.

    It may change without a change of the rows, where transactions overlap, but never the other way round.
    """
    if not can_tell():
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_STAMP)
        else:
            cursor.execute(f"SELECT number, mark FROM {LOG} ORDER BY number DESC LIMIT 1")  # noqa: S608
        return "/".join(str(part or "") for part in cursor.fetchone() or ())


def position() -> str:
    """Where the log is now, for `since`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_current_snapshot()::text")
        else:
            cursor.execute(f"SELECT coalesce(max(number), 0) FROM {LOG}")  # noqa: S608
        return str(cursor.fetchone()[0])


def since(then: str) -> News:
    """What came into sight after a position, and the position up to which that is all."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_SINCE, {"then": then})
        else:
            cursor.execute(f"SELECT kind, key, number FROM {LOG} WHERE number > %s ORDER BY number", [then])  # noqa: S608
        entries = cursor.fetchall()
    touched: dict[str, set[int]] = {}
    for kind, key, _position in entries:
        touched.setdefault(kind, set()).add(key)
    touched.pop("", None)
    return News(str(entries[-1][2]) if entries else then, None if ALL in touched else touched)


@transaction.atomic
def keep_log(tables: Collection[Watched]) -> bool:
    """Make what is missing of the log and its triggers; returns whether anything was.

    To be called after each `migrate`: SQLite drops the triggers of a table that is built anew. What was written while
    one was missing nobody knows, so that the log starts anew then.
    """
    hold("log of touched rows")
    wanted = _wanted(tables)
    with connection.cursor() as cursor:
        made = LOG not in connection.introspection.table_names(cursor)
        if made:
            cursor.execute(SQLITE_LOG if connection.vendor == "sqlite" else POSTGRESQL_LOG)
        stored = _stored(cursor)
        for name in stored.keys() - wanted.keys():
            cursor.execute(_drop(name, stored[name]))
        missing = wanted.keys() - stored.keys()
        for name in missing:
            cursor.execute(wanted[name])
        if anew := bool(made or missing or _is_worn(cursor)):
            cursor.execute(f"DELETE FROM {LOG}")  # noqa: S608
            kinds: Sequence[str] = ["", ALL] if connection.vendor == "postgresql" else [ALL]
            cursor.executemany(f"INSERT INTO {LOG} (kind, key) VALUES (%s, 0)", [[kind] for kind in kinds])  # noqa: S608
    return anew


def _wanted(tables: Collection[Watched]) -> dict[str, str]:
    """The statements that make the triggers, by table and event."""
    make = _sqlite_triggers if connection.vendor == "sqlite" else _postgresql_triggers
    return {f"{one.table}_touched_{event}": statement for one in tables for event, statement in make(one).items()}


def _sqlite_triggers(one: Watched) -> dict[str, str]:
    notes = {row: SQLITE_NOTE.format(kind=one.kind, key=one.key, row=row) for row in ("old", "new")}
    rows = {"insert": notes["new"], "update": " ".join(notes.values()), "delete": notes["old"]}
    return {event: SQLITE_TRIGGER.format(table=one.table, event=event, notes=said) for event, said in rows.items()}


def _postgresql_triggers(one: Watched) -> dict[str, str]:
    statements = {}
    for event, fires in POSTGRESQL_TRIGGERS.items():
        does = f"{LOG}_all()" if event == "truncate" else f"{LOG}_rows('{one.kind}', '{one.key}')"
        statements[event] = (
            f"CREATE TRIGGER {one.table}_touched_{event} {fires.format(table=one.table)} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {does}"
        )
    return statements


def _stored(cursor: Any) -> dict[str, str]:
    """The tables of the triggers that there are, by name of the trigger."""
    if connection.vendor == "sqlite":
        cursor.execute(
            r"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\_touched\_%' ESCAPE '\'"
        )
    else:
        cursor.execute(
            r"SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\_touched\_%'"
            " AND tgfoid IN (SELECT oid FROM pg_proc WHERE pronamespace = current_schema()::regnamespace)"
        )
    return dict(cursor.fetchall())


def _drop(name: str, table: str) -> str:
    return f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")


def _is_worn(cursor: Any) -> bool:
    """Whether the log is too long, or was brought here from another cluster, whose transactions had other ids."""
    if connection.vendor == "sqlite":
        return False
    cursor.execute(
        f"SELECT count(*) > %s OR bool_or(xid >= pg_snapshot_xmax(pg_current_snapshot())) FROM {LOG}",  # noqa: S608
        [MOST],
    )
    return bool(cursor.fetchone()[0])
