"""Parameters of the API's lists, derived from their filtersets and listings."""

from typing import Any

import django_filters
from drf_spectacular.plumbing import build_parameter_type

from lib.filters import (
    CommaFilter,
    CountFilter,
    DayFilter,
    QuantityFilter,
    StrictBooleanFilter,
    StrictFilterSet,
    WordsFilter,
)
from lib.listing import MAX_PAGE_SIZE, PAGE_SIZE

Schema = dict[str, Any]

# Longer lists of codes are not repeated: /codes/ and the resources have them.
MOST_CODES = 60

PLAIN: dict[type[django_filters.Filter], Schema] = {
    StrictBooleanFilter: {"type": "boolean"},
    DayFilter: {"type": "string", "format": "date"},
    CountFilter: {"type": "integer", "minimum": 0},
    QuantityFilter: {"type": "number", "minimum": 0},
    django_filters.NumberFilter: {"type": "number"},
}


def parameter(name: str, schema: Schema, description: Any = "", *, place: str = "query", **options: Any) -> Schema:
    return build_parameter_type(name=name, schema=schema, location=place, description=str(description), **options)


def names(name: str, known: list[str], description: str) -> Schema:
    """A parameter that takes several of these names, by comma."""
    schema = {"type": "array", "items": {"type": "string", "enum": known}}
    return parameter(name, schema, description, explode=False, style="form")


def filters(filterset: type[StrictFilterSet]) -> list[Schema]:
    return [_filter(name, one) for name, one in filterset.base_filters.items()]


def _filter(name: str, one: django_filters.Filter) -> Schema:
    if isinstance(one, CommaFilter):
        items = {"type": "string"} | _codes(one.extra.get("choices"))
        several = "Any of several, by comma or repetition."
        return parameter(
            name, {"type": "array", "items": items}, f"{one.label}. {several}", explode=False, style="form"
        )
    if isinstance(one, django_filters.ChoiceFilter):
        return parameter(name, {"type": "string"} | _codes(one.extra["choices"]), one.label)
    return parameter(name, dict(PLAIN.get(type(one), {"type": "string"})), one.label)


def _codes(choices: Any) -> Schema:
    codes = [str(code) for code, _label in (choices() if callable(choices) else choices or ())]
    return {"enum": codes} if 0 < len(codes) <= MOST_CODES else {}


def shown(members: list[str]) -> list[Schema]:
    """Which members an answer has."""
    return [
        names("fields", members, "Only these members."),
        names("omit", members, "All members but these."),
    ]


def controls(filterset: type[StrictFilterSet]) -> list[Schema]:
    """Order and pages of a list."""
    searches = isinstance(filterset.base_filters.get("q"), WordsFilter)
    offered = [*filterset.orderings, *([filterset.RELEVANCE] if searches else [])]
    orders = [sign + name for name in offered for sign in ("", "-")]
    default = ",".join(filterset.default_ordering) + (f", with q -{filterset.RELEVANCE}" if searches else "")
    size = {"type": "integer", "minimum": 1, "default": PAGE_SIZE}
    return [
        names("ordering", orders, f"Descending with a minus; “not stated” comes last both ways. Default: {default}."),
        parameter("page", {"type": "integer", "minimum": 1, "default": 1}, "Not in a format that has all rows."),
        parameter("page_size", size, f"At most {MAX_PAGE_SIZE}; more is cut to that."),
        parameter(
            "cursor",
            {"type": "string"},
            "For deep pages, instead of page: empty to start, then as the link `next` has it.",
            allow_blank=True,
        ),
    ]
