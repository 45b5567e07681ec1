"""What a process remembers of its answers as long as nothing was written since."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from .touched import stamp

T = TypeVar("T")


class Remembered(Generic[T]):
    """The values that were asked for last, at most `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Hashable, value: T) -> None:
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self.most:
                self._values.popitem(last=False)

    def or_made(self, make: Callable[[], T], *key: Hashable) -> T:
        """The value of this key and of the rows as they are now; made where it is not remembered or can't be."""
        now = stamp()
        if now is None:
            return make()
        value = self.get((now, *key))
        if value is None:
            value = make()
            self.put((now, *key), value)
        return value
