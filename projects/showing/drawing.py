"""A chart as a picture of its own: with its title, the selection, its rows at fixed places, and how to read it."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any
from unicodedata import east_asian_width

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .bars import BarChart, Drawn

# Places in the drawing, in its own units.
WIDTH, EDGE = 800, 24
TITLE, LINE, ROW, BAR = 40, 18, 42, 14
# Characters in a line of text, and of the label and the figure of a row, which share a line.
LETTERS, LABEL, SAID = 108, 62, 46


@dataclass(frozen=True)
class Row:
    """A row at `top`: the label at its beginning, the figure at its end, the bar below both."""

    top: int
    label: str
    said: str
    drawn: Drawn


class Drawing:
    """What `projects/_drawing.html` draws of a chart; `chips` are the filters in use, as `_chips.html` has them."""

    def __init__(self, chart: BarChart, chips: list[dict[str, Any]]) -> None:
        self.chart = chart
        said = "; ".join(f"{chip['label']}: {chip['value']}" for chip in chips)
        self.selection = lines(said or _("All projects"), TITLE + LINE)
        start = self.selection[-1][0] + LINE + 14
        self.rows = [
            Row(
                top=start + ROW * place,
                label=_cut(drawn.bar.label, LABEL),
                said=_cut(_figure(drawn), SAID),
                drawn=drawn,
            )
            for place, drawn in enumerate(chart.drawn)
        ]
        self.key_top = start + ROW * len(self.rows) + LINE
        self.notes = lines(" ".join(chart.notes), self.key_top + LINE + 6)
        self.end = (self.notes[-1][0] if self.notes else self.key_top) + LINE + 6

    width, edge, bar_height, bar_width = WIDTH, EDGE, BAR, WIDTH - 2 * EDGE
    right = WIDTH - EDGE

    @property
    def height(self) -> int:
        return self.end + LINE + EDGE

    @property
    def last(self) -> int:
        return self.end + LINE


def _figure(drawn: Drawn) -> str:
    counts = drawn.bar.counts
    stated = _("stated by %(stated)s of %(all)s") % counts if counts else ""
    return f"{drawn.bar.said} · {stated}" if stated else drawn.bar.said


def lines(text: str, top: int) -> list[tuple[int, str]]:
    """The text in lines, each with its place."""
    return [(top + LINE * place, line) for place, line in enumerate(wrap(text, _room(text, LETTERS)))]


def _cut(text: str, letters: int) -> str:
    return Truncator(text).chars(_room(text, letters))


def _room(text: str, letters: int) -> int:
    """How many characters of this text are as wide as so many letters: Chinese ones are as wide as two."""
    wide = sum(east_asian_width(sign) in "WF" for sign in text)
    return letters * len(text) // (len(text) + wide) if wide else letters
