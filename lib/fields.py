"""Fields of the record form beside those of REST framework."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from rest_framework import serializers

from .edtf import validate_edtf
from .suggest import near_keys


class NumberField(serializers.DecimalField):
    """A decimal as a JSON number: whole where it is whole; null is not stated or open."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **({"max_digits": 15, "decimal_places": 4, "coerce_to_string": False, "allow_null": True} | options)
        )

    def to_internal_value(self, value: Any) -> Decimal:
        if isinstance(value, bool):
            self.fail("invalid")
        # A JSON float carries its shortest decimal form: 0.1 is 0.1, never 0.1000000000000000055.
        return super().to_internal_value(repr(value) if isinstance(value, float) else value)

    def to_representation(self, value: Decimal | int) -> int | float:
        return int(value) if value == int(value) else float(value)


class EdtfField(serializers.CharField):
    """A date of EDTF: 2025, 2025-06, 2025-06-16; blank is not stated."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"max_length": 40, "allow_blank": True, "required": False} | options))
        self.validators.append(validate_edtf)


class NullableEdtfField(EdtfField):
    """A date of EDTF that is null when not stated."""

    def to_representation(self, value: str) -> str | None:
        return value or None


class TranslationsField(serializers.Field):
    """The texts of one translated column by language, without those that are not there: {"en": "...", "kk": "..."}."""

    default_error_messages = {
        "type": _("Send an object of texts by language."),
        "language": _("“{language}” is none of the registry's languages."),
        "text": _("Send a text of at most {max_length} characters."),
        "english": _("Send at least the English text."),
    }

    needs_english = False

    def __init__(self, column: str, *, max_length: int | None = None, **options: Any) -> None:
        self.column, self.max_length = column, max_length
        super().__init__(source="*", **({"required": False} | options))

    def columns(self) -> dict[str, str]:
        """The column of each language."""
        return {code: build_localized_fieldname(self.column, code) for code, _name in settings.LANGUAGES}

    def to_representation(self, instance: Model) -> dict[str, str]:
        texts = {code: getattr(instance, column) for code, column in self.columns().items()}
        return {code: text for code, text in texts.items() if text}

    def to_internal_value(self, given: Any) -> dict[str, str]:
        if not isinstance(given, dict):
            self.fail("type")
        columns = self.columns()
        for language, text in given.items():
            if language not in columns:
                self.fail("language", language=language)
            if not isinstance(text, str) or "\0" in text or (self.max_length and len(text) > self.max_length):
                self.fail("text", max_length=self.max_length or "any number of")
        if self.needs_english and not given.get(settings.LANGUAGE_CODE, "").strip():
            self.fail("english")
        return {column: given.get(code, "") for code, column in columns.items()}


class KeyField(serializers.SlugRelatedField):
    """Another record by its slug or code; an unknown one is an error with near matches."""

    def to_internal_value(self, given: Any) -> Model:
        if not isinstance(given, str) or "\0" in given:
            self.fail("invalid")
        return find(self, self.get_queryset(), self.slug_field, given)

    def use_pk_only_optimization(self) -> bool:
        return False


def find(field: serializers.Field, queryset: Any, key: str, value: str) -> Model:
    """The record of this key, asked once in one form; raises a ValidationError with near matches when there is none."""
    known = field.context.setdefault("found", {}) if isinstance(field.context, dict) else {}
    place = (queryset.model, value)
    if place not in known:
        try:
            known[place] = queryset.get(**{key: value})
        except ObjectDoesNotExist:
            message = _("There is no %(kind)s “%(value)s”.") % {
                "kind": queryset.model._meta.verbose_name,
                "value": value,
            }
            raise UnknownKey(message, near_keys(queryset, key, value)) from None
    return known[place]


class NearCode(str):
    """An error code that carries suggestions: REST framework hands on nothing of an error but its text and its code."""

    suggestions: list[str]


class UnknownKey(serializers.ValidationError):
    """An unknown key, with suggestions for it."""

    def __init__(self, message: str, suggestions: list[str]) -> None:
        code = NearCode("unknown")
        code.suggestions = suggestions
        super().__init__(message, code=code)
