"""The forms of answers that are no records, in JSON Schema for the API's description."""

from typing import Any

Schema = dict[str, Any]


def _object(**members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": list(members)}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
NUMBER = {"type": ["number", "null"]}
KEY = {"type": ["string", "integer", "null"], "description": "Null: not stated."}

_SUM = _object(
    low=NUMBER | {"description": "What the bounds guarantee together; null when nothing is stated."},
    high=NUMBER | {"description": "Null: open, or nothing is stated."},
    value=NUMBER,
    bound=TEXT,
    about={"type": "boolean"},
    said=TEXT | {"description": "The sum in words: “more than about 5,800”."},
    stated_by=WHOLE | {"description": "How many projects state it."},
    of=WHOLE | {"description": "How many projects there are."},
    excluded=_list({"type": "object", "properties": {"slug": TEXT, "reason": TEXT}, "required": ["slug", "reason"]}),
    excluded_count=WHOLE,
)
_LINK = {"type": ["string", "null"], "format": "uri"}
_LINKED_SUM = _SUM | {
    "properties": _SUM["properties"] | {"explain": _LINK | {"description": "Where its terms are, with their claims."}},
    "required": [*_SUM["required"], "explain"],
}
_PART = {
    "projects": WHOLE,
    "investment_usd": _LINKED_SUM,
    "jobs": _LINKED_SUM,
    "capacity": {"type": "object", "additionalProperties": _LINKED_SUM, "description": "By unit: MW, t/a input."},
}
STATS = {
    "type": "object",
    "properties": {
        "group_by": {"type": ["string", "null"]},
        "total": _object(**_PART),
        "groups": _list(_object(key=KEY, label=TEXT, **_PART)),
    },
    "required": ["group_by", "total"],
}
_TERM = _object(
    project=_object(slug=TEXT, title=TEXT),
    facility=TEXT | {"description": "Blank: the whole project."},
    value=NUMBER | {"description": "What is stated, in the unit of the sum; null for a range."},
    low=NUMBER | {"description": "Null: open."},
    high=NUMBER | {"description": "Null: open."},
    bound=TEXT,
    claim=TEXT | {"format": "uuid"},
    url={"type": "string", "format": "uri", "description": "Where the words of the claim stand."},
    rate={
        "oneOf": [_object(rate={"type": "number"}, day=TEXT | {"format": "date"}, source=TEXT), {"type": "null"}],
        "description": "By which the amount was converted to US dollars.",
    },
)
_EXCLUDED = {
    "type": "object",
    "properties": {
        "slug": TEXT,
        "reason": TEXT,
        "claim": {"type": ["string", "null"], "format": "uuid", "description": "The claim that says so."},
        "other": TEXT | {"description": "The project that counts in its place."},
        "facility": TEXT,
    },
    "required": ["slug", "reason", "claim"],
}
EXPLAIN = _object(
    figure=TEXT,
    group_by={"type": ["string", "null"]},
    group={"type": ["string", "null"], "description": "Null: no group, or what is not stated."},
    but=_list(TEXT) | {"description": "All groups together but these."},
    total=_LINKED_SUM,
    rule=TEXT | {"description": "How the figures are added, in the language of the request."},
    count=WHOLE | {"description": "How many terms there are."},
    next=_LINK,
    previous=_LINK,
    terms=_list(_TERM),
    excluded=_list(_EXCLUDED),
    excluded_count=WHOLE,
)
_VALUE = _object(value=KEY, label=TEXT, count=WHOLE)
_BIN = _object(
    low=NUMBER | {"description": "The lowest whole number of the class; null of what can’t be placed."},
    high=NUMBER | {"description": "The highest one; null: open, or what can’t be placed."},
    label=TEXT,
    certain=WHOLE | {"description": "How many projects are in it for certain."},
    possible=WHOLE | {"description": "How many may be in it, these included."},
)
FACETS = {
    "type": "object",
    "description": "By filter: its values with the number of projects that the list would have with each alone; "
    "amount and jobs are histograms.",
    "properties": {"amount": _list(_BIN), "jobs": _list(_BIN)},
    "additionalProperties": _list(_VALUE),
}
CODES = {
    "type": "object",
    "description": "All code lists by name, with labels in the language of the request.",
    "additionalProperties": _list({"type": "object", "properties": {"code": TEXT, "label": TEXT}}),
}
