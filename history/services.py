"""Writing history: `revision` opens the one transaction in which records change, and keeps what changed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import User

from .exceptions import HistoryError
from .horizon import hold_followers
from .models import Change, Revision

Document = dict[str, Any]


class DocumentEncoder(DjangoJSONEncoder):
    """Django's encoder, but decimals become numbers: that is how the record form has them."""

    def default(self, o: Any) -> Any:
        if isinstance(o, Decimal):
            return int(o) if o == o.to_integral_value() else float(o)
        return super().default(o)


class Recorder:
    """Collects what its block changes; `revision` hands it out.

    `kept` is the revision once the outermost block has ended; it stays None where nothing changed.
    """

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.kept: Revision | None = None
        self._connection = connection
        self._open = True
        self._changes: dict[tuple[str, str], tuple[Document | None, Document | None]] = {}

    def change(self, record_type: str, slug: str, *, before: Document | None, after: Document | None) -> None:
        """Note that a record became `after`: None for before is a new record, None for after a record that is gone.

        The documents are copied at once. Several changes of one record merge: the first before, the last after.
        """
        first, _ = self._changes.get((record_type, slug), (_as_json(before), None))
        self._changes[record_type, slug] = (first, _as_json(after))

    def can_be_joined_on(self, connection: BaseDatabaseWrapper) -> bool:
        """Whether a block on this connection is in the same transaction.

        A context variable travels into tasks and copied contexts, which may outlive the block or have a connection,
        and so a transaction, of their own.
        """
        return self._open and self._connection is connection

    def close(self) -> None:
        self._open = False

    def hand_over_to(self, outer: "Recorder") -> None:
        """Give what an inner block collected to the block around it."""
        for (record_type, slug), (before, after) in self._changes.items():
            first, _ = outer._changes.get((record_type, slug), (before, None))
            outer._changes[record_type, slug] = (first, after)

    def keep(self, **told: Any) -> None:
        """Write the revision (`told` are its columns) with its changes; nothing where no record differs."""
        changed = {key: pair for key, pair in self._changes.items() if pair[0] != pair[1]}
        if not changed:
            return
        hold_followers(self._connection)
        self.kept = Revision.objects.create(**told)
        Change.objects.bulk_create(
            Change(revision=self.kept, record_type=record_type, slug=slug, before=before, after=after)
            for (record_type, slug), (before, after) in changed.items()
        )


_current: ContextVar[Recorder | None] = ContextVar("revision", default=None)


@contextmanager
def revision(
    *, user: User | AnonymousUser | None, why: str = "", batch: str = "", undoes: Revision | None = None
) -> Iterator[Recorder]:
    """Run the block in one transaction and keep what it changed as one revision.

    Inside another `revision` it joins that one, whose user, why and batch stay; it is a savepoint then, so that a
    caller who catches the error of an inner block loses only that block's writes and changes. Where nothing changed no
    revision is kept. A user who is not logged in counts as none. `undoes` is the revision that the block takes back;
    such a revision joins no other one.
    """
    connection = transaction.get_connection(router.db_for_write(Revision))
    outer = _current.get()
    if outer is not None and not outer.can_be_joined_on(connection):
        outer = None
    if outer is not None and undoes is not None:
        raise HistoryError("An undo is a revision of its own.")
    recorder = Recorder(connection)
    mark = _current.set(recorder)
    try:
        with transaction.atomic(using=connection.alias):
            yield recorder
            if outer is None:
                recorder.keep(user=user if isinstance(user, User) else None, why=why, batch=batch, undoes=undoes)
        if outer is not None:
            recorder.hand_over_to(outer)
    finally:
        recorder.close()
        _current.reset(mark)


def _as_json(document: Document | None) -> Document | None:
    """Answer the document as the database will give it back, free of the caller's later edits."""
    return None if document is None else json.loads(json.dumps(document, cls=DocumentEncoder, allow_nan=False))
