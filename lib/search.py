"""Text as it is compared in searches: the same on every database."""

from collections.abc import Iterable
from unicodedata import normalize

from django.db.models import Q


def fold(text: str) -> str:
    """Compatibility forms, upper and lower case, ё and е, and white space made one."""
    return " ".join(normalize("NFKC", text).casefold().replace("ё", "е").split())


def search_text(parts: Iterable[str | None]) -> str:
    """What a record is found by: its texts folded, one a line, each once."""
    return "\n".join(dict.fromkeys(fold(part) for part in parts if part))


def containing(column: str, query: str) -> Q:
    """The condition that every word of `query` stands somewhere in the folded `column`."""
    condition = Q()
    for word in fold(query).split():
        condition &= Q(**{f"{column}__contains": word})
    return condition
