"""Histograms of a selection: in classes of size, how many projects certainly and how many possibly are in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lib.numbers import Formatter, money_short, number

from .dimensions import NOT_STATED
from .filters import AMOUNT, JOBS, UNSTATED, at_least, at_most

# How the classes of money begin: roughly three to a factor of ten, as people round.
MILLION = 10**6
AMOUNTS = (0, *(step * 10**power * MILLION for power in range(4) for step in (1, 3)), 10_000 * MILLION)
COUNTS = (0, 10, 30, 100, 300, 1_000, 3_000, 10_000)

dollars: Formatter = partial(money_short, currency="USD")


@dataclass(frozen=True)
class Histogram:
    """Classes of a bounded figure of the projection, by where they begin; the last one is open.

    `name` is that of the filters: `amount` for amount_min and amount_max, which can ask for each class. `columns` are
    its low end, high end and bound; `unstated` is true of projects that do not state it.
    """

    name: str
    columns: tuple[str, str, str]
    edges: tuple[int, ...]
    unstated: Q
    formatter: Formatter = number

    @property
    def filters(self) -> tuple[str, str]:
        return f"{self.name}_min", f"{self.name}_max"

    @property
    def classes(self) -> list[tuple[int, int | None]]:
        """The lowest and the highest whole number of each; the last one has no highest."""
        return list(zip(self.edges, (*(edge - 1 for edge in self.edges[1:]), None), strict=True))

    def conditions(self) -> dict[str, Q]:
        """What `bins` wants to know the numbers of."""
        low, high, _bound = self.columns
        figureless = Q(**{low: None, high: None})
        found = {f"{self.name}_unstated": self.unstated, f"{self.name}_no_rate": figureless & ~self.unstated}
        for first, last in self.classes:
            for name, certain in (("certain", True), ("possible", False)):
                found[f"{self.name}_{name}_{first}"] = self._within(first, last, certain=certain)
        return found

    def _within(self, first: int, last: int | None, *, certain: bool) -> Q:
        condition = at_least(first, *self.columns, certain=certain)
        return condition if last is None else condition & at_most(last, *self.columns, certain=certain)

    def bins(self, found: Mapping[str, int]) -> list[dict[str, Any]]:
        """The classes from the lowest on, then those aside: `[{"low", "high", "label", "certain", "possible"}, ...]`.

        `certain` is how many projects of the selection are in the class for certain, `possible` how many may be.
        Both limits are null of projects that cannot be placed: stated in a currency without a rate, or not stated.
        """
        bins = [
            self._bin(first, last, self.label(first), found[f"{self.name}_certain_{first}"], possible)
            for first, last in self.classes
            for possible in [found[f"{self.name}_possible_{first}"]]
        ]
        if count := found[f"{self.name}_no_rate"]:
            bins.append(self._bin(None, None, _("no rate to US dollars"), count, count))
        count = found[f"{self.name}_unstated"]
        return [*bins, self._bin(None, None, str(NOT_STATED), count, count)]

    def _bin(self, low: int | None, high: int | None, label: str, certain: int, possible: int) -> dict[str, Any]:
        return {"low": low, "high": high, "label": label, "certain": certain, "possible": possible}

    def label(self, first: int) -> str:
        return class_label(first, next((edge for edge in self.edges if edge > first), None), self.formatter)


def class_label(first: int, below: int | None, formatter: Formatter) -> str:
    """A class in words, from where it begins and where the next one does."""
    if below is None:
        return _("%(amount)s and more") % {"amount": formatter(first)}
    if not first:
        return _("below %(amount)s") % {"amount": formatter(below)}
    return _("%(low)s to below %(high)s") % {"low": formatter(first), "high": formatter(below)}


HISTOGRAMS = {
    histogram.name: histogram
    for histogram in (
        Histogram("amount", AMOUNT, AMOUNTS, UNSTATED["investment"], dollars),
        Histogram("jobs", JOBS, COUNTS, UNSTATED["jobs"]),
    )
}
