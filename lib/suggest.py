"""What was probably meant."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

# The lowest likeness (0 to 100) worth a suggestion: one slip in a word of four letters, two in one of eight.
CUTOFF = 70
# A word longer than any name or code isn't a slip of one.
LONGEST = 200
# Keys that are compared one by one in a millisecond or two.
FEW = 2000


def close_matches(word: str, choices: Iterable[str], limit: int = 3) -> list[str]:
    """Up to `limit` of the choices that are most like `word`, whatever their case; the likest first."""
    if len(word) > LONGEST:
        return []
    found = process.extract(
        word, sorted(choices), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=CUTOFF, limit=limit
    )
    return [choice for choice, _likeness, _place in found]


def near_keys(records: QuerySet[Any], key: str, word: str) -> list[str]:
    """Up to three keys of records that look like `word`: of a large table, among those that begin alike."""
    keys = list(records.order_by(key).values_list(key, flat=True)[:FEW])
    if len(keys) == FEW:
        alike = records.filter(**{f"{key}__startswith": word[:2]}).order_by(key)
        keys = list(alike.values_list(key, flat=True)[:FEW])
    return close_matches(word, keys)
