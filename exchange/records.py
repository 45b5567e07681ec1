"""The types of records that files carry, in the order in which they build on each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from accounts.models import User
from investors.models import Investor
from investors.serializers import InvestorSerializer
from investors.services import investor_document, save_investor
from lib.serializers import RecordSerializer
from projects.models import Agreement, Aim, Product, Project, Sector
from projects.serializers import (
    AgreementSerializer,
    AimSerializer,
    ProductSerializer,
    ProjectSerializer,
    SectorSerializer,
)
from projects.services import (
    agreement_document,
    code_document,
    project_document,
    save_agreement,
    save_code,
    save_project,
)
from sources.models import Source
from sources.serializers import SourceSerializer
from sources.services import restore_text, save_source, source_document


@dataclass(frozen=True)
class RecordType:
    """How a type is read from and written to a file; `name` is its section there, `key` its identifying member.

    `deferred` are members that name other records of the type: a file is in no order in which each is there already.
    `restored` are members that no form writes, with the service that gives a record what a document says of them.
    """

    name: str
    model: type[Model]
    serializer: type[RecordSerializer]
    save: Callable[..., Any]
    document: Callable[[Any], dict[str, Any]]
    key: str = "slug"
    deferred: tuple[str, ...] = ()
    restored: Mapping[str, Callable[..., None]] = field(default_factory=dict)

    def find(self, key: str) -> Any:
        return self.model._default_manager.filter(**{self.key: key}).first()

    def create(self, record: dict[str, Any], *, user: User | None, why: str) -> Any:
        """Make a record from its form; raises ValidationError of REST framework or of Django by member."""
        form = self.serializer(data=record)
        form.is_valid(raise_exception=True)
        return self.save(None, form.validated_data, user=user, why=why)

    def change(self, record: Any, members: dict[str, Any], *, user: User | None, why: str) -> Any:
        """Write these members of a record that is there; raises as `create`."""
        form = self.serializer(record, data=members, partial=True)
        form.is_valid(raise_exception=True)
        return self.save(record, form.validated_data, user=user, why=why)


def _code(model: type[Sector] | type[Product] | type[Aim]) -> Callable[..., Any]:
    def save(record: Any, values: dict[str, Any], **options: Any) -> Any:
        return save_code(record or model(), values, **options)

    return save


RECORD_TYPES = {
    kind.name: kind
    for kind in (
        RecordType(
            *("sources", Source, SourceSerializer, save_source, source_document),
            restored={"text": restore_text},
        ),
        RecordType("sectors", Sector, SectorSerializer, _code(Sector), code_document, key="code"),
        RecordType("products", Product, ProductSerializer, _code(Product), code_document),
        RecordType("aims", Aim, AimSerializer, _code(Aim), code_document),
        RecordType(
            *("investors", Investor, InvestorSerializer, save_investor, investor_document),
            deferred=("owners",),
        ),
        RecordType(
            *("projects", Project, ProjectSerializer, save_project, project_document),
            deferred=("relations", "merged_into"),
        ),
        RecordType("agreements", Agreement, AgreementSerializer, save_agreement, agreement_document),
    )
}
