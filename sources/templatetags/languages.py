"""Languages in words."""

from django import template

from lib.languages import language_name as name_of

register = template.Library()


@register.filter
def language_name(tag: str) -> str:
    """The name of a language tag of BCP 47 in the language of the page."""
    return name_of(tag)
