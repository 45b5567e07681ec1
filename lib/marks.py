"""Marked passages of a text, also where they overlap."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Span:
    """A passage from `start` to `end` (characters) and the name it is marked by."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Segment:
    """A piece of the text in which nothing begins or ends; `names` mark it, `begins` are those that begin with it.

    A piece leads to the last of its names, which began last and ends first. `also` are those of `begins` that no piece
    leads to, since others lie over all of them.
    """

    text: str
    names: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """The text in pieces, each with the names of all passages it lies in; joined they are the text again."""
    starting: dict[int, list[Span]] = defaultdict(list)
    for span in sorted(spans, key=lambda span: (span.start, -span.end, span.name)):
        starting[span.start].append(span)
    ends = {span.end for begun in starting.values() for span in begun}
    cuts = sorted({0, len(text), *(min(place, len(text)) for place in {*starting, *ends})})
    found, lying = [], list[Span]()
    for start, end in zip(cuts, cuts[1:], strict=False):
        lying = [span for span in lying if span.end > start] + starting[start]
        names, begins = (tuple(span.name for span in some) for some in (lying, starting[start]))
        found.append(Segment(text[start:end], names, begins))
    led = {segment.names[-1] for segment in found if segment.names}
    return [replace(one, also=tuple(name for name in one.begins if name not in led)) for one in found]
