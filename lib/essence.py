"""What a document of the record form says by itself: what its form would take in a write."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from .serializers import RefSerializer

# What names a row, not what it says: a row that comes back has another one.
NOT_SAID = frozenset({"uid"})


def essence(form: serializers.Serializer, document: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a document that can be written, of other records only their key.

    Left out is what follows from elsewhere, such as a headline or the name of a sector, and what names a row. Rows
    stand in an order of their own, so that equal lists are equal whatever order they were kept in.
    """
    return {
        name: _value(field, document[name])
        for name, field in form.fields.items()
        if name in document and name not in NOT_SAID and not field.read_only
    }


def as_text(value: Any) -> str:
    """A JSON value as text that is equal for equal values."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _value(field: serializers.Field, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, serializers.ListSerializer):
        return sorted((essence(field.child, row) for row in value), key=as_text)
    if isinstance(field, RefSerializer):
        return value[next(iter(field.fields))]
    if isinstance(field, serializers.Serializer):
        return essence(field, value)
    return value
