from collections.abc import Collection
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lib import edtf
from lib.bounds import Bound, limits
from lib.currencies import currencies
from lib.edtf import validate_edtf
from lib.texts import composed
from lib.units import PER, UNITS
from sources.models import AppendOnly, Cited

from ..attributes import ATTRIBUTES, Attribute, Basis, Stage, ValueKind, attribute_choices
from .claim_codes import DoubtCode, Missing, Modality, Rank
from .rate import BASE_CURRENCY, ExchangeRate
from .standing import GROUP, ClaimQuerySet

# The largest numbers that the columns hold, on both databases: 18 digits, and 15 of which 4 are decimals.
LARGEST = {ValueKind.MONEY: 10**18 - 1, ValueKind.QUANTITY: Decimal("99999999999.9999")}

# The columns of a number, and the members of the record form by the columns that carry them.
NUMBERS = ("amount", "amount_low", "amount_high", "quantity", "quantity_low", "quantity_high")
MEMBERS = {"amount": "value", "quantity": "value", "code": "value", "region": "value", "date": "value"}


def _holds(kind: ValueKind | None) -> Q:
    """The condition that a claim carries a value of this kind and of no other."""
    empty = {
        ValueKind.MONEY: Q(amount=None, amount_low=None, amount_high=None, currency=""),
        ValueKind.QUANTITY: Q(quantity=None, quantity_low=None, quantity_high=None, unit="", per=""),
        ValueKind.CODE: Q(code=""),
        ValueKind.REGION: Q(region=None),
        ValueKind.DATE: Q(date=""),
    }
    filled = {
        ValueKind.MONEY: ~Q(currency="") & (Q(amount_low__isnull=False) | Q(amount_high__isnull=False)),
        ValueKind.QUANTITY: ~Q(unit="") & (Q(quantity_low__isnull=False) | Q(quantity_high__isnull=False)),
        ValueKind.CODE: ~Q(code=""),
        ValueKind.REGION: Q(region__isnull=False),
        ValueKind.DATE: ~Q(date=""),
    }
    condition = filled[kind] & Q(missing="") if kind else Q(missing__in=Missing.values, bound="", modality="")
    for other, nothing in empty.items():
        if other != kind:
            condition &= nothing
    return condition


def _follows(column: str) -> Q:
    """The condition that low and high of a number follow from its bound."""
    value, low, high = column, f"{column}_low", f"{column}_high"

    def stated(*names: str) -> Q:
        # A comparison with null is unknown, and what is unknown passes a constraint.
        return Q(**{f"{name}__isnull": False for name in names})

    return (
        Q(**{value: None, low: None, high: None})
        | stated(value, low, high) & Q(**{value: F(low), high: F(low)}, bound=Bound.EXACT)
        | stated(value, low, high) & Q(**{f"{value}__gte": F(low), f"{value}__lte": F(high)}, bound=Bound.ABOUT)
        | stated(value, low) & Q(**{value: F(low), high: None}, bound__in=[Bound.MORE_THAN, Bound.AT_LEAST])
        | stated(value, high) & Q(**{value: F(high), low: None}, bound__in=[Bound.UP_TO, Bound.LESS_THAN])
        | stated(low, high) & Q(**{value: None, f"{low}__lte": F(high)}, bound=Bound.RANGE)
    )


class Claim(Cited):
    """What one source says of one attribute of a project or of one of its facilities.

    Money (`amount*`) is in whole units of `currency` (ISO 4217); quantities (`quantity*`) are decimals in `unit`
    (UN/ECE Recommendation 20), a year where `per` is ANN. `low` and `high` follow from `value` and `bound`; null is
    open. A claim without a value says why in `missing`.
    """

    PROJECTED = frozenset({"stands", "usd_low", "usd_high", "usd_rate"})
    WHEN_RETIRED: ClassVar = {"stands": False}

    # Subject
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="claims", verbose_name=_("project"))
    facility = models.SlugField(_("facility"), max_length=60, blank=True)
    attribute = models.CharField(_("attribute"), max_length=40, choices=attribute_choices)
    # Value: columns of one kind are filled
    amount = models.BigIntegerField(_("amount"), null=True, blank=True)
    amount_low = models.BigIntegerField(_("amount, at least"), null=True, editable=False)
    amount_high = models.BigIntegerField(_("amount, at most"), null=True, editable=False)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=15, decimal_places=4, null=True, blank=True)
    quantity_low = models.DecimalField(
        _("quantity, at least"), max_digits=15, decimal_places=4, null=True, editable=False
    )
    quantity_high = models.DecimalField(
        _("quantity, at most"), max_digits=15, decimal_places=4, null=True, editable=False
    )
    unit = models.CharField(_("unit"), max_length=3, blank=True)
    per = models.CharField(_("per"), max_length=3, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    date = models.CharField(_("date"), max_length=40, blank=True, validators=[validate_edtf])
    date_first = models.DateField(null=True, editable=False)
    date_last = models.DateField(null=True, editable=False)
    missing = models.CharField(_("no value because"), max_length=20, choices=Missing, blank=True)
    # Sense
    bound = models.CharField(_("bound"), max_length=10, choices=Bound, blank=True)
    modality = models.CharField(_("modality"), max_length=12, choices=Modality, blank=True)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis, blank=True)
    for_date = models.CharField(
        _("for the date"),
        max_length=40,
        blank=True,
        validators=[validate_edtf],
        help_text=_("EDTF; blank is the full scale."),
    )
    # Words and weight
    as_printed = models.CharField(_("as printed"), max_length=500, blank=True)
    rank = models.CharField(_("rank"), max_length=10, choices=Rank, default=Rank.NORMAL)
    reason = models.CharField(_("reason of the rank"), max_length=300, blank=True)
    # Projection, written by settle()
    stands = models.BooleanField(_("stands"), default=False, editable=False)
    usd_low = models.BigIntegerField(null=True, editable=False)
    usd_high = models.BigIntegerField(null=True, editable=False)
    usd_rate = models.ForeignKey(ExchangeRate, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = [
            # The claims of one project, and the standing claims of one attribute for filters and sums.
            models.Index(fields=["project", "attribute"], name="claim_of_project"),
            models.Index(fields=["attribute", "unit", "project"], name="claim_standing", condition=Q(stands=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="claim_has_one_value",
                condition=_holds(ValueKind.MONEY)
                | _holds(ValueKind.QUANTITY)
                | _holds(ValueKind.CODE)
                | _holds(ValueKind.REGION)
                | _holds(ValueKind.DATE)
                | _holds(None),
                violation_error_message=_("A claim has exactly one value, or a reason why it has none."),
            ),
            models.CheckConstraint(name="claim_amount_follows_bound", condition=_follows("amount")),
            models.CheckConstraint(name="claim_quantity_follows_bound", condition=_follows("quantity")),
            models.CheckConstraint(
                name="claim_not_negative",
                condition=(Q(amount_low=None) | Q(amount_low__gte=0))
                & (Q(amount_high=None) | Q(amount_high__gte=0))
                & (Q(quantity_low=None) | Q(quantity_low__gte=0))
                & (Q(quantity_high=None) | Q(quantity_high__gte=0)),
            ),
            models.CheckConstraint(
                name="claim_words_are_exact",
                condition=Q(code="", region=None, date="") | Q(bound=Bound.EXACT),
                violation_error_message=_("Only a number can have a bound other than exact."),
            ),
            models.CheckConstraint(
                name="claim_unclear_keeps_words",
                condition=~Q(missing=Missing.UNCLEAR) | ~Q(as_printed=""),
                violation_error_message=_("What is unclear must be kept as printed."),
            ),
            models.CheckConstraint(
                name="claim_preference_has_reason",
                condition=~Q(rank=Rank.PREFERRED) | ~Q(reason=""),
                violation_error_message=_("Say why this claim is preferred."),
            ),
            models.CheckConstraint(
                name="claim_conversion_has_rate",
                condition=Q(usd_low=None, usd_high=None, usd_rate=None)
                | Q(currency=BASE_CURRENCY, usd_rate=None)
                | ~Q(currency="") & Q(usd_rate__isnull=False),
            ),
            models.CheckConstraint(name="claim_days_in_order", condition=Q(said_first__lte=F("said_last"))),
            models.CheckConstraint(name="claim_is_cited", condition=Q(citation__isnull=False)),
            models.CheckConstraint(name="claim_retired_stands_not", condition=Q(retired_at=None) | Q(stands=False)),
            models.CheckConstraint(
                name="claim_codes_known",
                condition=Q(bound__in=["", *Bound.values])
                & Q(modality__in=["", *Modality.values])
                & Q(basis__in=["", *Basis.values])
                & Q(rank__in=Rank.values)
                & Q(per__in=list(PER)),
            ),
            models.UniqueConstraint(
                name="claim_one_preferred",
                fields=GROUP,
                condition=Q(rank=Rank.PREFERRED, retired_at=None),
                violation_error_message=_("Another claim of this group is preferred already."),
                violation_error_code="preferred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.spec.label} {self.as_printed}".strip()

    def get_absolute_url(self) -> str:
        return reverse("projects:claim", args=[self.uid])

    def prepare(self) -> None:
        """Set low and high from value and bound, the days of a date, and the unit where the attribute has only one.

        Raises ValidationError on value, low, high or bound where they do not fit together.
        """
        self.as_printed = composed(self.as_printed)
        spec = ATTRIBUTES.get(self.attribute)
        if spec is None or self.missing:
            return
        self.bound = self.bound or Bound.EXACT
        if self.date:
            self._set_days()
        if spec.kind == ValueKind.QUANTITY and len(spec.units) == 1:
            self.unit = self.unit or spec.units[0]
        if spec.kind in LARGEST:
            self._set_limits(spec)

    def _set_days(self) -> None:
        try:
            period = edtf.parse(self.date)
        except ValidationError as error:
            raise ValidationError({"value": error}) from None
        self.date_first, self.date_last = period.first, period.last

    def _set_limits(self, spec: Attribute) -> None:
        column = "amount" if spec.kind == ValueKind.MONEY else "quantity"
        value, low, high = (getattr(self, name) for name in (column, f"{column}_low", f"{column}_high"))
        if self.bound != Bound.RANGE:
            low = high = None
        low, high = limits(self.bound, value, low, high, whole=spec.whole)
        for member, number in (("low", low), ("high", high)):
            if number is not None and number > LARGEST[spec.kind]:
                member = member if self.bound == Bound.RANGE else "value"
                raise _wrong(member, _("This number is too large."), "max_value")
        setattr(self, f"{column}_low", low)
        setattr(self, f"{column}_high", high)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """As Django does; what is wrong with the column of a value is said of the value, as claims are written."""
        try:
            super().clean_fields(exclude)
        except ValidationError as error:
            raise ValidationError({MEMBERS.get(name, name): e for name, e in error.error_dict.items()}) from None

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django does; that another claim is preferred is said of the rank."""
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            codes = [problem.code for problem in error.error_dict.get(NON_FIELD_ERRORS, [])]
            if codes == ["preferred"]:
                raise ValidationError({"rank": error.error_dict[NON_FIELD_ERRORS]}) from None
            raise

    def clean(self) -> None:
        """What the attribute's entry in the table asks for, and each rule of a single claim by its field."""
        spec = ATTRIBUTES.get(self.attribute)
        if spec is None:
            raise _wrong("attribute", _("“%(value)s” is no attribute."), "invalid", value=self.attribute)
        if self.citation is None:
            raise _wrong("citation", _("Every claim names its source."), "required")
        if self.missing:
            self._clean_missing()
        else:
            self._clean_value(spec)
        if self.basis and self.basis not in spec.bases:
            raise _wrong("basis", _("This attribute has no basis “%(value)s”."), "invalid", value=self.basis)
        if self.rank == Rank.PREFERRED and not self.reason:
            raise _wrong("reason", _("Say why this claim is preferred."), "required")
        if self.as_printed and self.citation.exact and self.as_printed not in self.citation.exact:
            raise _wrong("as_printed", _("The phrase must stand in the words of the citation."), "not_in_citation")

    def _clean_missing(self) -> None:
        if self.kind is not None or any(getattr(self, column) is not None for column in NUMBERS):
            raise _wrong("missing", _("A claim has a value or a reason why it has none, not both."), "two_values")
        if self.missing == Missing.UNCLEAR and not self.as_printed:
            raise _wrong("as_printed", _("What is unclear must be kept as printed."), "required")
        for field in ("bound", "modality", "per"):
            if getattr(self, field):
                raise _wrong(field, _("Without a value there is nothing that this could qualify."), "no_value")

    def _clean_value(self, spec: Attribute) -> None:
        if spec.rows:
            raise _wrong("value", _("Send this as a row of its own list; a claim only says why there is none."), "rows")
        if spec.kind == ValueKind.MONEY and self.currency not in currencies():
            raise _wrong("currency", _("“%(value)s” is no currency of ISO 4217."), "invalid", value=self.currency)
        if spec.kind == ValueKind.QUANTITY and self.unit not in (spec.units or UNITS):
            allowed = ", ".join(spec.units)
            raise _wrong("unit", _("This attribute takes one of the units %(value)s."), "invalid", value=allowed)
        for field, kind in (("currency", ValueKind.MONEY), ("unit", ValueKind.QUANTITY)):
            if getattr(self, field) and spec.kind != kind:
                raise _wrong(field, _("This attribute has none."), "kind")
        if self.kind != spec.kind or self.value is None and self.low is None and self.high is None:
            raise _wrong("value", _("Give a value: %(value)s."), "required", value=spec.kind.label)
        if self.per not in spec.per:
            raise _wrong("per", _("This attribute is not counted per “%(value)s”."), "invalid", value=self.per)
        if spec.kind not in LARGEST:
            self._clean_word(spec)

    def _clean_word(self, spec: Attribute) -> None:
        if spec.choices is not None and self.code not in spec.choices.values:
            raise _wrong("value", _("“%(value)s” is not one of the codes."), "invalid", value=self.code)
        if self.bound != Bound.EXACT:
            raise _wrong("bound", _("Only a number can have a bound other than exact."), "kind")

    @property
    def spec(self) -> Attribute:
        return ATTRIBUTES[self.attribute]

    @property
    def kind(self) -> ValueKind | None:
        """Which kind of value is filled; None when a reason stands in its place."""
        if self.currency:
            return ValueKind.MONEY
        if self.unit:
            return ValueKind.QUANTITY
        if self.region_id:
            return ValueKind.REGION
        return ValueKind.CODE if self.code else ValueKind.DATE if self.date else None

    @property
    def value(self) -> int | Decimal | str | None:
        """The value as stated: a number, a code, a region's code or an EDTF date; None for a range and for no value."""
        match self.kind:
            case ValueKind.MONEY:
                return self.amount
            case ValueKind.QUANTITY:
                return self.quantity
            case ValueKind.REGION:
                return self.region.code if self.region else None
        return self.code or self.date or None

    @property
    def low(self) -> int | Decimal | None:
        return self.amount_low if self.kind == ValueKind.MONEY else self.quantity_low

    @property
    def high(self) -> int | Decimal | None:
        return self.amount_high if self.kind == ValueKind.MONEY else self.quantity_high

    @property
    def group(self) -> tuple[Any, ...]:
        return (self.project_id, self.facility, self.attribute, self.basis, self.for_date)

    @property
    def label(self) -> str:
        """The value in words for codes and regions, else its plain text."""
        if self.kind == ValueKind.CODE:
            return str(Stage(self.code).label)
        return str(self.region) if self.region else str(self.value)


class Doubt(AppendOnly):
    """A reason not to trust a claim as it is printed; written with the claim."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="doubts", verbose_name=_("claim"))
    code = models.CharField(_("doubt"), max_length=20, choices=DoubtCode)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("doubt")
        verbose_name_plural = _("doubts")
        constraints = [
            models.UniqueConstraint(name="doubt_once", fields=["claim", "code"]),
            models.CheckConstraint(name="doubt_code_known", condition=Q(code__in=DoubtCode.values)),
        ]

    def __str__(self) -> str:
        return self.get_code_display()


def _wrong(field: str, message: Any, code: str, **params: Any) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code, params=params)})
