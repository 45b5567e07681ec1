"""Dates as sources state them: a subset of EDTF, the Extended Date/Time Format of ISO 8601-2:2019.

Read are years, months, days, seasons (21-24), quarters (33-36), halves (40-41), decades (202X), each with a qualifier
(`?` uncertain, `~` about, `%` both) or without, and intervals of two of them, open at one end (`2027/..`).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .countries import locale_of

OPEN = ".."
POINT = re.compile(
    r"(?P<year>[0-9]{3}[0-9X])(?:-(?P<part>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<qualifier>[?~%]?)", re.ASCII
)

# The first month of each part of a year and how many it has. Seasons are the meteorological ones of the north; a winter
# has the year in which it begins. The standard leaves both open.
PARTS = {
    **{month: (month, 1) for month in range(1, 13)},
    **{21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3)},
    **{33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)},
    **{40: (1, 6), 41: (7, 6)},
}

# What Unicode CLDR has no words for. They are chosen so that a date in the nominative fits into each of them.
WORDS = {
    "en": {
        21: "spring {year}",
        22: "summer {year}",
        23: "autumn {year}",
        24: "winter {year}",
        40: "first half of {year}",
        41: "second half of {year}",
        "decade": "{year}s",
        "about": "about {0}",
        "between": "{0} to {1}",
        "from": "from {0}",
        "until": "until {0}",
    },
    "kk": {
        21: "{year}\u202fж. көктем",
        22: "{year}\u202fж. жаз",
        23: "{year}\u202fж. күз",
        24: "{year}\u202fж. қыс",
        40: "{year}\u202fж. 1-жартыжылдық",
        41: "{year}\u202fж. 2-жартыжылдық",
        "decade": "{year}-жылдар",
        "about": "шамамен {0}",
        "between": "{0} – {1}",
        "from": "{0} және одан кейін",
        "until": "{0} және одан бұрын",
    },
    "ru": {
        21: "весна {year}\u202fг.",
        22: "лето {year}\u202fг.",
        23: "осень {year}\u202fг.",
        24: "зима {year}\u202fг.",
        40: "1-е полугодие {year}\u202fг.",
        41: "2-е полугодие {year}\u202fг.",
        "decade": "{year}-е\u202fгг.",
        "about": "примерно {0}",
        "between": "{0} – {1}",
        "from": "{0} и далее",
        "until": "{0} и ранее",
    },
    "zh-hans": {
        21: "{year}年春季",
        22: "{year}年夏季",
        23: "{year}年秋季",
        24: "{year}年冬季",
        40: "{year}年上半年",
        41: "{year}年下半年",
        "decade": "{year}年代",
        "about": "约{0}",
        "between": "{0}至{1}",
        "from": "{0}起",
        "until": "截至{0}",
    },
}


@dataclass(frozen=True)
class Period:
    """The first and the last day that a date can mean; None is an open end."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class Point:
    """One date of a text: a decade (by its first year), a year, a part of it (a key of PARTS; 0 is none) or a day."""

    year: int
    decade: bool = False
    part: int = 0
    day: int = 0
    qualifier: str = ""

    def period(self) -> Period:
        """Raises ValueError for a day, month or year that isn't there."""
        if self.decade:
            return Period(date(self.year, 1, 1), date(self.year + 9, 12, 31))
        if self.day:
            day = date(self.year, self.part, self.day)
            return Period(day, day)
        start, months = PARTS[self.part] if self.part else (1, 12)
        year, month = divmod(self.year * 12 + start + months - 2, 12)
        return Period(date(self.year, start, 1), date(year, month + 1, monthrange(year, month + 1)[1]))

    def say(self, language: str) -> str:
        """This date in a language of WORDS, or in English words around the dates of another language."""
        words = WORDS.get(language, WORDS["en"])
        named = words.get("decade" if self.decade else self.part)
        said = named.format(year=self.year) if named else _calendar_words(self, language)
        if self.qualifier in ("~", "%"):
            said = words["about"].format(said)
        return f"{said} (?)" if self.qualifier in ("?", "%") else said


def parse(text: str) -> Period:
    """The days between which a date lies.

    Raises ValidationError (code "edtf") for text that isn't a date, a day that isn't in the calendar, and an interval
    that ends before it begins.
    """
    first, last = _ends(text)
    period = Period(first.period().first if first else None, last.period().last if last else None)
    if period.first and period.last and period.last < period.first:
        message = _("“%(text)s” ends before it begins.")
        raise ValidationError(message, code="edtf", params={"text": text})
    return period


def validate_edtf(text: str) -> None:
    """Raise ValidationError (code "edtf") unless `parse` can read it."""
    parse(text)


def first_day(text: str) -> date:
    """The day to order by; an open beginning and no date at all come before every other."""
    return (parse(text).first if text else None) or date.min


def say(text: str, language: str | None = None) -> str:
    """A date in words: "June 2025", "about 1st quarter 2026", "from 2027"; "" for no date.

    Raises ValidationError as `parse` does. `language` is a code of Django's, by default the one in use.
    """
    if not text:
        return ""
    language = (language or get_language() or "en").lower()
    words = WORDS.get(language, WORDS["en"])
    first, last = _ends(text)
    if first and last:
        return (
            first.say(language) if first is last else words["between"].format(first.say(language), last.say(language))
        )
    return (
        words["from"].format(first.say(language))
        if first
        else words["until"].format(last.say(language) if last else "")
    )


def _ends(text: str) -> tuple[Point | None, Point | None]:
    """The two dates of an interval, None where it is open, or twice the one date; not both are None."""
    parts = text.split("/")
    if len(parts) > 2 or all(part == OPEN for part in parts):
        raise _no_date(text)
    points = [None if part == OPEN and len(parts) == 2 else _point(part, text) for part in parts]
    return points[0], points[-1]


def _point(part: str, text: str) -> Point:
    found = POINT.fullmatch(part)
    if not found:
        raise _no_date(text)
    decade = found["year"].endswith("X")
    point = Point(
        year=int(found["year"].replace("X", "0")),
        decade=decade,
        part=int(found["part"] or 0),
        day=int(found["day"] or 0),
        qualifier=found["qualifier"],
    )
    zeros = "00" in (found["part"], found["day"])
    if zeros or (decade and point.part) or (point.part and point.part not in PARTS) or (point.day and point.part > 12):
        raise _no_date(text)
    try:
        point.period()
    except ValueError:
        raise _no_date(text) from None
    return point


def _calendar_words(point: Point, language: str) -> str:
    """A day, month, quarter or year as Unicode CLDR writes it."""
    first, locale = point.period().first, locale_of(language)
    if point.day:
        return format_date(first, "long", locale=locale)
    skeleton = "yQQQQ" if point.part > 12 else "yMMMM" if point.part else "y"
    return format_skeleton(skeleton, first, locale=locale)


def _no_date(text: str) -> ValidationError:
    message = _("“%(text)s” is not a date: write 2025, 2025-06, 2025-06-16, 2025-33 (1st quarter) or 2025/2027.")
    return ValidationError(message, code="edtf", params={"text": text[:40]})
