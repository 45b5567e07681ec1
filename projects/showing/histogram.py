"""A histogram of the filter form: a bar for each class of size, which is a link to the projects in it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from lib.bounds import Bound
from lib.numbers import bounded_words, compact, number

from ..histograms import HISTOGRAMS, Histogram

# Pixels: of the highest bar, and of the lowest that can be seen.
HEIGHT, LEAST = 44, 2


@dataclass(frozen=True)
class Bar:
    """A class: `solid` and `hatched` are heights in pixels. `tick` is written below where it begins, or blank.

    `url` is blank where there is no project. `is_within` tells whether the limits that are chosen take it.
    """

    said: str
    url: str
    solid: int
    hatched: int
    tick: str
    is_within: bool

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def top(self) -> int:
        """Where the solid part begins, from above."""
        return HEIGHT - self.solid

    @property
    def hatched_top(self) -> int:
        return self.top - self.hatched


class FilterHistogram:
    """What `_histogram.html` draws of the facet `name`; `chosen` are the filters in use, and
    `changed` makes the address of the list with other parameters."""

    def __init__(
        self,
        name: str,
        bins: list[dict[str, Any]],
        chosen: dict[str, Any],
        changed: Callable[..., str],
    ) -> None:
        self.of: Histogram = HISTOGRAMS[name]
        self.name = name
        self.chosen = chosen
        self.changed = changed
        self.classes = [one for one in bins if one["low"] is not None]
        aside = [one for one in bins if one["low"] is None]
        self.notes = [f"{one['label']}: {number(one['certain'])}" for one in aside[:-1]]

    @property
    def edges(self) -> str:
        """Where the classes begin, for the slider: numbers by comma."""
        return ",".join(map(str, self.of.edges))

    @property
    def edge_labels(self) -> str:
        return "|".join(map(self.of.formatter, self.of.edges))

    @property
    def bars(self) -> list[Bar]:
        highest = max((one["possible"] for one in self.classes), default=0)
        scale = partial(_scaled, highest=highest)
        return [
            Bar(
                said=_("%(class)s: %(count)s") % {"class": one["label"], "count": _said(one)},
                url=self._url(one) if one["possible"] else "",
                solid=(solid := scale(one["certain"])),
                hatched=scale(one["possible"]) - solid,
                tick=self._tick(one["low"]),
                is_within=self._is_within(one),
            )
            for one in self.classes
        ]

    def _tick(self, edge: int) -> str:
        """Powers of ten are written at the axis."""
        return compact(edge) if str(edge).rstrip("0") == "1" else ""

    @property
    def _limits(self) -> tuple[int | None, int | None]:
        least, most = self.of.filters
        return self.chosen.get(least), self.chosen.get(most)

    def _is_within(self, one: dict[str, Any]) -> bool:
        """Whether the class and the chosen limits have a number in common."""
        least, most = self._limits
        return (least is None or one["high"] is None or one["high"] >= least) and (most is None or one["low"] <= most)

    def _url(self, one: dict[str, Any]) -> str:
        """The selection with this class alone; of the class that is chosen, without limits."""
        limits = (one["low"] or None, one["high"])
        wanted = (None, None) if limits == self._limits else limits
        return self.changed(**dict(zip(self.of.filters, wanted, strict=True)))


def _scaled(count: int, *, highest: int) -> int:
    return max(round(HEIGHT * count / highest), LEAST) if count else 0


def _said(one: dict[str, Any]) -> str:
    """How many projects: "3", "3 to 5", "up to 2"."""
    low, high = one["certain"], one["possible"]
    return bounded_words(None, low or None, high, Bound.RANGE if low else Bound.UP_TO) if high else number(0)
