"""Sources, their stored texts and citations: the evidence that every figure rests on."""

from .append_only import AppendOnly
from .cited import Cited, CitedQuerySet
from .source import Authority, Citation, FormerText, Source, SourceKind, SourceQuerySet, SourceWords, Text

__all__ = [
    "AppendOnly",
    "Authority",
    "Citation",
    "Cited",
    "CitedQuerySet",
    "FormerText",
    "Source",
    "SourceKind",
    "SourceQuerySet",
    "SourceWords",
    "Text",
]
