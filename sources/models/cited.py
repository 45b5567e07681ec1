from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lib import edtf

from .append_only import AppendOnly, AppendOnlyQuerySet
from .source import Citation


class CitedQuerySet(AppendOnlyQuerySet):
    """Rows that are only ever added and retired."""

    def current(self) -> Self:
        """The rows that the registry holds today."""
        return self.filter(retired_at=None)

    def held_at(self, moment: datetime) -> Self:
        """The rows that the registry held at `moment`."""
        return self.filter(recorded_at__lte=moment).exclude(retired_at__lte=moment)

    def retire(self, at: datetime) -> int:
        """Mark the current rows of this set as held until `at`; returns how many."""
        return models.QuerySet.update(self.filter(retired_at=None), retired_at=at, **self.model.WHEN_RETIRED)


class Cited(AppendOnly):
    """A statement with its evidence. Append-only: a correction retires the row and adds one, at the same moment.

    `said_on` is EDTF, the source's day unless told otherwise, blank where neither is known. `said_first` and
    `said_last` are its first and last day, by which statements are ordered and known: an unknown or open beginning
    comes before all other days, and nobody can have said later than on the day of recording what is recorded on it.
    """

    # What a retired row gets in the columns that are no part of the statement.
    WHEN_RETIRED: dict[str, Any] = {}

    uid = models.UUIDField(_("identifier"), default=uuid4, unique=True, editable=False)
    citation = models.ForeignKey(
        Citation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("citation")
    )
    said_on = models.CharField(_("said on"), max_length=40, blank=True, validators=[edtf.validate_edtf])
    said_first = models.DateField(editable=False)
    said_last = models.DateField(editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, editable=False)

    objects = CitedQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if self._state.adding:
            self.date_statement()
        super().save(*args, update_fields=update_fields, **kwargs)

    def prepare(self) -> None:
        """Set the columns that follow from what was given; a subclass with such columns does."""

    def date_statement(self) -> None:
        """Set said_on from the source where it is not given, and the days that order it.

        Raises ValidationError on `said_on` for a day after the day of recording (UTC).
        """
        recorded = self.recorded_at.date()
        if not self.said_on and self.citation is not None:
            self.said_on = self.citation.source.published
        last = edtf.parse(self.said_on).last if self.said_on else None
        self.said_first = edtf.first_day(self.said_on)
        self.said_last = min(last or recorded, recorded)
        if self.said_first > recorded:
            raise ValidationError({"said_on": ValidationError(_("This day is in the future."), code="future")})
