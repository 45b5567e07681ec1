"""How the API describes itself: OpenAPI 3.1, made from viewsets, filtersets and record forms."""

from typing import Any

from .operations import RegistrySchema

__all__ = ["RegistrySchema", "tidy"]

BLANK = {"type": "string", "maxLength": 0}


def tidy(result: Any, **_options: Any) -> Any:
    """Mend what drf-spectacular makes; a hook of its settings.

    Its marks by which it would find code lists again go. An address or "" is any of both: "" alone is a text too, and
    so no address or "" would ever be just one of both.
    """
    if isinstance(result, list):
        return [tidy(value) for value in result]
    if not isinstance(result, dict):
        return result
    tidied = {name: tidy(value) for name, value in result.items() if name != "x-spec-enum-id"}
    if BLANK in tidied.get("oneOf", ()):
        tidied["anyOf"] = tidied.pop("oneOf")
    return tidied
