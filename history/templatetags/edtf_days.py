from datetime import date

from django import template

from lib import edtf

register = template.Library()


@register.filter
def edtf_words(text: str) -> str:
    """An EDTF date in words of the language in use."""
    return edtf.say(text)


@register.filter
def day_words(day: date) -> str:
    """A day in words of the language in use."""
    return edtf.say(day.isoformat())
