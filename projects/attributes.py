"""What can be claimed of a project: one table, from which forms, filters, columns and code lists are made."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ValueKind(TextChoices):
    """Which column of a claim carries its value."""

    MONEY = "money", _("amount of money")
    QUANTITY = "quantity", _("quantity")
    CODE = "code", _("code")
    REGION = "region", _("region")
    DATE = "date", _("date")


class Basis(TextChoices):
    """What a figure refers to."""

    INPUT = "input", _("input")
    OUTPUT = "output", _("output")
    ELECTRIC = "electric", _("electric")
    THERMAL = "thermal", _("thermal")
    CONSTRUCTION = "construction", _("in construction")
    OPERATION = "operation", _("in operation")


class Stage(TextChoices):
    """Stages of a project. `under_way` says that works go on and the source does not say which."""

    ANNOUNCED = "announced", _("announced")
    AGREED = "agreed", _("agreed")
    PREPARING = "preparing", _("preparing")
    UNDER_WAY = "under_way", _("under way")
    CONSTRUCTION = "construction", _("construction")
    COMMISSIONING = "commissioning", _("commissioning")
    OPERATING = "operating", _("operating")
    SUSPENDED = "suspended", _("suspended")
    CANCELLED = "cancelled", _("cancelled")
    CLOSED = "closed", _("closed")


# Project status of OC4IDS 0.9.5 for each stage; a suspended project keeps no status there.
OC4IDS_STATUS = {
    Stage.ANNOUNCED: "identification",
    Stage.AGREED: "identification",
    Stage.PREPARING: "preparation",
    Stage.UNDER_WAY: "implementation",
    Stage.CONSTRUCTION: "implementation",
    Stage.COMMISSIONING: "completion",
    Stage.OPERATING: "maintenance",
    Stage.CANCELLED: "cancelled",
    Stage.CLOSED: "decommissioning",
}


@dataclass(frozen=True)
class Attribute:
    """One thing that can be claimed.

    `units` are codes of UN/ECE Recommendation 20 (empty: not a quantity); `per` the codes allowed beside them;
    `plausible` the lowest and highest value, in whole currency units or the first unit, past which the registry asks
    again; `oc4ids` the path in an OC4IDS project that carries it ("" when none does); `rows` the list of the project
    that carries the values, where claims only say why there are none; `core` what every project should state, as far
    as it applies.
    """

    code: str
    label: Any
    kind: ValueKind
    units: tuple[str, ...] = ()
    per: tuple[str, ...] = ("",)
    bases: tuple[str, ...] = ()
    whole: bool = False
    choices: type[TextChoices] | None = None
    plausible: tuple[int, int] | None = None
    oc4ids: str = ""
    rows: str = ""
    core: bool = False


CAPACITY_BASES = (Basis.INPUT, Basis.OUTPUT, Basis.ELECTRIC, Basis.THERMAL)

ATTRIBUTES: dict[str, Attribute] = {
    attribute.code: attribute
    for attribute in (
        Attribute(
            "investment",
            _("investment"),
            ValueKind.MONEY,
            whole=True,
            plausible=(10_000, 1_000_000_000_000),
            oc4ids="budget/amount",
            core=True,
        ),
        Attribute(
            "jobs",
            _("jobs"),
            ValueKind.QUANTITY,
            units=("IE",),
            bases=(Basis.CONSTRUCTION, Basis.OPERATION),
            whole=True,
            plausible=(1, 200_000),
            core=True,
        ),
        Attribute(
            "capacity",
            _("capacity"),
            ValueKind.QUANTITY,
            per=("", "ANN"),
            bases=CAPACITY_BASES,
            units=(
                "MAW",
                "KWT",
                "A90",
                "TNE",
                "KTN",
                "KGM",
                "MTQ",
                "LTR",
                "MTK",
                "KMK",
                "KMT",
                "MTR",
                "C62",
                "GWH",
                "MWH",
                "KWH",
                "BLL",
            ),
            core=True,
        ),
        Attribute("area", _("area"), ValueKind.QUANTITY, units=("HAR", "KMK", "MTK"), plausible=(0, 10_000_000)),
        Attribute("water_use", _("water use"), ValueKind.QUANTITY, units=("MTQ", "LTR"), per=("", "ANN")),
        Attribute(
            "purchases",
            _("purchases of raw material"),
            ValueKind.QUANTITY,
            units=("TNE", "KTN", "MTQ"),
            per=("", "ANN"),
        ),
        Attribute(
            "partners", _("partner firms"), ValueKind.QUANTITY, units=("C62",), whole=True, plausible=(1, 10_000)
        ),
        Attribute(
            "facilities", _("number of plants"), ValueKind.QUANTITY, units=("C62",), whole=True, plausible=(1, 1_000)
        ),
        Attribute("stage", _("stage"), ValueKind.CODE, choices=Stage, oc4ids="status", core=True),
        Attribute("region", _("region"), ValueKind.REGION, oc4ids="locations/address/region", core=True),
        Attribute("markets", _("export destinations"), ValueKind.REGION, rows="project_markets"),
        Attribute("announced_on", _("announced on"), ValueKind.DATE),
        Attribute("commissioning_on", _("commissioning on"), ValueKind.DATE, oc4ids="completion/endDate", core=True),
    )
}


def attribute_choices() -> list[tuple[str, Any]]:
    """The attributes as choices; a function, so that a new attribute makes no migration."""
    return [(attribute.code, attribute.label) for attribute in ATTRIBUTES.values()]
