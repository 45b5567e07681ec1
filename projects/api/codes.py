from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes, renderer_classes
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from lib.api import ReadViewSet, RecordViewSet

from ..codes import code_lists
from ..filters import AgreementFilter, ProductFilter, SectorFilter
from ..models import (
    Agreement,
    AgreementQuerySet,
    Product,
    Sector,
)
from ..serializers import AgreementSerializer, ProductSerializer, SectorSerializer
from ..services import save_agreement, save_code
from .answers import CODES


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


@extend_schema(responses={200: CODES})
@api_view(["GET"])
@permission_classes([AllowAny])
@renderer_classes([JSONRenderer])
def codes(request: Request) -> Response:
    """All code lists with their labels in the language that is asked for."""
    return Response(code_lists())
