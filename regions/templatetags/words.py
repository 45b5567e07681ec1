"""Codes and dates in words, in the language of the page."""

from datetime import date

from django import template
from django.db.models import Model

from lib import edtf
from lib.countries import country_name as name_of
from lib.translations import shown

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2)."""
    return name_of(code)


@register.filter
def translated(record: Model, column: str) -> str:
    """The text of a translated column; one that stands in for a missing translation says its language."""
    return shown(record, column)


@register.filter
def day(given: str | date | None) -> str:
    """A date of EDTF, or a day: "June 2025"; "" for none."""
    return edtf.say(given.isoformat() if isinstance(given, date) else given or "")
