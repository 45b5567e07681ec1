from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exchange.undo import KINDS
from history.models import Revision
from lib.filters import LONGEST, CommaFilter, CountFilter, StrictFilterSet
from projects.seen_changes import Reader, changes_for


def record_types() -> list[tuple[str, Any]]:
    """The types of records that have a history, with their names."""
    return [(name, kind.model._meta.verbose_name) for name, kind in KINDS.items()]


class ChangeFilter(StrictFilterSet):
    """Changes of some types of records, of one batch or of one revision."""

    record_type = CommaFilter(choices=record_types, label=_("record type"))
    batch = django_filters.CharFilter(field_name="revision__batch", max_length=LONGEST, label=_("batch"))
    revision = CountFilter(label=_("revision"))


class OfChanges(django_filters.Filter):
    """Revisions with a change, such as the reader may see, that `lookups` of the value chooses."""

    def lookups(self, value: Any) -> dict[str, Any]:
        return {f"{self.field_name}__in": value}

    def filter(self, queryset: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return queryset
        chosen = changes_for(self.parent.request.user).filter(revision=OuterRef("pk"), **self.lookups(value))
        return queryset.filter(Exists(chosen))


class TypesFilter(OfChanges, CommaFilter):
    """Revisions that changed a record of one of these types."""


class RecordFilter(OfChanges, django_filters.CharFilter):
    """Revisions that changed one record, named as `project:lihua-cotton-cluster`."""

    def lookups(self, value: str) -> dict[str, Any]:
        record_type, _colon, slug = value.partition(":")
        return {"record_type": record_type, "slug": slug}


class RevisionFilter(StrictFilterSet):
    """Revisions; `before` is the id of one: those older than it, which is how pages follow each other."""

    record = RecordFilter(max_length=LONGEST, label=_("record"))
    record_type = TypesFilter(choices=record_types, label=_("record type"))
    batch = django_filters.CharFilter(max_length=LONGEST, label=_("batch"))
    before = CountFilter(field_name="pk", lookup_expr="lt", label=_("older than revision"))


def people() -> QuerySet[User]:
    """Who ever changed something."""
    return User.objects.filter(Exists(Revision.objects.filter(user=OuterRef("pk"))))


class ColleagueRevisionFilter(RevisionFilter):
    """For those who may know who made a change."""

    user = CommaFilter(
        field_name="user__username",
        records=people,
        key="username",
        label=_("user"),
    )


def visible_to(reader: Reader) -> Exists:
    """The condition that a revision has a change that this reader may see."""
    return Exists(changes_for(reader).filter(revision=OuterRef("pk")))
