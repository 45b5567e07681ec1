"""Into which classes the figures of a map fall, so that its few colours say much: round numbers that part them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, takewhile

from lib.bounds import Number

# As many levels as the stylesheet has colours.
MOST = 5
# By the number of limits, the colours of the levels between them.
COLOURS = ((4,), (2, 4), (1, 3, 5), (1, 2, 4, 5), (1, 2, 3, 4, 5))
# With fewer limits the figures are near to each other: they are parted evenly then.
FEW = 2


@dataclass(frozen=True)
class Steps:
    """`starts` are where levels 2 and higher begin; level 1 is all that is stated below them.

    `least` and `most` are the figures at both ends, None where there is none.
    """

    starts: tuple[int, ...] = ()
    least: Number | None = None
    most: Number | None = None

    @classmethod
    def of(cls, figures: Iterable[Number | None]) -> "Steps":
        """Round numbers between the least and the most of these figures, as many of them as colours allow."""
        found = [figure for figure in figures if figure]
        if not found:
            return cls()
        least, most = min(found), max(found)
        between = [one for one in _round_numbers(most) if least < one]
        if len(between) < FEW:
            between = _even_numbers(least, most)
        spacing = -(-len(between) // (MOST - 1)) or 1
        return cls(tuple(between[::-1][::spacing][::-1]), least, most)

    def level(self, figure: Number) -> int:
        return 1 + sum(figure >= start for start in self.starts)

    def colour(self, level: int) -> int:
        """Which of the colours a level has: few levels lie far from each other."""
        return COLOURS[len(self.starts)][level - 1]

    def ends(self) -> list[tuple[int | None, int | None]]:
        """Where each level begins and ends, None where it has no such end: [(None, 100), (100, 500), (500, None)]."""
        return list(zip((None, *self.starts), (*self.starts, None), strict=True))


def _even_numbers(least: Number, most: Number) -> list[int]:
    """Multiples of one round number that are more than the least and up to the most: 540, 560, 580."""
    step = next(one for one in _endless() if (most - least) / one <= MOST - 1)
    first = int(least // step) + 1
    return [step * place for place in range(first, int(most // step) + 1)]


def _round_numbers(most: Number) -> list[int]:
    """1, 2, 5, 10, 20, 50 ... up to this number."""
    return list(takewhile(lambda one: one <= most, _endless()))


def _endless() -> Iterator[int]:
    return (digit * 10**place for place in count() for digit in (1, 2, 5))
