"""The texts of a translated column: the one that is shown, and those in the other languages."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.html import format_html
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname


def texts(record: Model, column: str) -> dict[str, str]:
    """The texts of a translated column by language, without those that are not there."""
    named = {code: getattr(record, build_localized_fieldname(column, code)) for code, _name in settings.LANGUAGES}
    return {code: text for code, text in named.items() if text}


def other_texts(record: Model, column: str) -> list[dict[str, Any]]:
    """The texts in other languages that are not the one shown, each once, as `_other_names.html` draws them."""
    languages: dict[str, str] = {}
    for code, text in texts(record, column).items():
        languages.setdefault(text, code)
    languages.pop(getattr(record, column), None)
    return [{"language": code, "text": text} for text, code in languages.items()]


def fallback_language(record: Model, column: str) -> str:
    """The language of the text that is shown where it is not that of the page; "" where it is."""
    named = texts(record, column)
    return "" if get_language() in named or not named else settings.LANGUAGE_CODE


def shown(record: Model, column: str) -> str:
    """The text of a translated column as a page prints it: one in another language than the page's says which it is."""
    text, language = getattr(record, column), fallback_language(record, column)
    if not (text and language):
        return str(text)
    return format_html('<span class="other-language" lang="{}">{}</span>', language, text)


def shown_name(record: Model) -> str:
    """What a record is called, by its title or its name, as `shown` prints it."""
    return shown(record, "title" if hasattr(record, "title") else "name")
