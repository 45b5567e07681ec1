"""What was searched for, marked in what is shown."""

import re
from functools import lru_cache
from html import unescape

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lib import tokens

register = template.Library()

_asked = lru_cache(maxsize=256)(tokens.query)


@register.filter
def marked(text: object, words: str) -> str:
    """The text with what answers these words in <mark>; the text alone where nothing was searched for.

    Of HTML, the texts between the tags are marked.
    """
    if not words or not (asked := _asked(words)):
        return conditional_escape(text)
    if isinstance(text, SafeString):
        pieces = re.split("(<[^>]*>)", text)
        drawn = [piece if piece.startswith("<") else marked(unescape(piece), words) for piece in pieces]
        return mark_safe("".join(drawn))  # noqa: S308 (each piece is escaped)
    parts = tokens.marked(str(text), asked)
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", part) if hit else part,) for part, hit in parts))
