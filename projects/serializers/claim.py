from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from lib.bounds import Bound
from lib.compiled import JsonFirst, JsonNumber, stated
from lib.fields import EdtfField, NumberField, UnknownKey, find
from lib.serializers import RecordSerializer
from lib.suggest import close_matches
from regions.models import Region
from sources.serializers import CitationSerializer

from ..attributes import ATTRIBUTES, Attribute, ValueKind
from ..models import Claim, Doubt, ExchangeRate


class AttributeField(serializers.CharField):
    """A code of the attribute table; near matches for one that is not in it."""

    def to_internal_value(self, given: Any) -> str:
        code = super().to_internal_value(given)
        if code not in ATTRIBUTES:
            message = _("“%(value)s” is no attribute.") % {"value": code}
            raise UnknownKey(message, close_matches(code, ATTRIBUTES))
        return code


class ValueField(serializers.Field):
    """The value as stated: a number, a code, a region's code or an EDTF date, by the attribute; null for a range."""

    default_error_messages = {"type": _("Send a number, a text or null.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", **({"required": False, "allow_null": True} | options))

    def expression(self, path: str, _base: str) -> JsonFirst:
        """The same in SQL: one of the columns has the value."""
        texts = [stated(path + column) for column in ("region__code", "code", "date")]
        return JsonFirst(F(f"{path}amount"), JsonNumber(F(f"{path}quantity")), *texts)

    def to_representation(self, claim: Claim) -> int | float | str | None:
        value = claim.value
        if isinstance(value, Decimal):
            return int(value) if value == int(value) else float(value)
        return value

    def to_internal_value(self, given: Any) -> dict[str, Any]:
        if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal | None):
            self.fail("type")
        return {"value": given}


class LimitField(NumberField):
    """The lower or upper end of a number; null is open."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_digits=19, **options)

    def expression(self, path: str, _base: str) -> JsonNumber:
        """The same in SQL: of the amount, or of the quantity."""
        amount = Cast(F(f"{path}amount_{self.field_name}"), DecimalField(max_digits=23, decimal_places=4))
        return JsonNumber(Coalesce(amount, F(f"{path}quantity_{self.field_name}")))


class DoubtSerializer(serializers.ModelSerializer):
    class Meta:
        model = Doubt
        fields = ["code", "note"]


class RateSerializer(serializers.ModelSerializer):
    """How an amount was converted into US dollars: units of its currency for one, as a source has it for a day."""

    rate = NumberField(decimal_places=6)
    source = serializers.CharField(source="source.slug")

    class Meta:
        model = ExchangeRate
        fields = ["rate", "day", "source"]


class ClaimSerializer(RecordSerializer):
    """What one source says of one attribute.

    Written with `attribute`, `value` (or `low` and `high` for a range, or `missing`), `bound` (exact unless told
    otherwise), `currency` for money, `unit` and `per` for quantities, and a `citation`. `low` and `high` follow from
    the bound.
    """

    uid = serializers.UUIDField(required=False)
    project = serializers.CharField(source="project.slug", read_only=True)
    attribute = AttributeField()
    value = ValueField()
    low = LimitField()
    high = LimitField()
    usd_rate = RateSerializer(read_only=True, allow_null=True)
    doubts = DoubtSerializer(many=True, required=False)
    for_date = EdtfField()
    said_on = EdtfField()
    citation = CitationSerializer()

    class Meta:
        model = Claim
        fields = [
            "uid", "project", "facility", "attribute", "value", "low", "high", "bound", "modality", "currency", "unit",
            "per", "basis", "for_date", "usd_low", "usd_high", "usd_rate", "as_printed", "doubts", "missing", "rank",
            "reason", "stands", "said_on", "citation", "recorded_at", "retired_at",
        ]  # fmt: skip
        read_only_fields = ["usd_low", "usd_high", "stands", "recorded_at", "retired_at"]
        validators: list[Any] = []

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put the value into the columns of its kind."""
        numbers = {name: given.pop(name, None) for name in ("value", "low", "high")}
        if given.get("missing"):
            if any(number is not None for number in numbers.values()):
                raise _invalid("missing", _("A claim has a value or a reason why it has none, not both."), "two_values")
            return given
        return given | read_value(self, ATTRIBUTES[given["attribute"]], numbers, given.get("bound", ""))


def read_value(form: Any, spec: Attribute, numbers: dict[str, Any], bound: str) -> dict[str, Any]:
    """The columns that carry this value of this attribute; raises a ValidationError on `value`, `low` or `high`."""
    value = numbers["value"]
    if spec.kind in (ValueKind.MONEY, ValueKind.QUANTITY):
        column = "amount" if spec.kind == ValueKind.MONEY else "quantity"
        read = {"value": _number(value, spec), **{name: numbers[name] for name in ("low", "high")}}
        if bound != Bound.RANGE:
            read |= {"low": None, "high": None}
        return {column: read["value"], f"{column}_low": read["low"], f"{column}_high": read["high"]}
    if not isinstance(value, str) or not value or "\0" in value:
        raise _invalid("value", _("This attribute takes a text: %(kind)s.") % {"kind": spec.kind.label}, "invalid")
    match spec.kind:
        case ValueKind.REGION:
            try:
                return {"region": find(form, Region.objects.all(), "code", value)}
            except serializers.ValidationError as error:
                raise serializers.ValidationError({"value": error.detail}) from None
        case ValueKind.CODE:
            codes = spec.choices.values if spec.choices else []
            if value not in codes:
                message = _("“%(value)s” is not one of the codes.") % {"value": value}
                raise serializers.ValidationError({"value": UnknownKey(message, close_matches(value, codes)).detail})
            return {"code": value}
    return {"date": value}


def _number(value: Any, spec: Attribute) -> Decimal | None:
    if value is None:
        return None
    field = LimitField(decimal_places=0) if spec.whole else LimitField(max_value=Decimal("99999999999.9999"))
    try:
        return field.run_validation(value)
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"value": error.detail}) from None


def _invalid(field: str, message: Any, code: str) -> serializers.ValidationError:
    return serializers.ValidationError({field: [serializers.ErrorDetail(str(message), code=code)]})
