"""Sources, their stored texts and citations: the evidence that every figure rests on."""

from .cited import Cited, CitedQuerySet
from .source import Authority, Citation, Source, SourceKind, SourceQuerySet, Text

__all__ = ["Authority", "Citation", "Cited", "CitedQuerySet", "Source", "SourceKind", "SourceQuerySet", "Text"]
