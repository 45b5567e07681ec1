"""What the map to zoom asks for: how near it looks, and at which part of the globe."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from lib.geometry import Box
from lib.listing import Errors

from ..filters.fields import BoxField
from ..points import NEAREST


@dataclass
class Asked:
    """`others` are the parameters that choose projects; what is wrong stands in `errors` by parameter."""

    others: QueryDict
    zoom: int = 0
    frame: Box | None = None
    errors: Errors = field(default_factory=dict)


def asked_of(given: QueryDict) -> Asked:
    """`zoom` is 0 (the world) to NEAREST, `frame` is west,south,east,north in degrees."""
    asked = Asked(given.copy())
    zoom, frame = (asked.others.pop(name, [""])[-1].strip() for name in ("zoom", "frame"))
    try:
        asked.zoom = _zoom(zoom)
    except ValueError:
        message = _("Write a whole number from 0 to %(most)s.") % {"most": NEAREST}
        asked.errors["zoom"] = [{"code": "invalid", "message": message}]
    try:
        found = BoxField(required=False).clean(frame)
        asked.frame = Box(*found) if found else None
    except ValidationError as error:
        asked.errors["frame"] = [{"code": "invalid", "message": " ".join(error.messages)}]
    return asked


def _zoom(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal()) or int(text[:9]) > NEAREST:
        raise ValueError
    return int(text)
