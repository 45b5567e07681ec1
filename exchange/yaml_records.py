"""Fixtures in the record form, for Django's `loaddata` and `dumpdata` (SERIALIZATION_MODULES names this module).

A file is one mapping from type to records: `{sources: [...], investors: [...], projects: [...]}`. Loading adds what is
not there. A record that the registry has already, by slug or code, is left as it is: loading twice changes nothing and
undoes nobody's correction.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.utils.translation import override
from rest_framework.exceptions import ValidationError as FormError

from .records import RECORD_TYPES, RecordType


class PlainLoader(yaml.SafeLoader):
    """YAML whose words stay words: a date is EDTF text, NO is Norway, and only true and false are truth values."""


PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


class Given:
    """One record of a file, as `loaddata` wants to be handed it."""

    m2m_data = None
    deferred_fields: dict[str, Any] = {}

    def __init__(self, kind: RecordType, record: dict[str, Any]) -> None:
        self.kind, self.record = kind, record
        self.object = kind.model(**{kind.key: record.get(kind.key, "")})

    def save(self, **_options: Any) -> None:
        """Add the record unless the registry has it."""
        key = self.record[self.kind.key]
        if self.kind.find(key) is not None:
            return
        try:
            self.kind.create(self.record, user=None, why="loaddata")
        except (FormError, ValidationError) as error:
            raise DeserializationError(f"{self.kind.name} {key}: {_said(error)}") from error

    def save_deferred_fields(self, **_options: Any) -> None:
        """Nothing is deferred: the types stand in the order in which they build on each other."""


def _said(error: FormError | ValidationError) -> Any:
    return error.detail if isinstance(error, FormError) else error.message_dict


def Deserializer(stream_or_string: Any, **_options: Any) -> Iterator[Given]:  # noqa: N802 (Django looks for this name)
    """The records of a file, sources first, whatever the order in the file."""
    sections = yaml.load(stream_or_string, PlainLoader)  # noqa: S506 (a SafeLoader) or {}
    unknown = set(sections) - set(RECORD_TYPES) if isinstance(sections, dict) else type(sections).__name__
    if unknown:
        raise DeserializationError(f"A file has the sections {', '.join(RECORD_TYPES)}; there is no {unknown}.")
    for name, kind in RECORD_TYPES.items():
        for record in sections.get(name) or []:
            if not isinstance(record, dict) or not isinstance(record.get(kind.key), str):
                raise DeserializationError(f"Each of the {name} needs a {kind.key}: {record!r}")
            yield Given(kind, record)


class Serializer:
    """The other way: records as a file of the same form, for `dumpdata`."""

    internal_use_only = False

    def serialize(self, queryset: Iterable[Any], *, stream: Any = None, **_options: Any) -> str:
        """Write the records of the types that files carry; rows that belong to a record come with it."""
        kinds = {kind.model: kind for kind in RECORD_TYPES.values()}
        sections: dict[str, list[dict[str, Any]]] = {}
        with override("en"):
            for record in queryset:
                if kind := kinds.get(type(record)):
                    sections.setdefault(kind.name, []).append(kind.document(record))
        self._text = yaml.safe_dump(sections, allow_unicode=True, sort_keys=False, width=120)
        if stream is not None:
            stream.write(self._text)
        return self._text

    def getvalue(self) -> str:
        return self._text
