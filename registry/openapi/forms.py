"""How fields of the record forms look in JSON Schema, where their classes do not tell; loaded with the schema."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema

from lib.fields import EdtfField, NumberField, TranslationsField
from lib.serializers import RefSerializer
from projects.attributes import ATTRIBUTES
from projects.serializers.claim import AttributeField, ValueField

Schema = dict[str, Any]


class Translations(OpenApiSerializerFieldExtension):
    target_class = TranslationsField

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> Schema:
        text = {"type": "string"} | ({"maxLength": self.target.max_length} if self.target.max_length else {})
        schema = {"type": "object", "properties": {code: text for code, _name in settings.LANGUAGES}}
        needed = {"required": [settings.LANGUAGE_CODE]} if self.target.needs_english else {}
        return schema | needed | {"additionalProperties": False}


class Edtf(OpenApiSerializerFieldExtension):
    target_class = EdtfField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> Schema:
        about = "A date of EDTF: 2025, 2025-06, 2025-06-16, 2025-33 (a quarter), 2025/2027; blank is not stated."
        return {"type": "string", "format": "edtf", "maxLength": self.target.max_length, "description": about}


class Number(OpenApiSerializerFieldExtension):
    target_class = NumberField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> Schema:
        return {"type": "integer" if self.target.decimal_places == 0 else "number"}


class Value(OpenApiSerializerFieldExtension):
    target_class = ValueField

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> Schema:
        about = "A number, a code, a region's code or an EDTF date, by the attribute; null for a range or no value."
        return {"type": ["number", "string"], "description": about}


class AttributeCode(OpenApiSerializerFieldExtension):
    target_class = AttributeField

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> Schema:
        return {"type": "string", "enum": list(ATTRIBUTES)}


class Reference(OpenApiSerializerExtension):
    """Another record: shown with some of its members, written by its key alone or in an object."""

    target_class = RefSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> Schema:
        if direction == "response":
            return auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        key = next(iter(self.target.fields))
        named = {"type": "object", "properties": {key: {"type": "string"}}, "required": [key]}
        return {"oneOf": [{"type": "string"}, named]}
