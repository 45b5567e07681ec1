from datetime import date, datetime

from django import template

from lib import edtf

from ..words import moment

register = template.Library()


@register.filter
def edtf_words(text: str) -> str:
    """An EDTF date in words of the language in use."""
    return edtf.say(text)


@register.filter
def day_words(day: date) -> str:
    """A day in words of the language in use."""
    return edtf.say(day.isoformat())


@register.filter
def moment_words(at: datetime) -> str:
    """A moment in words of the language in use: "Nov 24, 2026, 1:53:24 PM"."""
    return moment(at)
