"""The record form: one nested JSON document a record, declared once for reading and writing."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname
from rest_framework import serializers
from rest_framework.utils.encoders import JSONEncoder

from .fields import TranslationsField, find

# Moments that an import never forges and that would make two equal records differ.
MOMENTS = frozenset({"updated_at", "recorded_at", "retired_at"})


def is_forgeable(name: str, field: serializers.Field) -> bool:
    """Whether a member says something of the record itself.

    That is not where and when the registry keeps it, nor what follows from other records as well (`is_derived`).
    """
    is_derived = getattr(field, "is_derived", False) or isinstance(field, serializers.HyperlinkedIdentityField)
    return name not in MOMENTS and not is_derived


def is_root(serializer: serializers.BaseSerializer) -> bool:
    """Whether this is the form of a whole record, alone or in a list of records, and not of a row within one."""
    parent = serializer.parent
    return parent is None or isinstance(parent, serializers.ListSerializer) and parent.parent is None


class StrictSerializer(serializers.ModelSerializer):
    """A serializer that refuses members nobody knows, so that a misspelt one is never silently dropped."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """The fields; a new record needs the English text of a column that is never blank."""
        fields = super().get_fields()
        for field in fields.values():
            if isinstance(field, TranslationsField) and not self.Meta.model._meta.get_field(field.column).blank:
                field.needs_english, field.required = True, self.instance is None
        return fields

    def to_internal_value(self, given: Any) -> Any:
        if isinstance(given, dict):
            unknown = set(given) - set(self.fields) - self.tolerated()
            if unknown:
                raise serializers.ValidationError(
                    {
                        str(name): [serializers.ErrorDetail(_("There is no such member."), code="unknown")]
                        for name in unknown
                    }
                )
        return super().to_internal_value(given)

    def tolerated(self) -> set[str]:
        """Members that may be sent though this form does not show them, so that what a reader got may be sent back."""
        return set(MOMENTS)


class RefSerializer(serializers.ModelSerializer):
    """Another record, shown with a few columns, written as {"slug": ...} or as the bare key (the first field)."""

    def to_internal_value(self, given: Any) -> Model:
        key = next(iter(self.fields))
        value = given.get(key) if isinstance(given, dict) else given
        if not isinstance(value, str) or "\0" in value:
            raise serializers.ValidationError({key: [serializers.ErrorDetail(_("Send a text."), code="invalid")]})
        try:
            return find(self, self.Meta.model._default_manager.all(), self.fields[key].source, value)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({key: error.detail}) from None


class RecordSerializer(StrictSerializer):
    """The record form of one type.

    Context: `brief` (a list: the members of Meta.headline), `only`/`omit` (sets of member names), `document` (for
    history and files: English, without addresses and moments).
    """

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        names = set(fields)
        if self.context.get("document"):
            names = {name for name, field in fields.items() if is_forgeable(name, field)}
        if is_root(self):
            if "slug" in fields:
                fields["slug"].required = False  # a new record gets one from its title, a changed one has its own
            if only := self.context.get("only"):
                names &= only
            elif self.context.get("brief"):
                names &= set(getattr(self.Meta, "headline", names))
            names -= self.context.get("omit") or set()
        return {name: field for name, field in fields.items() if name in names}

    def to_internal_value(self, given: Any) -> Any:
        """Take the bare text of a translated member ("title") as its English, where no texts by language are sent."""
        if isinstance(given, dict):
            given = dict(given)
            for column in translated_columns(self.Meta.model):
                plural = plural_of(column)
                text = given.pop(column, None)
                if plural in self.fields and plural not in given and text is not None:
                    given[plural] = {settings.LANGUAGE_CODE: text}
        return super().to_internal_value(given)

    def tolerated(self) -> set[str]:
        return super().tolerated() | set(translated_columns(self.Meta.model))


def plural_of(column: str) -> str:
    """The member that holds a translated column's texts: title, titles; summary, summaries."""
    return f"{column[:-1]}ies" if column.endswith("y") else f"{column}s"


def translated_columns(model: type[Model]) -> list[str]:
    """The columns of a model that have a text in each language."""
    if model not in translator.get_registered_models(abstract=False):
        return []
    return list(translator.get_options_for_model(model).all_fields)


def english(column: str) -> str:
    """The column of the required language."""
    return build_localized_fieldname(column, settings.LANGUAGE_CODE)


def document(serializer: type[RecordSerializer], instance: Model) -> dict[str, Any]:
    """The record form as history and files keep it: plain JSON values, English names, no moments."""
    with override(settings.LANGUAGE_CODE):
        data = serializer(instance, context={"document": True}).data
        return json.loads(json.dumps(data, cls=JSONEncoder))


def members(form: serializers.BaseSerializer, error: ValidationError) -> ValidationError:
    """The errors of a service, by the members of the form instead of the columns and relations behind them."""
    if not hasattr(error, "error_dict"):
        return error
    named: dict[str, list[Any]] = {}
    for place, problems in error.error_dict.items():
        known = named.setdefault(".".join(_member(form, place.split("."))), [])
        # A translated column says of itself what its English one says.
        known += [one for one in problems if one.messages not in [other.messages for other in known]]
    return ValidationError(named)


def _member(form: Any, place: list[str]) -> list[str]:
    """The path in the form of a place such as `project_sectors.0.sector`; what the form does not know stays."""
    if not place or not hasattr(form, "fields"):
        return place
    head, *rest = place
    for name, field in form.fields.items():
        if isinstance(field, TranslationsField) and head in {field.column, *field.columns().values()}:
            return [name, *rest]
        if isinstance(field, serializers.Serializer) and field.source == "*":
            if (inside := _member(field, place)) != place:
                return [name, *inside]
        elif head in (name, field.source):
            if isinstance(field, serializers.ListSerializer):
                return [name, *rest[:1], *_member(field.child, rest[1:])]
            return [name, *_member(field, rest)]
    return place
