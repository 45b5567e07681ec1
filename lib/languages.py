"""Languages by the name that each language has for them (Unicode CLDR, by Babel)."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from .countries import locale_of


def language_name(tag: str, language: str | None = None) -> str:
    """The name of a language tag of BCP 47 in the language in use: "Kazakh"; of an unknown one the tag itself."""
    try:
        said = Locale.parse(tag, sep="-").get_display_name(locale_of(language or get_language()))
    except (ValueError, UnknownLocaleError):
        return tag
    return said or tag
