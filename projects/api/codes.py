from typing import Any

from django.db.models import TextChoices
from rest_framework.decorators import api_view, permission_classes, renderer_classes
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from lib.api import ReadViewSet, RecordViewSet
from lib.bounds import Bound
from lib.units import PER, UNITS, unit_label

from ..attributes import ATTRIBUTES, OC4IDS_STATUS, Basis, Stage
from ..filters import AgreementFilter, ProductFilter, SectorFilter
from ..models import (
    Agreement,
    AgreementKind,
    AgreementQuerySet,
    Aim,
    Direction,
    DoubtCode,
    EventKind,
    FacilityKind,
    Missing,
    Modality,
    Precision,
    Product,
    ProjectKind,
    Publication,
    Rank,
    RelationKind,
    Role,
    Sector,
)
from ..serializers import AgreementSerializer, AimSerializer, ProductSerializer, SectorSerializer
from ..services import save_agreement, save_code


class AgreementViewSet(RecordViewSet):
    """Agreements between states or companies, with the organizations and sectors named in them."""

    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter

    def base(self) -> AgreementQuerySet:
        return Agreement.objects.all()

    def read(self, rows: Any, *, brief: bool) -> Any:
        return rows.for_record()

    def save(self, record: Any, values: dict[str, Any], **options: Any) -> Agreement:
        return save_agreement(record, values, **options)


class SectorViewSet(ReadViewSet):
    """Branches of the economy in one tree, with their codes in ISIC Rev. 4, CRS and OC4IDS."""

    serializer_class = SectorSerializer
    filterset_class = SectorFilter
    lookup_field = "code"

    def base(self) -> Any:
        return Sector.objects.all()

    def read(self, rows: Any, *, brief: bool) -> Any:
        return rows.select_related("parent")


class ProductViewSet(RecordViewSet):
    """What projects take in or put out."""

    serializer_class = ProductSerializer
    filterset_class = ProductFilter

    def base(self) -> Any:
        return Product.objects.all()

    def save(self, record: Any, values: dict[str, Any], **options: Any) -> Any:
        return save_code(record or Product(), values, **options)


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


@api_view(["GET"])
@permission_classes([AllowAny])
@renderer_classes([JSONRenderer])
def codes(request: Request) -> Response:
    """All code lists with their labels in the language that is asked for."""
    lists: dict[str, Any] = {
        name: [{"code": code, "label": str(label)} for code, label in choices.choices]
        for name, choices in LISTS.items()
    }
    for stage in lists["stages"]:
        stage["oc4ids"] = OC4IDS_STATUS.get(stage["code"], "")
    lists["aims"] = AimSerializer(Aim.objects.all(), many=True).data
    lists["units"] = [
        {"code": unit.code, "symbol": unit.symbol, "label": unit_label(unit.code), "dimension": unit.dimension}
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
        }
        for attribute in ATTRIBUTES.values()
    ]
    return Response(lists)
