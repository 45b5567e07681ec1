from typing import Any

from accounts.models import User
from history.records import assign, editing
from lib.serializers import RecordSerializer, document

from ..models import Aim, Product, Sector
from ..serializers import AimSerializer, ProductSerializer, SectorSerializer

Code = Sector | Product | Aim
FORMS: dict[type[Any], type[RecordSerializer]] = {
    Sector: SectorSerializer,
    Product: ProductSerializer,
    Aim: AimSerializer,
}


def code_document(record: Code) -> dict[str, Any]:
    """The record form of a sector, product or aim as history and files keep it."""
    return document(FORMS[type(record)], record)


def save_code(
    record: Code, values: dict[str, Any], *, user: User | None, why: str = "", version: int | None = None
) -> Code:
    """Make (from an unsaved record) or change a sector, product or aim, in one revision.

    Raises as `editing` and `assign` do.
    """
    with editing(record, form=code_document, user=user, why=why, version=version):
        assign(record, values, key="code" if isinstance(record, Sector) else "slug")
        record.save()
    return record
