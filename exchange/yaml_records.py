"""Fixtures in the record form, for Django's `loaddata` and `dumpdata` (SERIALIZATION_MODULES names this module).

A file is one mapping from type to records: `{sources: [...], investors: [...], projects: [...]}`. Loading adds what is
not there. A record that the registry has already, by slug or code, is left as it is: loading twice changes nothing and
undoes nobody's correction.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.utils.translation import override
from rest_framework.exceptions import ValidationError as FormError

from projects.models import Project
from projects.serializers import ProjectSerializer
from projects.services import ROWS, add_rows_to_project
from sources.models import Text

from .records import RECORD_TYPES, RecordType

ADDITIONS = "additions"


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

    def __init__(self, kind: RecordType, record: dict[str, Any]) -> None:
        self.kind, self.key = kind, record[kind.key]
        self.object = kind.model(**{kind.key: self.key})
        self.record = {name: value for name, value in record.items() if name not in kind.deferred}
        self.later = {name: record[name] for name in kind.deferred if record.get(name)}
        self.deferred_fields: dict[str, Any] = {}

    def save(self, **_options: Any) -> None:
        """Add the record unless the registry has it."""
        if self.kind.find(self.key) is not None:
            return
        with self.told():
            self.kind.create(self.record, user=None, why="loaddata")
        self.deferred_fields = self.later

    def save_deferred_fields(self, **_options: Any) -> None:
        """Add what names other records of the type, now that all of the file are there."""
        with self.told():
            self.kind.change(self.kind.find(self.key), self.deferred_fields, user=None, why="loaddata")

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say of which record an error of the block is."""
        try:
            yield
        except (FormError, ValidationError) as error:
            raise DeserializationError(f"{self.kind.name} {self.key}: {_said(error)}") from error


class Additions:
    """Rows of a file for a project that is there, as `loaddata` wants to be handed them."""

    m2m_data = None
    deferred_fields: dict[str, Any] = {}

    def __init__(self, given: dict[str, Any]) -> None:
        self.slug, self.rows = given["project"], {name: rows for name, rows in given.items() if name != "project"}
        self.object = Project(slug=self.slug)

    def save(self, **_options: Any) -> None:
        """Add what the project never had."""
        project = Project.objects.filter(slug=self.slug).first()
        if project is None:
            raise DeserializationError(f"{ADDITIONS}: there is no project {self.slug}; load it first.")
        form = ProjectSerializer(project, data=self.rows, partial=True)
        try:
            form.is_valid(raise_exception=True)
            add_rows_to_project(project, form.validated_data, user=None, why="loaddata")
        except (FormError, ValidationError) as error:
            raise DeserializationError(f"{ADDITIONS} to {self.slug}: {_said(error)}") from error

    def save_deferred_fields(self, **_options: Any) -> None:
        """Nothing is deferred."""


def _said(error: FormError | ValidationError) -> Any:
    if isinstance(error, FormError):
        return error.detail
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def Deserializer(stream_or_string: Any, **_options: Any) -> Iterator[Given | Additions]:  # noqa: N802
    """The records of a file, sources first, whatever the order in the file. Django looks for this name."""
    sections = yaml.load(stream_or_string, PlainLoader) or {}  # noqa: S506 (a SafeLoader)
    known = [*RECORD_TYPES, ADDITIONS]
    unknown = set(sections) - set(known) if isinstance(sections, dict) else type(sections).__name__
    if unknown:
        raise DeserializationError(f"A file has the sections {', '.join(known)}; there is no {unknown}.")
    stored = set(Text.objects.values_list("source__slug", flat=True))
    for name, kind in RECORD_TYPES.items():
        yield from _given(kind, _without_places(sections.get(name) or [], stored))
    for given in _without_places(sections.get(ADDITIONS) or [], stored):
        yield Additions(_checked(given))


def _without_places(given: Any, stored: set[str]) -> Any:
    """The same with citations that lose their place in a text which is not `stored` here, by source.

    A file carries words, not texts; when the text is stored the place is found again.
    """
    if isinstance(given, list):
        return [_without_places(one, stored) for one in given]
    if not isinstance(given, dict):
        return given
    placed = "exact" in given and given.get("source") not in stored
    return {
        name: _without_places(value, stored)
        for name, value in given.items()
        if not (placed and name in ("start", "end"))
    }


def _given(kind: RecordType, records: list[Any]) -> list[Given]:
    """The records of a section; raises DeserializationError unless each has its key."""
    for record in records:
        if not isinstance(record, dict) or not isinstance(record.get(kind.key), str):
            raise DeserializationError(f"Each of the {kind.name} needs a {kind.key}: {record!r}")
    given = [Given(kind, record) for record in records]
    # A code comes after those that it continues, as a sector has to.
    return sorted(given, key=lambda one: one.key) if kind.key == "code" else given


def _checked(given: Any) -> dict[str, Any]:
    """The additions to one project; raises DeserializationError unless they name it and are lists of its form."""
    if not isinstance(given, dict) or not isinstance(given.get("project"), str):
        raise DeserializationError(f"Each of the {ADDITIONS} names its project: {given!r}")
    lists = {kind.name for kind in ROWS.values()}
    if unknown := set(given) - {"project", *lists}:
        raise DeserializationError(f"{ADDITIONS} have the lists {', '.join(sorted(lists))}; there is no {unknown}.")
    return given


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
