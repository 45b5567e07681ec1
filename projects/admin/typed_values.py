"""The value of a claim as a clerk types it into one input: by the attribute a number, a label, a place or a date."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from rest_framework import serializers

from lib.bounds import Bound
from lib.search import fold
from lib.suggest import close_matches
from lib.typed import read_number, spaced
from regions.models import Region

from ..attributes import ATTRIBUTES, ValueKind
from ..serializers.claim import ClaimSerializer, read_value

CODE_BEHIND = re.compile(r"\(([A-Z0-9-]+)\)\s*$", re.ASCII)
NUMBERS = (ValueKind.MONEY, ValueKind.QUANTITY)


def read_typed(attribute, texts, bound):
    """The columns of a claim that carry what was typed; `texts` are those of "value", "low" and "high".

    Raises ValidationError by these names.
    """
    spec = ATTRIBUTES[attribute]
    if spec.kind in NUMBERS:
        typed = {name: _number(name, text, spec) for name, text in texts.items()}
    else:
        typed = {"value": _word(texts["value"], spec), "low": None, "high": None}
    if bound != Bound.RANGE and spec.kind in NUMBERS:
        for name in ("low", "high"):
            if typed[name] is not None:
                message = _("Only a range has ends of its own: choose the bound “range”.")
                raise ValidationError({name: ValidationError(message, code="follows")})
    try:
        return read_value(ClaimSerializer(), spec, typed, bound)
    except serializers.ValidationError as error:
        raise ValidationError({name: [str(each) for each in errors] for name, errors in error.detail.items()}) from None


def show_typed(claim):
    """What would be typed for a claim: {"value", "low", "high"}."""
    if claim.kind in NUMBERS:
        ends = {name: getattr(claim, name) if claim.bound == Bound.RANGE else None for name in ("low", "high")}
        return {name: spaced(number) for name, number in {"value": claim.value, **ends}.items()}
    if claim.kind == ValueKind.REGION:
        return {"value": show_place(claim.region)}
    return {"value": str(claim.label) if claim.kind == ValueKind.CODE else claim.value or ""}


def show_place(region):
    return f"{region} ({region.code})"


def _number(name, text, spec):
    try:
        return read_number(text, whole=spec.whole)
    except ValidationError as error:
        raise ValidationError({name: error}) from None


def _word(text, spec):
    """The code, the region's code or the date that was typed."""
    if not text:
        raise _wrong(_("Give a value: %(kind)s."), "required", kind=spec.kind.label)
    if spec.kind == ValueKind.REGION:
        return read_place(text).code
    return _code(text, spec.choices) if spec.kind == ValueKind.CODE else text


def _code(text, choices):
    """The code of a label, in the language in use or in English."""
    labels = {code: code for code in choices.values} | {str(label): code for code, label in choices.choices}
    with override(settings.LANGUAGE_CODE):
        labels |= {str(label): code for code, label in choices.choices}
    folded = {fold(label): code for label, code in labels.items()}
    if fold(text) in folded:
        return folded[fold(text)]
    own = [str(label) for label in choices.labels]
    raise _wrong(_("“%(text)s” is none of these: %(known)s."), "unknown", text=text, known=", ".join(own))


def read_place(text):
    """The region of a code, of "Name (CODE)", or of a name in any language; raises ValidationError on `value`."""
    code = CODE_BEHIND.search(text.upper())
    region = Region.objects.filter(code=code[1] if code else text.strip().upper()).first()
    if region:
        return region
    found = list(Region.objects.search(text)[:50])
    named = [region for region in found if fold(text) in _names(region)]
    if len(named) == 1:
        return named[0]
    near = named or found
    if not near:
        names = {str(region): region for region in Region.objects.all()}
        near = [names[name] for name in close_matches(text, names)]
    if not near:
        raise _wrong(_("There is no place “%(text)s”."), "unknown", text=text)
    places = "; ".join(show_place(region) for region in near[:5])
    message = _("“%(text)s” names no one place. Did you mean: %(places)s?")
    raise _wrong(message, "unknown", text=text, places=places)


def _names(region):
    own = [getattr(region, f"name_{code.replace('-', '_')}") for code, _name in settings.LANGUAGES]
    others = [name for names in region.aliases.values() for name in names]
    return {fold(name) for name in [*own, *others] if name}


def _wrong(message, code, **params):
    return ValidationError({"value": ValidationError(message, code=code, params=params)})
