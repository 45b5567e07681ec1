"""How far the changes can be followed by their ids without one being skipped.

PostgreSQL gives ids before it commits, so that a change may come into sight after one with a higher id. Therefore each
writer takes a lock, shared with all others, whose key is the highest id given so far: its own ids come after that one,
and until its transaction ends nobody follows further. Nobody waits for such a lock, it only tells. SQLite has one
writer at a time: what is in sight there is all there is below the highest id.
"""

from django.db import router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .models import Change

# The upper bits of the keys, which no other lock of this database may have; the lower 40 are an id.
MARK = 0x485354
ID_BITS = 40

# The highest id given so far, also to transactions that did not commit; 0 before the first. It needs no snapshot.
HIGHEST = "SELECT last_value - (NOT is_called)::int FROM {sequence}"
# Once in a transaction: the server has room for few locks. Both are taken back with a savepoint.
HOLD = """
    SELECT pg_advisory_xact_lock_shared({first} | ({highest})), set_config('registry.holds_followers', 'yes', true)
    WHERE coalesce(current_setting('registry.holds_followers', true), '') = ''
"""
# A key is shown in two halves. What this very transaction wrote it sees.
HELD = """
    SELECT min((classid::bigint << 32 | objid::bigint) & {ids}) FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> {rest} = {mark} AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def hold_followers(connection: BaseDatabaseWrapper) -> None:
    """Keep followers from going past this point until the transaction ends; to be called before its changes get ids."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(HOLD.format(first=MARK << ID_BITS, highest=_highest()))


def safe_horizon() -> tuple[int, int]:
    """The highest id of a change that may be given to followers, and the highest id there is.

    Every change up to the first is in sight of any statement that starts later (under READ COMMITTED, Django's
    default), or never will be.
    """
    connection = transaction.get_connection(router.db_for_write(Change))
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {Change._meta.db_table}")  # noqa: S608 (no input)
            highest = cursor.fetchone()[0]
            return highest, highest
        # In this order: a writer that comes after the first statement gets only ids above what it answered.
        cursor.execute(_highest())
        highest = cursor.fetchone()[0]
        cursor.execute(HELD.format(ids=(1 << ID_BITS) - 1, rest=ID_BITS - 32, mark=MARK))
        held = cursor.fetchone()[0]
    return highest if held is None else min(held, highest), highest


def _highest() -> str:
    return HIGHEST.format(sequence=f"{Change._meta.db_table}_id_seq")
