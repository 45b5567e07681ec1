"""The difference of two documents in the record form: member by member, and row by row in its lists.

Rows of a list are matched by what names them (`uid`, else `slug`, else `code`, in both lists and unique), else by their
whole value. So a row that only moved is no change of the row, and a row that was retired is not compared with its
successor.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NAMES_OF_ROWS = ("uid", "slug", "code")

JSON = Any
Document = Mapping[str, JSON]


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Row:
    """A step into a list: to the row whose `by` is `name`; without `by` to the `nth` row of this value (as JSON)."""

    by: str
    name: str
    nth: int = 0

    def __str__(self) -> str:
        return f"{self.by}={self.name}" if self.by else self.name


Path = tuple[str | Row, ...]


@dataclass(frozen=True)
class Entry:
    """One difference. `before` is None for what was added, `after` for what was removed.

    An added row has the `position` where it stands in the new list. MOVED is about a list whose remaining rows stand in
    another order: before and after are then lists of `Row`.
    """

    path: Path
    kind: Kind
    before: JSON
    after: JSON
    position: int | None = None

    @property
    def address(self) -> str:
        """The path as text: `claims[uid=0f3…].value`."""
        steps = (f"[{step}]" if isinstance(step, Row) else f".{step}" for step in self.path)
        return "".join(steps).removeprefix(".")


def diff(before: Document | None, after: Document | None) -> list[Entry]:
    """Answer what must happen to `before` to become `after`; None is a record that is not there, as the empty one."""
    return list(_members((), before or {}, after or {}))


def apply(entries: list[Entry], document: Document | None) -> dict[str, JSON]:
    """Answer a copy of `document` in which `entries`, as `diff` gave them, have happened."""
    result = deepcopy(dict(document or {}))
    for entry in entries:
        holder = at(result, entry.path[:-1])
        if entry.kind is Kind.MOVED:
            rows = at(result, entry.path)
            rows[:] = [rows[_index(rows, row)] for row in entry.after]
        elif isinstance(holder, list):
            _apply_to_rows(holder, entry)
        elif entry.kind is Kind.REMOVED:
            del holder[entry.path[-1]]
        else:
            holder[entry.path[-1]] = deepcopy(entry.after)
    return result


def at(document: JSON, path: Path) -> JSON:
    """Answer what stands in a document at a path."""
    for step in path:
        document = document[_index(document, step) if isinstance(step, Row) else step]
    return document


def _members(path: Path, before: Document, after: Document) -> Iterator[Entry]:
    for name in [*before, *(name for name in after if name not in before)]:
        here = (*path, name)
        if name not in after:
            yield Entry(here, Kind.REMOVED, before[name], None)
        elif name not in before:
            yield Entry(here, Kind.ADDED, None, after[name])
        else:
            yield from _values(here, before[name], after[name])


def _values(path: Path, before: JSON, after: JSON) -> Iterator[Entry]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _members(path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _rows(path, before, after)
    else:
        yield Entry(path, Kind.CHANGED, before, after)


def _rows(path: Path, before: list[JSON], after: list[JSON]) -> Iterator[Entry]:
    """Compare two lists. The last row goes first, so that the `nth` of an equal row further up stays right."""
    by = _name_of_rows(before, after)
    old, new = _keyed(before, by), _keyed(after, by)
    for row in reversed(old):
        if row not in new:
            yield Entry((*path, row), Kind.REMOVED, old[row], None)
    stayed, order = [row for row in old if row in new], [row for row in new if row in old]
    if stayed != order:
        yield Entry(path, Kind.MOVED, stayed, order)
    for position, row in enumerate(new):
        if row not in old:
            yield Entry((*path, row), Kind.ADDED, None, new[row], position)
    for row in order:
        yield from _values((*path, row), old[row], new[row])


def _name_of_rows(*lists: list[JSON]) -> str:
    """Answer the member that names each row of these lists, blank when there is none."""
    for name in NAMES_OF_ROWS:
        if all(_names_all(name, rows) for rows in lists):
            return name
    return ""


def _names_all(name: str, rows: list[JSON]) -> bool:
    names = [row.get(name) if isinstance(row, Mapping) else None for row in rows]
    return all(isinstance(each, str) for each in names) and len(set(names)) == len(names)


def _keyed(rows: list[JSON], by: str) -> dict[Row, JSON]:
    if by:
        return {Row(by, row[by]): row for row in rows}
    seen: Counter[str] = Counter()
    keyed = {}
    for row in rows:
        text = json.dumps(row, sort_keys=True, ensure_ascii=False)
        keyed[Row("", text, seen[text])] = row
        seen[text] += 1
    return keyed


def _index(rows: list[JSON], wanted: Row) -> int:
    """Answer where a row stands; ValueError when the list has no such row."""
    if wanted.by:
        return [row[wanted.by] for row in rows].index(wanted.name)
    return list(_keyed(rows, "")).index(wanted)


def _apply_to_rows(rows: list[JSON], entry: Entry) -> None:
    if entry.kind is Kind.ADDED:
        rows.insert(entry.position, deepcopy(entry.after))
    else:
        del rows[_index(rows, entry.path[-1])]
