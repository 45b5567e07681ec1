"""Compiled reads: the database assembles the JSON of each record, by one statement made from the serializer's own
declaration.

`Compiled(form, rows)` takes a serializer bound to its context and the queryset that would be read for it, whose
`prefetch_related` lookups say which rows each list has. A field of our own has a method `expression(path, base)` that
says the same in SQL: `path` leads to its record, `base` is the scheme and host of addresses. What cannot be put into
SQL is refused with `NotCompiled`; then the ordinary path serves. A test holds both paths equal for every serializer.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import connections, router
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Expression,
    ExpressionWrapper,
    F,
    ForeignObjectRel,
    Func,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname
from rest_framework import serializers

from .fields import NullableEdtfField, TranslationsField
from .serializers import translated_columns

MOST_MEMBERS = 50  # arguments of one function: 100 on PostgreSQL


class NotCompiled(Exception):
    """This serializer shows something that no SQL is known for."""


class JsonFunc(Func):
    """A piece of JSON; inside a statement only, so that its type in Python does not matter."""

    def __init__(self, *expressions: Any, **options: Any) -> None:
        super().__init__(*expressions, output_field=TextField(), **options)


class JsonObject(JsonFunc):
    """{"name": value, ...} in the order of the members. PostgreSQL's `json` keeps it and is quicker than `jsonb`."""

    def __init__(self, members: dict[str, Any]) -> None:
        super().__init__(*members.values())
        self.names = list(members)

    def as_sql(self, compiler: Any, connection: Any, function: Any = None, **_context: Any) -> Any:  # type: ignore[override]
        parts, params = [], []
        for name, value in zip(self.names, self.get_source_expressions(), strict=True):
            sql, values = compiler.compile(value)
            parts.append(f"'{name}', {sql}")
            params += values
        return f"{function or 'json_build_object'}({', '.join(parts)})", params

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        return self.as_sql(compiler, connection, "json_object")


class JsonArray(JsonFunc):
    """[value, ...]"""

    function = "json_build_array"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_array", **context)


class WithoutNulls(JsonFunc):
    """An object without the members that are null."""

    template = "json_strip_nulls(%(expressions)s)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="json(json_patch('{}', %(expressions)s))", **context)


class JsonValue(JsonFunc):
    """What is JSON already, such as a column of JSON or the result of a CASE."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="json(%(expressions)s)", **context)


class JsonText(JsonFunc):
    """A whole record, as text that no driver reads again."""

    template = "(%(expressions)s)::text"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)


class JsonFirst(JsonFunc):
    """The first value that is not null, whatever the type of each."""

    template = "coalesce(%(expressions)s)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="coalesce(to_json(%(expressions)s))", arg_joiner="), to_json(", **context
        )


class ParsedJson(JsonFunc):
    """A text that holds JSON, as JSON."""

    template = "(%(expressions)s)::json"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="json(%(expressions)s)", **context)


class JsonNumber(JsonFunc):
    """A decimal as a number: whole where it is whole."""

    template = "trim_scale(%(expressions)s)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)


class JsonBoolean(JsonFunc):
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "json(CASE %(expressions)s WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"
        return self.as_sql(compiler, connection, template=template, **context)


class JsonIs(JsonFunc):
    """Whether a condition on the row's own columns holds."""

    template = "(%(expressions)s)"

    def __init__(self, condition: Q) -> None:
        super().__init__(ExpressionWrapper(condition, output_field=BooleanField()))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "json(CASE WHEN %(expressions)s THEN 'true' ELSE 'false' END)"
        return self.as_sql(compiler, connection, template=template, **context)


class JsonMoment(JsonFunc):
    """A moment in UTC as REST framework writes it: microseconds only where there are some."""

    template = (
        "replace(to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '.000000Z', 'Z')"
    )

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="replace(%(expressions)s, ' ', 'T') || 'Z'", **context)


class JsonUUID(JsonFunc):
    template = "%(expressions)s"
    DASHED = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = " || '-' || ".join(f"substr(%(expressions)s, {start}, {size})" for start, size in self.DASHED)
        return self.as_sql(compiler, connection, template=f"({template})", **context)


class JsonRows(Subquery):
    """The rows of a query of one column `j` as an array, in the order of the query."""

    output_field = TextField()
    template = "(SELECT coalesce(json_agg(listed.j), '[]'::json) FROM (%(subquery)s) listed)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "json((SELECT json_group_array(json(listed.j)) FROM (%(subquery)s) listed))"
        return self.as_sql(compiler, connection, template=template, **context)


def stated(path: str) -> Expression:
    """A text, null where it is blank."""
    return NullIf(F(path), Value(""), output_field=CharField())


class Compiled:
    """One statement for the JSON of records of one form; made once, bound to no request.

    The record's address is made with `base` (scheme and host) in front. `beside` are expressions that are read
    beside the JSON, as the database has them. Raises NotCompiled for what it cannot do.
    """

    def __init__(
        self,
        form: serializers.Serializer,
        rows: QuerySet[Any],
        *,
        base: str = "",
        beside: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        if settings.TIME_ZONE != "UTC":
            raise NotCompiled("Moments are put into SQL in UTC only.")
        self.base = base
        self.language = get_language() or settings.LANGUAGE_CODE
        self.model = rows.model
        self.using = router.db_for_read(self.model)
        try:
            record = JsonText(self._object(form, self.model, "", _lists(rows)))
        except FieldDoesNotExist as error:
            raise NotCompiled(str(error)) from error
        # A plain queryset: the one with translated columns would look for translations of `j`.
        plain = QuerySet(self.model, using=self.using).order_by().annotate(j=record, **beside)
        plain = plain.values_list("pk", "j", *beside)
        statement, self.params = plain.query.get_compiler(self.using).as_sql()
        self.is_sqlite = connections[self.using].vendor == "sqlite"
        quoted = connections[self.using].ops.quote_name
        table, key = quoted(self.model._meta.db_table), quoted(self.model._meta.pk.column)
        chosen = "IN (SELECT value FROM json_each(%s))" if self.is_sqlite else "= ANY(%s)"
        self.sql = f"{statement} WHERE {table}.{key} {chosen}"

    def rows(self, keys: Sequence[int]) -> list[tuple[Any, ...]]:
        """The JSON of the records with these primary keys and what stands beside it, less those gone meanwhile."""
        if not keys:
            return []
        with connections[self.using].cursor() as cursor:
            cursor.execute(self.sql, [*self.params, json.dumps(keys) if self.is_sqlite else list(keys)])
            found = {key: (text, *values) for key, text, *values in cursor.fetchall()}
        return [found[key] for key in keys if key in found]

    def texts(self, keys: Sequence[int]) -> list[str]:
        """The JSON of the records with these primary keys, in their order, less those gone meanwhile."""
        return [row[0] for row in self.rows(keys)]

    # Members

    def _object(self, form: Any, model: type[Model], path: str, lists: dict[str, Prefetch]) -> Expression:
        """The object of one record; `path` leads to it from the row at hand ("", "investor__")."""
        members: dict[str, Any] = {}
        for name, field in form.fields.items():
            if not field.write_only:
                members[name] = self._member(field, model, path, lists)
        if len(members) > MOST_MEMBERS:
            raise NotCompiled(f"{type(form).__name__} has more than {MOST_MEMBERS} members.")
        return JsonObject(members)

    def _member(self, field: Any, model: type[Model], path: str, lists: dict[str, Prefetch]) -> Any:
        if isinstance(field, serializers.ListSerializer):
            return self._rows(field, model, path, lists)
        if isinstance(field, serializers.BaseSerializer):
            if field.source == "*":
                return self._object(field, model, path, lists)
            return self._single(field, model, path, lists)
        if hasattr(field, "expression"):
            return field.expression(path, self.base)
        if isinstance(field, TranslationsField):
            texts = {code: stated(path + column) for code, column in field.columns().items()}
            return WithoutNulls(JsonObject(texts))
        if isinstance(field, serializers.HyperlinkedIdentityField):
            return self._address(field, path)
        return self._scalar(field, model, path)

    def _rows(self, field: Any, model: type[Model], path: str, lists: dict[str, Prefetch]) -> Any:
        chosen = lists.get(path + field.source)
        through = field.source if chosen is None else chosen.prefetch_through.rpartition("__")[2]
        relation = model._meta.get_field(through)
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            raise NotCompiled(f"{field.source} is no list of rows.")
        related: Any = relation.related_model
        rows: Any = related._default_manager.all() if chosen is None else chosen.queryset
        inner = self._object(field.child, related, "", _lists(rows))
        listed: QuerySet[Any] = QuerySet(related, query=rows.query.chain()).filter(
            **{relation.field.name: OuterRef(f"{path}pk")}
        )
        listed = listed.select_related(None).prefetch_related(None)
        return JsonRows(listed.annotate(j=inner).values("j"))

    def _single(self, field: Any, model: type[Model], path: str, lists: dict[str, Prefetch]) -> Any:
        relation = model._meta.get_field(field.source)
        inner = self._object(field, relation.related_model, f"{path}{field.source}__", lists)  # type: ignore[arg-type]
        if not (relation.null or path):
            return inner
        nothing = When(**{f"{path}{field.source}__isnull": True}, then=Value(None))
        return JsonValue(Case(nothing, default=inner, output_field=TextField()))

    def _address(self, field: Any, path: str) -> Expression:
        """The address of the record, made with a key that no record has and cut where that stands."""
        marker = "0"
        name = field.lookup_field
        address = reverse(field.view_name, kwargs={field.lookup_url_kwarg or name: marker})
        before, _marker, after = address.rpartition(f"/{marker}/")
        return Concat(Value(f"{self.base}{before}/"), F(path + name), Value(f"/{after}"), output_field=TextField())

    def _scalar(self, field: Any, model: type[Model], path: str) -> Any:
        if isinstance(field, serializers.SlugRelatedField):
            return self._column(model, path, [*field.source.split("."), field.slug_field])
        column = self._column(model, path, field.source.split("."))
        for field_class, make in SCALARS:
            if isinstance(field, field_class):
                return make(column)
        raise NotCompiled(f"{type(field).__name__} ({field.source})")

    def _column(self, model: type[Model], path: str, parts: list[str]) -> Any:
        """A column by its path, in the language of the moment with English in its place where it is translated."""
        for part in parts[:-1]:
            model = model._meta.get_field(part).related_model  # type: ignore[assignment]
        prefix = path + "".join(f"{part}__" for part in parts[:-1])
        name = parts[-1]
        if name not in translated_columns(model):
            model._meta.get_field(name)  # a property is no column
            return F(prefix + name)
        languages = dict.fromkeys((self.language, settings.LANGUAGE_CODE))
        columns = [prefix + build_localized_fieldname(name, language) for language in languages]
        texts = [stated(column) for column in columns]
        return Coalesce(*texts, Value(""), output_field=TextField())


def _nothing(column: Any) -> Any:
    return column


SCALARS: tuple[tuple[type[serializers.Field], Callable[[Any], Any]], ...] = (
    (NullableEdtfField, lambda column: NullIf(column, Value(""), output_field=CharField())),
    (serializers.CharField, _nothing),
    (serializers.ChoiceField, _nothing),
    (serializers.BooleanField, JsonBoolean),
    (serializers.IntegerField, _nothing),
    (serializers.FloatField, _nothing),
    (serializers.DecimalField, JsonNumber),
    (serializers.DateTimeField, JsonMoment),
    (serializers.DateField, _nothing),
    (serializers.UUIDField, JsonUUID),
    (serializers.JSONField, JsonValue),
    (serializers.ListField, JsonValue),
)


def _lists(rows: QuerySet[Any]) -> dict[str, Prefetch]:
    """The rows of each list, by its place, as the queryset would fetch them."""
    lookups: Iterable[Any] = rows._prefetch_related_lookups  # type: ignore[attr-defined]
    chosen = [lookup for lookup in lookups if isinstance(lookup, Prefetch) and lookup.queryset is not None]
    return {lookup.prefetch_to: lookup for lookup in chosen}
