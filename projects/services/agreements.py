from typing import Any

from accounts.models import User
from history.records import assign, editing
from lib.serializers import document
from sources.rows import RowKind, sync_rows
from sources.services import cite

from ..models import Agreement, AgreementParticipant, AgreementParty, AgreementScope, AgreementSector
from ..serializers import AgreementSerializer

ROWS = {
    "parties": RowKind("parties", AgreementParty, "agreement"),
    "participants": RowKind("participants", AgreementParticipant, "agreement"),
    "sectors": RowKind("sectors", AgreementSector, "agreement", fixed={"scope": AgreementScope.SECTOR}),
    "areas": RowKind("areas", AgreementSector, "agreement", fixed={"scope": AgreementScope.AREA}),
}


def agreement_document(agreement: Agreement) -> dict[str, Any]:
    """The record form of an agreement as history and files keep it, read anew."""
    return document(AgreementSerializer, Agreement.objects.for_record().get(pk=agreement.pk))


def save_agreement(
    agreement: Agreement | None, values: dict[str, Any], *, user: User | None, why: str = "", version: int | None = None
) -> Agreement:
    """Make or change an agreement from the validated data of its record form, in one revision.

    Raises ValidationError by field and row, Stale when `version` is given and is not the stored one.
    """
    values = dict(values)
    lists = {name: values.pop(name) for name in ROWS if name in values}
    agreement = agreement or Agreement()
    with editing(agreement, form=agreement_document, user=user, why=why, version=version):
        if isinstance(values.get("citation"), dict):
            values["citation"] = cite(**values["citation"])
        assign(agreement, values)
        agreement.save()
        for name, rows in lists.items():
            sync_rows(ROWS[name], agreement, rows)
    return agreement
