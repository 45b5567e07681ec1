"""The code lists of the registry, for the API and the pages alike."""

from typing import Any

from django.db.models import TextChoices

from lib.bounds import Bound
from lib.units import PER, UNITS, unit_label, unit_symbol

from .attributes import ATTRIBUTES, OC4IDS_STATUS, Basis, Stage
from .models import (
    AgreementKind,
    Aim,
    Direction,
    DoubtCode,
    EventKind,
    FacilityKind,
    Missing,
    Modality,
    Precision,
    ProjectKind,
    Publication,
    Rank,
    RelationKind,
    Role,
)
from .serializers import AimSerializer

# Code lists that are choices of the models, by the name under which /codes/ answers them.
LISTS: dict[str, type[TextChoices]] = {
    "stages": Stage,
    "bounds": Bound,
    "modalities": Modality,
    "bases": Basis,
    "missing": Missing,
    "ranks": Rank,
    "doubts": DoubtCode,
    "roles": Role,
    "directions": Direction,
    "events": EventKind,
    "relations": RelationKind,
    "facility_kinds": FacilityKind,
    "project_kinds": ProjectKind,
    "agreement_kinds": AgreementKind,
    "precisions": Precision,
    "publications": Publication,
}


def code_lists() -> dict[str, Any]:
    """All code lists by name, rows of code and label in the language in use; of aims the record form."""
    lists: dict[str, Any] = {
        name: [{"code": code, "label": str(label)} for code, label in choices.choices]
        for name, choices in LISTS.items()
    }
    for stage in lists["stages"]:
        stage["oc4ids"] = OC4IDS_STATUS.get(stage["code"], "")
    lists["aims"] = AimSerializer(Aim.objects.all(), many=True).data
    lists["units"] = [
        {
            "code": unit.code,
            "symbol": unit_symbol(unit.code),
            "label": unit_label(unit.code),
            "dimension": unit.dimension,
        }
        for unit in UNITS.values()
    ]
    lists["per"] = [{"code": code, "label": str(label)} for code, label in PER.items()]
    lists["attributes"] = [
        {
            "code": attribute.code,
            "label": str(attribute.label),
            "kind": attribute.kind,
            "units": list(attribute.units),
            "per": list(attribute.per),
            "bases": list(attribute.bases),
            "oc4ids": attribute.oc4ids,
            "core": attribute.core,
        }
        for attribute in ATTRIBUTES.values()
    ]
    return lists
