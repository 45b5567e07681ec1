from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are only ever added."""

    def update(self, **values: Any) -> int:
        """Only the columns of PROJECTED may be written again."""
        if {self.model._meta.get_field(name).name for name in values} - self.model.PROJECTED:
            raise _never_changed()
        return super().update(**values)

    def bulk_create(self, *args: Any, **options: Any) -> list[Any]:
        if options.get("update_conflicts"):
            raise _never_changed()
        return super().bulk_create(*args, **options)

    def delete(self) -> Any:
        raise _never_deleted()


class AppendOnly(models.Model):
    """A row that is added once and never changed or deleted: what was said once, and by whom, stays."""

    # Columns that are no part of what the row says, but follow from it.
    PROJECTED: frozenset[str] = frozenset()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        # Else `project.claims.add(...)` would move a row by a manager that knows nothing of this.
        base_manager_name = "objects"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if not self._state.adding:
            raise _never_changed()
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise _never_deleted()


def _never_changed() -> ValidationError:
    return ValidationError(_("A cited row is never changed: retire it and add the correction."), code="append_only")


def _never_deleted() -> ValidationError:
    return ValidationError(_("A cited row is never deleted: retire it."), code="append_only")
