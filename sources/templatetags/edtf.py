from django import template

from lib import edtf

register = template.Library()


@register.filter
def edtf_words(text: str) -> str:
    """An EDTF date in words of the language in use."""
    return edtf.say(text)
