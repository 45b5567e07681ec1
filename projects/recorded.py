"""What the documents of history say of records at a moment, as statements that stand in the place of their tables."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from rest_framework.serializers import BaseSerializer, ListSerializer

from lib.fields import TranslationsField
from lib.serializers import RecordSerializer
from sources.models import Citation, Cited, FormerText, Source, Text
from sources.serializers import SourceSerializer

Statement = tuple[str, tuple[Any, ...]]

_BLANK = "''"
BELOW_ALL_KEYS = 10**15


def real(table: str) -> str:
    """The table itself, where its name may stand for something else.

    In PostgreSQL an expression does not see itself, so that its own name is the table; SQLite wants the schema said.
    """
    return f'main."{table}"' if connection.vendor == "sqlite" else f'"{table}"'


def quoted(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def records(form: type[RecordSerializer], known_on: datetime) -> Statement:
    """Records that were there by `known_on`, with the columns of then; what history does not keep is as today."""
    model = form.Meta.model
    own, documents, params = recorded(form, known_on)
    columns = ", ".join(f'{own[field.name]} AS "{field.column}"' for field in model._meta.concrete_fields)
    rows = f"SELECT {columns} FROM {real(model._meta.db_table)} own {documents} WHERE own.created_at <= %s"  # noqa: S608
    return rows, (*params, _moment_value(known_on))


def recorded(form: type[RecordSerializer], known_on: datetime | None) -> tuple[dict[str, str], str, tuple[Any, ...]]:
    """The value of each column of a record's table, and the join that brings what its document of then said."""
    model = form.Meta.model
    own = {field.name: f'own."{field.column}"' for field in model._meta.concrete_fields}
    if known_on is None:
        return own, "", ()
    for name, path in document_columns(form).items():
        field = model._meta.get_field(name)
        value = _member("document.said", path, field.db_type(connection))
        if not field.null:
            value = f"COALESCE({value}, {_BLANK if field.empty_strings_allowed else own[name]})"
        own[name] = f"CASE WHEN document.said IS NULL THEN {own[name]} ELSE {value} END"
    documents, params = _documents(form, known_on)
    return own, f"LEFT JOIN ({documents}) document ON document.slug = own.{_key(form)} AND document.place = 1", params


def _key(form: type[RecordSerializer]) -> str:
    """The column that names a record of this form."""
    return "code" if "code" in form.Meta.fields else "slug"


def _documents(form: type[RecordSerializer], known_on: datetime) -> Statement:
    """What each record `said` at a moment: its last document by then, else the one that the first later change left.

    The statement's first row of each record (`place` 1) is the one; reference data have none until they are edited.
    """
    statement = """
        SELECT slug, CASE WHEN by_then THEN after ELSE before END AS said, ROW_NUMBER() OVER (
            PARTITION BY slug ORDER BY by_then DESC, CASE WHEN by_then THEN -id ELSE id END
        ) AS place
        FROM (
            SELECT change.id, change.slug, change.before, change.after, revision.at <= %s AS by_then
            FROM history_change change JOIN history_revision revision ON revision.id = change.revision_id
            WHERE change.record_type = %s
        ) changes
    """
    return statement, (_moment_value(known_on), form.Meta.model._meta.model_name)


def _moment_value(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _member(document: str, path: tuple[str, ...], kind: str) -> str:
    """A member of a document as a column of this type."""
    if connection.vendor == "sqlite":
        names = "".join(f'."{name}"' for name in path)
        return f"json_extract({document}, '${names}')"
    names = ",".join(path)
    return f"CAST({document} #>> '{{{names}}}' AS {kind})"


def rows_of_documents(form: type[RecordSerializer], known_on: datetime) -> dict[str, Statement]:
    """Rows that have no past of their own, such as other names and identifiers, out of the documents of their records.

    They have keys of their own, in the documents' order; the rows of records without a document are those of today.
    """
    lists = {name: member for name, member in form().fields.items() if isinstance(member, ListSerializer)}
    return {
        member.child.Meta.model._meta.db_table: _rows_of_member(form, name, member.child, known_on)
        for name, member in lists.items()
        if not issubclass(member.child.Meta.model, Cited)
    }


def _rows_of_member(form: type[RecordSerializer], name: str, child: Any, known_on: datetime) -> Statement:
    model, owners = child.Meta.model, form.Meta.model
    (owner,) = (field for field in model._meta.concrete_fields if field.related_model is owners)
    values = {owner.column: "own.id", "id": f"row_number() OVER (ORDER BY own.id, item.key) - {BELOW_ALL_KEYS}"}
    for member in child.fields.values():
        field = model._meta.get_field(member.source)
        values[field.column] = _member("item.value", (member.field_name,), field.db_type(connection))
    columns = [field.column for field in model._meta.concrete_fields]
    said = ", ".join(f'{values[column]} AS "{column}"' for column in columns)
    documents, params = _documents(form, known_on)
    join = f"own.{_key(form)} = document.slug AND document.place = 1 AND document.said IS NOT NULL"
    statement = f"""
        SELECT {said} FROM {real(owners._meta.db_table)} own
            JOIN ({documents}) document ON {join} CROSS JOIN {_items("document.said", name)}
        UNION ALL
        SELECT {quoted(columns)} FROM {real(model._meta.db_table)} rows_of_today WHERE NOT EXISTS (
            SELECT 1 FROM {real(owners._meta.db_table)} own JOIN ({documents}) document ON {join}
            WHERE own.id = rows_of_today."{owner.column}"
        )
    """  # noqa: S608
    return statement, (*params, *params)


def _items(document: str, name: str) -> str:
    """The items of a list in a document, as a table `item` with `key` and `value`."""
    if connection.vendor == "sqlite":
        return f"json_each({document}, '$.{name}') item"
    return f"jsonb_array_elements({document} -> '{name}') WITH ORDINALITY AS item(value, key)"


def texts(known_on: datetime) -> dict[str, Statement]:
    """The texts that sources had then, and the places of cited words in them.

    A text that was taken away since is in no past.
    """
    columns = [field.column for field in Text._meta.concrete_fields]
    said = ", ".join(
        f'COALESCE(former."{column}", own."{column}") AS "{column}"' if column in FormerText.SAID else f'own."{column}"'
        for column in columns
    )
    places = [field.column for field in Citation._meta.concrete_fields]
    cited = ", ".join(
        f'CASE WHEN held.source_id IS NOT NULL THEN own."{column}" END AS "{column}"'
        if column in Citation.PROJECTED
        else f'own."{column}"'
        for column in places
    )
    held, params = _held_texts(known_on, "own.source_id")
    citations = f"SELECT {cited} FROM {real(Citation._meta.db_table)} own LEFT JOIN ({held}) held"  # noqa: S608
    return {
        Text._meta.db_table: _held_texts(known_on, said),
        Citation._meta.db_table: (f"{citations} ON held.source_id = own.source_id", params),
    }


def _held_texts(known_on: datetime, columns: str) -> Statement:
    """These columns of the text (`own`, or a `former` one of the same source) that the document of then names."""
    documents, params = _documents(SourceSerializer, known_on)
    sha256 = _member("document.said", ("text", "sha256"), "varchar(64)")
    text, former, source = (real(model._meta.db_table) for model in (Text, FormerText, Source))
    statement = f"""
        SELECT {columns} FROM {text} own JOIN {source} source ON source.id = own.source_id
            LEFT JOIN ({documents}) document ON document.slug = source.slug AND document.place = 1
            LEFT JOIN {former} former
                ON former.source_id = own.source_id AND former.sha256 = {sha256} AND own.sha256 <> {sha256}
        WHERE document.said IS NULL OR own.sha256 = {sha256} OR former.id IS NOT NULL
    """  # noqa: S608
    return statement, params


def document_columns(form: type[RecordSerializer]) -> dict[str, tuple[str, ...]]:
    """Where a record's document has the value of a column, by column: {"title_kk": ("titles", "kk"), ...}.

    Left out are columns that decide who may see the record, since what is withdrawn today is shown in no past, and
    those that point to other records: the trees of places and sectors are today's.
    """
    found: dict[str, tuple[str, ...]] = {}
    columns = {
        field.name for field in form.Meta.model._meta.concrete_fields if field.editable and not field.is_relation
    } - {"code", "slug", "publication"}
    for name, member in form().fields.items():
        if isinstance(member, TranslationsField):
            texts = {column: (name, language) for language, column in member.columns().items()}
            found |= texts | {member.column: (name, settings.LANGUAGE_CODE)}
        elif isinstance(member, BaseSerializer) and member.source == "*" and not member.read_only:
            found |= {part.source: (name, inner) for inner, part in member.fields.items()}
        elif member.source in columns and not member.read_only:
            found[member.source] = (name,)
    return found
