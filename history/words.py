"""A change in words for people: who, when, why, and each difference with its place, its before and its after.

The labels are the member names of the record form, translated as the catalogue translates the fields of that name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from babel.numbers import format_decimal
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, gettext_noop, pgettext

from lib.countries import locale_of

from .diff import Entry, Kind, Path, Row, at, diff
from .models import Change

# Members that follow from others, name a row, or that every write moves: they tell a reader nothing.
SILENT = {"uid", "updated_at", "url", "version"}
# Members in the language of the moment, beside those that hold all languages.
SAID_TWICE = {"name": "names", "summary": "summaries", "title": "titles"}
# What names a row to a reader: the first of these that it has.
NAMES_OF_ROWS = ("attribute", "investor", "region", "sector", "product", "aim", "name", "title", "slug", "code", "kind")
CODES = {"attribute", "kind"}
# A member whose name is a code of another meaning elsewhere: `exact` is a bound too.
NAMED_ELSE = {"exact": gettext_noop("words of the source")}
# A value that is a code, such as `more_than`, is said as its label.
CODE = re.compile(r"[a-z]+(_[a-z]+)*")


@dataclass(frozen=True)
class Difference:
    """One line of the table: `before` and `after` are blank where there was, or is, nothing."""

    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """A change as a page shows it. `user` is blank when the reader may not know; the registry's own work says so."""

    change: Change
    kind: Kind
    when: str
    user: str
    differences: list[Difference]


def tell(change: Change, *, with_user: bool) -> Told:
    """Put a change, its revision and user joined, into words of the active language."""
    revision, kind = change.revision, change.kind
    user = "" if revision.user and not with_user else str(revision.user or gettext("the registry"))
    return Told(change, kind, moment(revision.at), user, differences(change) if kind is Kind.CHANGED else [])


def differences(change: Change) -> list[Difference]:
    """Answer the lines of the table; the change need not be stored."""
    return [line for entry in diff(change.before, change.after) if (line := _line(change, entry))]


def contents(document: Mapping[str, Any]) -> list[Difference]:
    """Answer what a new record says as lines of the table, a line a member and a row."""
    empty = {name: [] for name, value in document.items() if isinstance(value, list)}
    return differences(Change(before=empty, after=document))


def moment(at: datetime) -> str:
    """Answer day and time in the active language and the current time zone."""
    return format_datetime(localtime(at), "medium", locale=locale_of(get_language()))


def label(name: str) -> str:
    """Answer the label of a member: `as_printed` is "as printed"."""
    return gettext(NAMED_ELSE.get(name) or phrase(name)) if name else ""


def phrase(name: str) -> str:
    """Answer the English label of a member or code, under which the catalogues translate it."""
    return name.replace("_", " ")


def words(value: Any) -> str:
    """Answer a value of a document as one line; blank for what says nothing (null, "", an empty list)."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, int | float):
        return format_decimal(value, locale=locale_of(get_language()), decimal_quantization=False)
    if isinstance(value, Mapping):
        names = (
            {"slug", "code"} if "name" in value else {"slug"}
        )  # of a row: these are no words, even where they look so
        members = (
            (name, str(member) if name in names else words(member))
            for name, member in value.items()
            if name not in SILENT
        )
        return "; ".join(f"{label(name)}: {said}" for name, said in members if said)
    if isinstance(value, list):
        return ", ".join(filter(None, map(words, value)))
    return label(value) if CODE.fullmatch(value) else value


def _line(change: Change, entry: Entry) -> Difference | None:
    name = str(entry.path[-1])
    holder = at(change.after if entry.kind is not Kind.REMOVED else change.before, entry.path[:-1])
    if name in SILENT or (isinstance(holder, Mapping) and SAID_TWICE.get(name) in holder):
        return None
    place = _place(change, entry.path)
    if entry.kind is Kind.MOVED:
        return Difference(place, "", gettext("stands in another order"))
    line = Difference(place, words(entry.before), words(entry.after))
    return line if line.before != line.after else None


def _place(change: Change, path: Path) -> str:
    """Answer a path as "claims › investment › value"; a row is named by what it is about, not by its uid."""
    steps = []
    for end, step in enumerate(path, start=1):
        if isinstance(step, Row):
            steps.append(_name_of_row(_row(change, path[:end])))
        else:
            steps.append(label(step))
    return " › ".join(filter(None, steps))


def _row(change: Change, path: Path) -> Any:
    try:
        return at(change.after, path)
    except ValueError:
        return at(change.before, path)


def _name_of_row(row: Any) -> str:
    if not isinstance(row, Mapping):
        return ""
    member = next((name for name in NAMES_OF_ROWS if row.get(name)), "")
    if isinstance(row.get(member), Mapping):
        return _name_of_row(row[member])
    return label(row[member]) if member in CODES else str(row.get(member, ""))
