"""Who said what when, as a drawing: a row a claim on a time axis, with its figure beside it on an axis of its own.

A bar is solid as far as the claim guarantees and hatched as far as it allows: "more than 4,000" is solid to 4,000 and
hatched to the edge, "up to 1,000,000" is hatched only. Money of several currencies is drawn in US dollars.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, partial
from math import ceil
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from lib import edtf
from lib.numbers import money_short, number, quantity

from ..attributes import ValueKind
from ..disagreements import NUMBERS, Ends, Group, ends_in_one_scale, scale
from ..models import BASE_CURRENCY, Claim, Rank
from .figures import value_in_words, value_of, words_url

# Places in the drawing, in its own units.
WIDTH, ROW, TOP, BOTTOM = 720, 46, 26, 8
TIME = (8, 240)
FIGURES = (276, 704)
MOST_TICKS = 4
LONGEST_NAME = 36
YEARS = (1, 2, 5, 10, 20, 50, 100, 1_000, 10_000)

Tick = tuple[int, str]


@dataclass(frozen=True)
class Bar:
    """What a row of the drawing shows: `label` who and when, `text` what, at `top`; bars and marks by their places.

    `url` leads to the words of the source.
    """

    top: int
    url: str
    label: str
    text: str
    title: str
    stands: bool
    is_aside: bool
    said: tuple[int, int] | None = None
    certain: tuple[int, int] | None = None
    possible: tuple[int, int] | None = None
    is_open: bool = False


@dataclass
class TimeChart:
    """The drawing of one group of claims, the earliest said first."""

    group: Group
    number: int = 1
    claims: list[Claim] = field(init=False)

    def __post_init__(self) -> None:
        self.claims = sorted(self.group.claims, key=lambda claim: (claim.said_first, claim.recorded_at, claim.pk))

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.claims) + BOTTOM

    @property
    def floor(self) -> int:
        return self.height - BOTTOM

    @property
    def top(self) -> int:
        return TOP

    @cached_property
    def ends(self) -> dict[Claim, Ends]:
        return ends_in_one_scale(self.claims)

    @cached_property
    def highest(self) -> Any:
        return max((end for ends in self.ends.values() for end in ends if end), default=0)

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the time axis, with some room."""
        known = [claim for claim in self.claims if claim.said_first > date.min]
        first = min((claim.said_first for claim in known), default=date(2000, 1, 1))
        last = max((claim.said_last for claim in known), default=first)
        room = timedelta(days=max(15, (last - first).days // 20))
        return first - min(room, first - date.min), last + room

    @cached_property
    def step(self) -> Decimal:
        """How far the ticks of the figures lie apart: 1, 2 or 5 and zeros."""
        rough = Decimal(self.highest or MOST_TICKS - 1) / (MOST_TICKS - 1)
        size = Decimal(10) ** rough.adjusted()
        step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
        return max(step, Decimal(1)) if self.group.about.spec.whole else step

    @cached_property
    def most(self) -> Decimal:
        """The end of the axis of figures; beyond the highest one where a figure is open above."""
        steps = ceil(Decimal(self.highest) / self.step)
        is_open = any(high is None for _low, high in self.ends.values())
        return self.step * (steps + 1 if is_open and steps * self.step == self.highest else max(steps, 1))

    @property
    def time_ticks(self) -> list[tuple[int, str, str]]:
        """Place, label, and where the label is anchored, so that none is cut off at an end."""
        placed = [(self._when(day), label) for day, label in _calendar(*self.days)]
        return [(place, label, _anchor(place)) for place, label in placed]

    @property
    def figure_ticks(self) -> list[Tick]:
        if not self.ends:
            return []
        count = int(self.most / self.step)
        return [(self._where(self.step * n), self.axis_number(self.step * n)) for n in range(count + 1)]

    @cached_property
    def axis_number(self) -> Callable[[Any], str]:
        """How a number of the axis is written."""
        return formatter(claim for claim in self.claims if claim.kind in NUMBERS)

    @property
    def note(self) -> str:
        """In what the figures are drawn, where that is not what the sources say."""
        currencies = {claim.currency for claim in self.claims if claim.currency}
        if len(currencies) < 2:
            return ""
        return _("Drawn in US dollars at the rates of the days when it was said; without a rate there is no bar.")

    @property
    def rows(self) -> list[Bar]:
        return [self._row(TOP + ROW * place, claim) for place, claim in enumerate(self.claims)]

    def _row(self, top: int, claim: Claim) -> Bar:
        source = claim.citation.source
        who, when = source.publisher or str(source), edtf.say(claim.said_on) or _("day not stated")
        text = value_in_words(claim) if claim.missing else value_of(claim)[0]
        if claim.kind in NUMBERS and claim not in self.ends:
            text = _("%(figure)s (no rate)") % {"figure": text} if claim.currency else text
        said = None
        if claim.said_first > date.min:
            said = self._when(claim.said_first), self._when(claim.said_last)
        return Bar(
            top=top,
            url=words_url(claim),
            label=f"{Truncator(who).chars(LONGEST_NAME - len(when))} · {when}",
            text=text,
            title=f"{who}, {when}: {value_in_words(claim)}",
            stands=claim.stands,
            is_aside=claim.rank == Rank.DEPRECATED,
            said=said,
            **self._bars(claim),
        )

    def _bars(self, claim: Claim) -> dict[str, Any]:
        """The solid and the hatched part of a figure, as places from and to."""
        if claim not in self.ends:
            return {}
        low, high = self.ends[claim]
        start, edge = self._where(low or 0), self._where(self.most if high is None else high)
        certain = (self._where(0), max(start, self._where(0) + 1)) if low is not None else None
        return {
            "certain": certain,
            "possible": (start, edge) if edge > start else None,
            "is_open": high is None,
        }

    def _when(self, day: date) -> int:
        first, last = self.days
        share = (day - first) / (last - first)
        return round(TIME[0] + (TIME[1] - TIME[0]) * share)

    def _where(self, figure: Any) -> int:
        return round(FIGURES[0] + (FIGURES[1] - FIGURES[0]) * float(Decimal(figure) / self.most))


def _anchor(place: int) -> str:
    room = (TIME[1] - TIME[0]) // 6
    if place < TIME[0] + room:
        return "start"
    return "end" if place > TIME[1] - room else "middle"


def formatter(claims: Iterable[Claim]) -> Callable[[Any], str]:
    """How the numbers of one thing are written in the scale in which they are compared."""
    claims = list(claims)
    if not claims:
        return number
    currency, per = scale(claims[0])
    if claims[0].kind == ValueKind.MONEY:
        return partial(money_short, currency=currency if len({one.currency for one in claims}) == 1 else BASE_CURRENCY)
    return partial(quantity, unit=currency, per=per)


def _calendar(first: date, last: date) -> list[tuple[date, str]]:
    """The ticks between two days: round years, or months where there are not two of them."""
    years = range(first.year + 1, last.year + 1)
    if len(years) > 1:
        step = next(step for step in YEARS if len(years) <= step * MOST_TICKS)
        return [(date(year, 1, 1), edtf.say(f"{year:04}")) for year in years if year % step == 0]
    months = range(first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month)
    days = [date(month // 12, month % 12 + 1, 1) for month in months[:: -(-len(months) // 2) or 1]]
    return [(day, edtf.say(f"{day.year:04}-{day.month:02}")) for day in days]
