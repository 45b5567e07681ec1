"""The index itself: what it holds of which projects, and up to which position of the log of touched rows."""

from collections import defaultdict
from typing import Any

from pyroaring import BitMap

from lib import touched
from lib.bitmaps import Family, TreeFamily

from ..models import Project
from .columns import others, readings

# Projects that one statement reads.
PART = 20_000
# Projects that are read again while a request waits.
MOST_AT_ONCE = 1_000
# How often it is asked whether something else was written while projects were read again.
MOST_ROUNDS = 5


class TooMuch(Exception):  # noqa: N818 - no error: it is better built anew
    """So much was touched that to follow would take too long."""


class Index:
    """The projects, of any publication, by each value of each family.

    It is exactly what the database held at a moment, since each round of reading ends by asking what was touched
    meanwhile: nothing, so that all statements of the round saw the same rows of these projects.
    """

    def __init__(self) -> None:
        self.families: dict[str, Family] = {}
        for reading in readings():
            for column in reading.columns:
                self.families[column.family] = TreeFamily() if column.is_tree else Family()
            if reading.together:
                self.families[reading.together[0]] = Family()
        # Names of values by dimension and language; gone as soon as anything is touched.
        self.labels: dict[tuple[str, str], dict[Any, str]] = {}
        self.others: dict[str, dict[int, tuple[Any, ...]]] = {}
        self.position = touched.position()

    @classmethod
    def built(cls) -> "Index":
        """An index of all projects, up to date with what was written while it was built."""
        index = cls()
        for table, other in others().items():
            index.others[table] = other.shown()
        keys = list(Project._base_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), PART):
            part = keys[start : start + PART]
            index._read({"gte": part[0], "lte": part[-1]})
        while not index.catch_up(most=len(keys) + MOST_AT_ONCE):
            pass
        return index

    def catch_up(self, most: int = MOST_AT_ONCE) -> bool:
        """Read again what was touched; returns whether nothing was touched any more in the end.

        Raises TooMuch where more than `most` projects would have to be read.
        """
        for _round in range(MOST_ROUNDS):
            news = touched.since(self.position)
            if news.touched is None:
                raise TooMuch
            if not news.touched:
                return True
            self.labels.clear()
            projects = news.touched.get(Project._meta.db_table, set()) | self._showing(news.touched)
            if len(projects) > most:
                raise TooMuch
            self._read_again(sorted(projects))
            self.position = news.position
        return False

    def _read_again(self, projects: list[int]) -> None:
        for start in range(0, len(projects), MOST_AT_ONCE):
            part = projects[start : start + MOST_AT_ONCE]
            for family in self.families.values():
                family.forget(BitMap(part))
            self._read({"in": part})

    def _read(self, narrowed: dict[str, Any]) -> None:
        found: dict[tuple[str, Any], list[int]] = defaultdict(list)
        for reading in readings():
            for values, keys in reading.alike(narrowed).items():
                for kept in reading.kept(values):
                    found[kept] += keys
        for (family, value), keys in found.items():
            self.families[family].add(value, keys)

    def _showing(self, news: dict[str, set[int]]) -> set[int]:
        """The projects with values made of other records of which those columns changed, such as a country."""
        projects: set[int] = set()
        for table, other in others().items():
            known, now = self.others[table], other.shown(news.get(table, ()))
            changed = {key for key in news.get(table, ()) if key in known and known[key] != now.get(key)}
            known |= now
            for reading, relation in other.shown_by if changed else ():
                rows = reading.rows({}).filter(**{f"{relation}__in": changed})
                projects |= set(rows.values_list(reading.project, flat=True))
        return projects

    @property
    def size(self) -> int:
        """About how many bytes the bitmaps take."""
        bitmaps = [bitmap for family in self.families.values() for bitmap in family.bitmaps()]
        return sum(len(bitmap.serialize()) + 200 for bitmap in bitmaps)
