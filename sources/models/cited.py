from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib import edtf

from .source import Citation


class CitedQuerySet(models.QuerySet[Any]):
    """Rows that are only ever added and retired."""

    def current(self) -> Self:
        """The rows that the registry holds today."""
        return self.filter(retired_at=None)

    def retire(self, at: datetime) -> int:
        """Mark the current rows of this set as held until `at`; returns how many."""
        return models.QuerySet.update(self.filter(retired_at=None), retired_at=at, **self.model.WHEN_RETIRED)

    def update(self, **values: Any) -> int:
        """Only the projection may be updated in place; all else is retired and added."""
        _refuse_change(values, self.model.PROJECTED)
        return super().update(**values)

    def delete(self) -> Any:
        raise _never_deleted()


class Cited(models.Model):
    """A statement with its evidence. Append-only: a correction retires the row and adds one.

    `said_on` is EDTF, the source's day unless told otherwise. `said_first` and `said_last` are its first and last day;
    nobody can have said in the registry's past what it recorded later, so `said_last` is at most the day of recording.
    """

    # Columns that are no part of the statement: settle() writes them, and a retired row gets these values.
    PROJECTED: frozenset[str] = frozenset()
    WHEN_RETIRED: dict[str, Any] = {}

    uid = models.UUIDField(_("identifier"), default=uuid4, unique=True, editable=False)
    citation = models.ForeignKey(
        Citation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("citation")
    )
    said_on = models.CharField(_("said on"), max_length=40, blank=True, validators=[edtf.validate_edtf])
    said_first = models.DateField(null=True, editable=False)
    said_last = models.DateField(null=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, editable=False)

    objects = CitedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse_change(update_fields if update_fields is not None else ["*"], self.PROJECTED | {"retired_at"})
        else:
            self.date_statement()
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise _never_deleted()

    def prepare(self) -> None:
        """Set the columns that follow from what was given; a subclass with such columns does."""

    def date_statement(self) -> None:
        """Set said_on from the source where it is not given, and the days that order it."""
        recorded = self.recorded_at.date()
        if not self.said_on and self.citation is not None:
            self.said_on = self.citation.source.published
        period = edtf.parse(self.said_on or recorded.isoformat())
        self.said_on = self.said_on or recorded.isoformat()
        self.said_first = _earliest(period.first, period.last, recorded)
        self.said_last = _earliest(period.last, recorded)
        if period.first is not None and period.first > recorded:
            raise ValidationError({"said_on": ValidationError(_("This day is in the future."), code="future")})


def _earliest(*days: date | None) -> date:
    return min(day for day in days if day is not None)


def _refuse_change(fields: Iterable[str], allowed: Iterable[str]) -> None:
    if set(fields) - set(allowed):
        raise ValidationError(_("A cited row is never changed: retire it and add the correction."), code="append_only")


def _never_deleted() -> ValidationError:
    return ValidationError(_("A cited row is never deleted: retire it."), code="append_only")
