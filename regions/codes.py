"""The kinds of places and the codes they have."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionKind(models.TextChoices):
    WORLD = "world", _("world")
    AREA = "area", _("area of the world")
    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    CITY = "city", _("city")
    DISTRICT = "district", _("district")


# UN M49 has three digits, ISO 3166-1 two letters, ISO 3166-2 one to three characters after the country. Below them a
# country's own code follows: KZ-10-SEMEY.
_ISO_3166_2 = r"[A-Z]{2}-[A-Z0-9]{1,3}"
_FORMS = {
    RegionKind.WORLD: r"001",
    RegionKind.AREA: r"[0-9]{3}",
    RegionKind.COUNTRY: r"[A-Z]{2}",
    RegionKind.REGION: _ISO_3166_2,
    RegionKind.CITY: rf"{_ISO_3166_2}(-[A-Z0-9]+)*",
    RegionKind.DISTRICT: rf"{_ISO_3166_2}(-[A-Z0-9]+)*",
}

_PARENTS = {
    RegionKind.WORLD: set(),
    RegionKind.AREA: {RegionKind.WORLD, RegionKind.AREA},
    RegionKind.COUNTRY: {RegionKind.WORLD, RegionKind.AREA},
    RegionKind.REGION: {RegionKind.COUNTRY, RegionKind.REGION},
    RegionKind.CITY: {RegionKind.COUNTRY, RegionKind.REGION, RegionKind.DISTRICT},
    RegionKind.DISTRICT: {RegionKind.REGION, RegionKind.CITY, RegionKind.DISTRICT},
}


def check_code(code: str, kind: str) -> None:
    """Raise ValidationError on `code` unless it has the form of its kind; an unknown kind is another check's matter."""
    if kind in _FORMS and not re.fullmatch(_FORMS[RegionKind(kind)], code):
        raise ValidationError({"code": ValidationError(_("The code does not fit the kind."), code="form")})


def code_list(code: str) -> str:
    """The list that the code of a place is from; "" for a country's own code."""
    if code.isdecimal():
        return "UN M49"
    return {0: "ISO 3166-1", 1: "ISO 3166-2"}.get(code.count("-"), "")


def check_parent(code: str, kind: str, parent_code: str, parent_kind: str) -> None:
    """Raise ValidationError on `parent` unless a place of this code and kind may be part of that one."""
    if kind in _PARENTS and parent_kind not in _PARENTS[RegionKind(kind)]:
        raise _wrong_parent(_("A place of this kind cannot be part of one of that kind."), "kind")
    if "-" in code and code[:2] != parent_code[:2]:
        raise _wrong_parent(_("The code begins with another country."), "country")


def _wrong_parent(message: str, code: str) -> ValidationError:
    return ValidationError({"parent": ValidationError(message, code=code)})
