"""Near matches of a misspelt word."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

FEW = 2000  # keys that are compared one by one in a millisecond


def close_matches(word: str, choices: Iterable[str], limit: int = 3) -> list[str]:
    """Up to `limit` of the choices that look like `word`, the nearest first; letter case does not matter."""
    found = process.extract(
        word[:100], list(choices), scorer=fuzz.ratio, processor=str.casefold, limit=limit, score_cutoff=60
    )
    return [choice for choice, _score, _place in found]


def near_keys(records: QuerySet[Any], key: str, word: str) -> list[str]:
    """Up to three keys of records that look like `word`: of a large table, among those that begin alike."""
    keys = list(records.order_by(key).values_list(key, flat=True)[:FEW])
    if len(keys) == FEW:
        alike = records.filter(**{f"{key}__startswith": word[:2]}).order_by(key)
        keys = list(alike.values_list(key, flat=True)[:FEW])
    return close_matches(word, keys)
