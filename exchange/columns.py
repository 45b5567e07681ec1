"""Columns of a table made from a record form: nobody lists them, the serializer's declaration does."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from rest_framework import serializers

from lib.fields import TranslationsField
from lib.spreadsheets import Cell, harmless

# What stands between the values of a list in one cell, and between those of a list within it.
SEPARATORS = ("; ", ", ")


@dataclass(frozen=True)
class Column:
    """One column: the members that lead to its value, `region.code`; lists on the way are joined."""

    path: tuple[str, ...]

    @property
    def heading(self) -> str:
        return ".".join(self.path)

    def cell(self, record: dict[str, Any]) -> Cell:
        """The value as a cell: numbers stay numbers, "" is not stated."""
        return _cell(_values(record, self.path))


def columns(form: serializers.Serializer) -> list[Column]:
    """The columns of a record form as its context shapes it (`brief`, `only`, `omit`), in the order of its members."""
    return [Column(path) for path in _paths(form)]


def _paths(form: Any) -> Iterator[tuple[str, ...]]:
    for name, field in form.fields.items():
        if field.write_only:
            continue
        inner = getattr(field, "child", field)
        if isinstance(inner, serializers.BaseSerializer):
            yield from ((name, *path) for path in _paths(inner))
        elif isinstance(inner, TranslationsField):
            yield from ((name, language) for language, _name in settings.LANGUAGES)
        else:
            yield (name,)


def _values(found: Any, path: tuple[str, ...]) -> Any:
    """What stands at the end of the path; a list on the way gives a list, as long as that one."""
    if isinstance(found, list):
        return [_values(one, path) for one in found]
    if not path or found is None:
        return found
    return _values(found.get(path[0]), path[1:])


def _cell(value: Any, depth: int = 0) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case list():
            texts = [str(_cell(one, min(depth + 1, 1))) for one in value]
            return SEPARATORS[depth].join(texts) if any(texts) else ""
        case dict():
            return json.dumps(value, ensure_ascii=False) if value else ""
    return harmless(str(value))
