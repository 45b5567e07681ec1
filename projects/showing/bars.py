"""Bars that tell apart what is certain and what is possible: solid to the low end, hatched on to the high end.

Places are shares of the chart's width in percent, as SVG writes them: "43.21%".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lib.bounds import Number
from lib.numbers import number
from lib.spreadsheets import harmless, lines

# How far a bar reaches that is closed at its end, where another one of the chart is open.
CLOSED = 92
# The least width of what is not nothing.
LEAST = 0.4

HEAD = ("key", "label", "low", "high", "open", "said", "stated_by", "of")


@dataclass(frozen=True)
class Bar:
    """One row of a chart: between `low` and `high` lies the truth.

    Both None: nothing is stated, and no bar is drawn. `high` None beside a low end: open above. `said` are both in
    words; `stated_by` of `of` projects say it, None where projects are counted. `key` is a code, None for "not stated".
    `url` leads to the projects of the row, `explain_url` to how its sum is made.
    """

    key: Any
    label: str
    low: Number | None
    high: Number | None
    said: str
    stated_by: int | None = None
    of: int | None = None
    url: str = ""
    explain_url: str = ""

    @property
    def is_stated(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def is_open(self) -> bool:
        return self.high is None and self.low is not None

    @property
    def counts(self) -> dict[str, str] | None:
        """How many of how many projects state it; nothing where projects are counted, or where there is none."""
        if self.stated_by is None or not self.of:
            return None
        return {"stated": number(self.stated_by), "all": number(self.of)}


@dataclass(frozen=True)
class Drawn:
    """A bar with its places in percent: solid from 0 to `certain`, hatched from there to `end`."""

    bar: Bar
    certain: float
    end: float

    @property
    def solid(self) -> str:
        """The width of the solid part; "" where there is none."""
        return _percent(self.certain) if self.certain else ""

    @property
    def start(self) -> str:
        return _percent(self.certain)

    @property
    def hatched(self) -> str:
        """The width of the hatched part; "" where there is none."""
        return _percent(self.end - self.certain) if self.end > self.certain else ""


@dataclass(frozen=True)
class BarChart:
    """Bars of one scale. `head` says what its rows are, `figure` what a bar shows, `notes` by which rules."""

    name: str
    title: str
    head: str
    figure: str
    bars: list[Bar]
    notes: list[str] = field(default_factory=list)

    @property
    def is_sum(self) -> bool:
        """Whether its bars are sums of what some projects state, not numbers of projects."""
        return any(bar.counts for bar in self.bars)

    @cached_property
    def highest(self) -> Number:
        return max((end for bar in self.bars for end in (bar.low, bar.high) if end is not None), default=0)

    @property
    def drawn(self) -> list[Drawn]:
        full = CLOSED if any(bar.is_open for bar in self.bars) else 100
        return [self._draw(bar, full) for bar in self.bars]

    def _draw(self, bar: Bar, full: int) -> Drawn:
        certain = self._share(bar.low, full)
        end = 100.0 if bar.is_open else self._share(bar.high, full)
        return Drawn(bar, certain, end)

    def _share(self, figure: Number | None, full: int) -> float:
        return max(LEAST, full * float(figure / self.highest)) if figure else 0.0

    def csv(self) -> str:
        """The chart as a table; empty cells are not stated, or open where `open` is true."""
        return lines([HEAD, *self._rows()])

    def _rows(self) -> Iterator[list[Any]]:
        for bar in self.bars:
            ends = ["" if end is None else end for end in (bar.low, bar.high)]
            counts = ["" if count is None else count for count in (bar.stated_by, bar.of)]
            key = "" if bar.key is None else bar.key if isinstance(bar.key, int) else harmless(bar.key)
            yield [key, harmless(bar.label), *ends, str(bar.is_open).lower(), bar.said, *counts]


def _percent(share: float) -> str:
    return f"{share:.2f}%"
