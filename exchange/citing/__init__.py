"""How records, claims and selections are cited, and what machines are told of them: one place composes both."""

from .formats import bibtex, csl
from .linked_data import linked, script
from .works import Work, cited

__all__ = ["Work", "bibtex", "cited", "csl", "linked", "script"]
