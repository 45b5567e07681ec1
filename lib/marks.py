"""Marked passages of a text, also where they overlap."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A passage from `start` to `end` (characters) and the name it is marked by."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Segment:
    """A piece of the text in which nothing begins or ends; `names` mark it, `begins` are those that begin with it."""

    text: str
    names: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """The text in pieces, each with the names of all passages it lies in; joined they are the text again."""
    spans = sorted(spans, key=lambda span: (span.start, -span.end, span.name))
    cuts = sorted({0, len(text), *(min(place, len(text)) for span in spans for place in (span.start, span.end))})
    found = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        names = tuple(span.name for span in spans if span.start <= start and end <= span.end)
        begins = tuple(span.name for span in spans if span.start == start and span.end >= end)
        found.append(Segment(text[start:end], names, begins))
    return found
