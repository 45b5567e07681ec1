"""What was searched for, marked in what is shown."""

from functools import lru_cache

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join

from lib import tokens

register = template.Library()

_asked = lru_cache(maxsize=256)(tokens.query)


@register.filter
def marked(text: object, words: str) -> str:
    """The text with what answers these words in <mark>; the text alone where nothing was searched for."""
    if not words or not (asked := _asked(words)):
        return conditional_escape(text)
    parts = tokens.marked(str(text), asked)
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", part) if hit else part,) for part, hit in parts))
