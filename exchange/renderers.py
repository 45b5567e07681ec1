"""Formats in which records leave the registry; settings name these renderers, the apps below know them only as a hook.

Beside what a renderer of REST framework has: `actions` are those of a viewset that it is for, all where it names none;
`schema` is that of its answer in JSON Schema.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from lib.serializers import RecordSerializer
from lib.spreadsheets import BYTE_ORDER_MARK, Cell, lines

from .citing import Work, bibtex, cited, csl
from .columns import Column, columns

CHUNK = 500  # records that are in memory at once


class CSVRenderer(BaseRenderer):
    """All rows of a list as CSV (RFC 4180, UTF-8), a record at a time; only lists, a single record is no table."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"
    actions = ("list",)
    schema: ClassVar = {"type": "string"}

    def export(self, rows: QuerySet[Any], form: RecordSerializer, request: Request) -> StreamingHttpResponse:
        """Answer these rows, as the form shows them, in the language of the request."""
        text = _in_language(get_language(), csv_text(rows, form))
        response = StreamingHttpResponse(text, content_type=f"{self.media_type}; charset={self.charset}")
        name = request.path.rstrip("/").rpartition("/")[2]
        day = timezone.localdate().isoformat()
        response["Content-Disposition"] = f'attachment; filename="{name}-{day}.{self.format}"'
        return response

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> str:
        raise TypeError("A list is streamed; what is no list has no CSV.")


class CitationRenderer(BaseRenderer):
    """How to cite a record, or a list as it is filtered: a file for reference managers with one entry."""

    actions = ("list", "retrieve")
    is_citation = True
    ending = ""

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The file; `data` is the record, or the filterset of the list."""
        work = cited(data, renderer_context["request"])
        name = f'attachment; filename="{work.key}.{self.ending}"'
        renderer_context["response"]["Content-Disposition"] = name
        return self.text(work).encode()

    def text(self, work: Work) -> str:
        raise NotImplementedError


class CSLRenderer(CitationRenderer):
    """CSL-JSON 1.0.2, as Zotero, Mendeley, pandoc and citeproc read it."""

    media_type = "application/vnd.citationstyles.csl+json"
    format = "csl"
    charset = None
    ending = "json"
    schema: ClassVar = {"type": "array", "items": {"type": "object", "required": ["id", "type"]}}

    def text(self, work: Work) -> str:
        return json.dumps([csl(work)], ensure_ascii=False, indent=2)


class BibTeXRenderer(CitationRenderer):
    """BibTeX in UTF-8."""

    media_type = "application/x-bibtex"
    format = "bibtex"
    charset = "utf-8"
    ending = "bib"
    schema: ClassVar = {"type": "string"}

    def text(self, work: Work) -> str:
        return bibtex(work)


def csv_text(rows: QuerySet[Any], form: RecordSerializer) -> Iterator[str]:
    """The lines of the table, some hundred at once; the first has the headings."""
    table = columns(form)
    yield BYTE_ORDER_MARK + lines([[column.heading for column in table]])
    records = rows.iterator(chunk_size=CHUNK)
    while some := list(islice(records, CHUNK)):
        yield lines(_cells(table, form.to_representation(record)) for record in some)


def _cells(table: list[Column], record: dict[str, Any]) -> list[Cell]:
    return [column.cell(record) for column in table]


def _in_language(language: str | None, parts: Iterator[str]) -> Iterator[str]:
    """Make each part in this language: it is made after the view, when the request's language is no longer set."""
    while True:
        with override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part
