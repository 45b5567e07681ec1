"""Currencies of ISO 4217 with their names from Babel (Unicode CLDR)."""

from functools import cache

from babel import Locale


@cache
def currencies() -> frozenset[str]:
    """The codes of all currencies that are or were in use."""
    return frozenset(Locale("en").currencies)
