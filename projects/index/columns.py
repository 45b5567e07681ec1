"""What the index keeps of each project: read from the same dimensions and conditions that statements count by."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, Model, Q, QuerySet, When

from ..conditions import conditions
from ..dimensions import DIMENSIONS, FACETS, Dimension, Tree
from ..models import Project
from ..spread import span

Shape = Callable[[Any], Any]


def stated(value: Any) -> Any:
    """The value, None for what is not stated."""
    return None if value == "" else value


@dataclass(frozen=True)
class Column:
    """An expression whose value, in this `shape`, is a value of a family; a shape that is None is not kept."""

    family: str
    expression: Any
    shape: Shape = stated
    is_tree: bool = False


@dataclass(frozen=True)
class Reading:
    """A statement that tells values of projects: a row a project, or a row each row that a project has.

    `together` names a family whose values are those of several columns, from the first to the last of these numbers.
    """

    model: type[Any]
    columns: tuple[Column, ...]
    together: tuple[str, int, int] | None = None

    @property
    def project(self) -> str:
        return "pk" if self.model is Project else "project"

    def rows(self, narrowed: dict[str, Any]) -> QuerySet[Any]:
        """The rows of some projects, as tuples of project and values; `narrowed` are lookups on the project."""
        rows: Any = QuerySet(Project) if self.model is Project else self.model.objects.current()
        wanted = {f"{self.project}__{lookup}": value for lookup, value in narrowed.items()}
        values = {f"value_{place}": column.expression for place, column in enumerate(self.columns)}
        return rows.filter(**wanted).order_by().annotate(**values).values_list(self.project, *values)

    def alike(self, narrowed: dict[str, Any]) -> dict[tuple[Any, ...], list[int]]:
        """The projects by their values: many have the same, so that each combination is looked at once."""
        found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        with connection.cursor() as cursor:
            # As the database gives them: all are texts, whole numbers, and truth values, which need no conversion.
            cursor.execute(*self.rows(narrowed).query.sql_with_params())
            while some := cursor.fetchmany(1000):
                for project, *values in some:
                    found[tuple(values)].append(project)
        return found

    def kept(self, values: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
        """The families and values of a row."""
        for column, value in zip(self.columns, values, strict=True):
            if (shaped := column.shape(value)) is not None:
                yield column.family, shaped
        if self.together:
            family, first, last = self.together
            yield family, values[first : last + 1]


@cache
def readings() -> tuple[Reading, ...]:
    """All statements of the index: one of the projects themselves, and one each kind of rows."""
    by_model: dict[type[Model] | None, list[Dimension]] = {}
    for name in FACETS:
        by_model.setdefault(DIMENSIONS[name].rows, []).append(DIMENSIONS[name])
    own = [*span("announced"), *map(_column, by_model.pop(None))]
    columns = [Column("span", part, lambda _value: None) for part in own[:3]]
    columns += [Column("publication", F("publication")), *own[3:]]
    columns += [Column("condition", _is(condition), _flag(name)) for name, condition in conditions().items()]
    found = [Reading(Project, tuple(columns), ("span", 0, 2))]
    for model, dimensions in by_model.items():
        together = (TOGETHER, 0, len(dimensions) - 1) if len(dimensions) > 1 else None
        found.append(Reading(model, tuple(map(_column, dimensions)), together))
    return tuple(found)


# The family of participations: investor, country and role are asked of one and the same.
TOGETHER = "participation"


def _column(dimension: Dimension) -> Column:
    if dimension.tree is None:
        return Column(dimension.name, dimension.key)
    return Column(dimension.name, dimension.tree.path(f"{dimension.tree.node}__"), _line(dimension.tree), is_tree=True)


def _line(tree: Tree) -> Shape:
    return lambda path: tuple(tree.line(path)) if path else None


def _flag(name: str) -> Shape:
    return lambda value: name if value else None


def _is(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


@dataclass
class Other:
    """Another record of which projects show `columns`, by these readings and their relations to it."""

    model: type[Any]
    columns: tuple[str, ...] = ()
    shown_by: tuple[tuple[Reading, str], ...] = ()

    def shown(self, keys: Iterable[int] | None = None) -> dict[int, tuple[Any, ...]]:
        """The columns of these records, or of all, by key."""
        rows = QuerySet(self.model)
        if keys is not None:
            rows = rows.filter(pk__in=list(keys))
        return {key: tuple(values) for key, *values in rows.order_by().values_list("pk", *self.columns)}


@cache
def others() -> dict[str, Other]:
    """The records that values of projects are made of, such as the country of an investor, by table."""
    found: dict[str, Other] = {}
    for reading in readings():
        for column in reading.columns:
            for relation, name in _names(column.expression):
                model = reading.model._meta.get_field(relation).related_model
                other = found.setdefault(model._meta.db_table, Other(model))
                other.columns = tuple(dict.fromkeys([*other.columns, name]))
                other.shown_by = tuple(dict.fromkeys([*other.shown_by, (reading, relation)]))
    return found


def _names(expression: Any) -> Iterator[tuple[str, str]]:
    """The columns of other records that an expression names, each with the relation that leads there."""
    parts = expression.flatten() if hasattr(expression, "flatten") else [expression]
    for part in parts:
        if isinstance(part, F) and "__" in part.name:
            relation, _two, name = part.name.partition("__")
            yield relation, name
