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
_PART = {
    "projects": WHOLE,
    "investment_usd": _SUM,
    "jobs": _SUM,
    "capacity": {"type": "object", "additionalProperties": _SUM, "description": "By unit: MW, t/a input."},
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
FACETS = {
    "type": "object",
    "description": "By filter: its values with the number of projects that the list would have with each alone.",
    "additionalProperties": _list(_object(value=KEY, label=TEXT, count=WHOLE)),
}
CODES = {
    "type": "object",
    "description": "All code lists by name, with labels in the language of the request.",
    "additionalProperties": _list({"type": "object", "properties": {"code": TEXT, "label": TEXT}}),
}
