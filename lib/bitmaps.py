"""Records by value: of each value the set of keys that have it, as a Roaring bitmap.

How many records of a selection have each value is one intersection a value, whatever the number of records.
"""

from collections.abc import Hashable, Iterable
from typing import Any

from pyroaring import BitMap


class Family:
    """The keys of records by each value of one property; `stated` are those of all that have one."""

    def __init__(self) -> None:
        self.sets: dict[Any, BitMap] = {}
        self.stated = BitMap()

    def add(self, value: Hashable, keys: Iterable[int]) -> None:
        self.sets.setdefault(value, BitMap()).update(keys)
        self.stated.update(keys)

    def forget(self, keys: BitMap) -> None:
        """Take these records out of every set."""
        self.stated -= keys
        _take(self.sets, keys)

    def of(self, values: Iterable[Hashable]) -> BitMap:
        """The records that have one of these values."""
        return BitMap.union(BitMap(), *(self.sets[value] for value in values if value in self.sets))

    def counts(self, selection: BitMap) -> dict[Any, int]:
        """How many records of the selection have each value; values that none has are left out."""
        return _counts(self.sets, selection)

    def bitmaps(self) -> Iterable[BitMap]:
        return [self.stated, *self.sets.values()]


class TreeFamily(Family):
    """Keys by place in a tree. A value is its line: the codes from the top of the tree down to the place itself.

    `sets` has the records of each place alone, by its code, `below` those of the place and all below it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.below: dict[str, BitMap] = {}
        self.lines: dict[str, tuple[str, ...]] = {}

    def add(self, value: Any, keys: Iterable[int]) -> None:
        super().add(value[-1], keys)
        for depth, code in enumerate(value, 1):
            self.below.setdefault(code, BitMap()).update(keys)
            self.lines[code] = value[:depth]

    def forget(self, keys: BitMap) -> None:
        super().forget(keys)
        _take(self.below, keys)

    def within(self, codes: Iterable[str]) -> BitMap:
        """The records of these places and of all below them."""
        return BitMap.union(BitMap(), *(self.below[code] for code in codes if code in self.below))

    def counts_within(self, selection: BitMap) -> dict[str, int]:
        """How many records of the selection are in each place or below it."""
        return _counts(self.below, selection)

    def bitmaps(self) -> Iterable[BitMap]:
        return [*super().bitmaps(), *self.below.values()]


def _take(sets: dict[Any, BitMap], keys: BitMap) -> None:
    for bitmap in sets.values():
        bitmap -= keys  # noqa: PLW2901 (in place)
    for value in [value for value, bitmap in sets.items() if not bitmap]:
        del sets[value]


def _counts(sets: dict[Any, BitMap], selection: BitMap) -> dict[Any, int]:
    counts = ((value, bitmap.intersection_cardinality(selection)) for value, bitmap in sets.items())
    return {value: count for value, count in counts if count}
