"""Codes and dates in words, in the language of the page."""

from datetime import date

from django import template

from lib import edtf
from lib.countries import country_name as name_of

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2)."""
    return name_of(code)


@register.filter
def day(given: str | date | None) -> str:
    """A date of EDTF, or a day: "June 2025"; "" for none."""
    return edtf.say(given.isoformat() if isinstance(given, date) else given or "")
