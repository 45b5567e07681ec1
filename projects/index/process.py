"""The index of this process: built in the background when it is first asked for, brought up to date before it answers.

Until it is there, and wherever the log of touched rows can't tell what a request reads (inside a transaction, in a view
of the past), statements answer.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connection

from lib.touched import can_tell

from .contents import Index, TooMuch

logger = logging.getLogger(__name__)

# Seconds until it is tried again after the index could not be built.
PAUSE = 60


class Keeper:
    """Has the index of the process and lets one thread at a time use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._builder: threading.Thread | None = None
        self._not_before = 0.0

    @contextmanager
    def current(self) -> Iterator[Index | None]:
        """The index as the database is now, for this thread alone; None where statements are to answer."""
        with ExitStack() as held:
            index = None
            if settings.FACET_INDEX and can_tell():
                held.enter_context(self._lock)
                index = self._caught_up()
            if index is None:
                held.close()  # statements need not wait for each other
            yield index

    def _caught_up(self) -> Index | None:
        # Until it has caught up there is none: who fails on the way leaves no half-read index behind.
        index, self._index = self._index, None
        if index is None:
            self._build()
            return None
        try:
            is_current = index.catch_up()
        except TooMuch:
            self._build()
            return None
        self._index = index
        return index if is_current else None

    def _build(self) -> None:
        if self._builder is None and time.monotonic() >= self._not_before:
            self._builder = threading.Thread(target=self._work, name="facet index", daemon=True)
            self._builder.start()

    def _work(self) -> None:
        begun = time.monotonic()
        index = None
        try:
            index = Index.built()
            logger.info("Built the facet index in %.1f s: %d bytes", time.monotonic() - begun, index.size)
        except Exception:  # noqa: BLE001 (whatever it is, statements answer meanwhile)
            logger.exception("The facet index could not be built")
            self._not_before = time.monotonic() + PAUSE
        finally:
            connection.close()
            with self._lock:
                self._index, self._builder = index, None

    def wait(self) -> None:
        """Return when nothing is being built any more."""
        if builder := self._builder:
            builder.join()

    def forget(self) -> None:
        self.wait()
        self._index, self._not_before = None, 0.0


keeper = Keeper()
