"""Chains of records that point to one another."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def leads_to(start: Key, goal: Key, following: Callable[[set[Key]], Iterable[Key]]) -> bool:
    """Whether going on from `start` ever comes to `goal`, which may be `start` itself.

    `following` gives what comes directly after any of some records; it is asked once a step, and never again for a
    record, so that a circle ends.
    """
    seen: set[Key] = set()
    level = {start}
    while level and goal not in level:
        seen |= level
        level = set(following(level)) - seen
    return goal in level
