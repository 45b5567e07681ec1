"""Writers and readers at once, each with a connection of its own."""

import threading
from concurrent.futures import Future
from typing import NamedTuple

from django.db import connection, transaction

# Long enough for a writer who does not wait to be done, on a busy machine too.
HEAD_START = 1.0


class Outcome(NamedTuple):
    """What the second writer raised, None for nothing, and whether he had to wait for the first one's commit."""

    error: Exception | None
    waited: bool


def overlap(first, second):
    """Run `second` in a thread while the transaction in which `first` ran is still open; answer its outcome."""
    done = Future()

    def write():
        try:
            with transaction.atomic():
                second()
            done.set_result(None)
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            done.set_result(error)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(HEAD_START)
        waited = thread.is_alive()
    thread.join()
    return Outcome(done.result(), waited)


def beside(act):
    """What the act answers on a connection of its own."""
    said = []

    def run():
        try:
            said.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return said[0]
