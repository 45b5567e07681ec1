from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .diff import Kind
from .exceptions import HistoryIsKept


class KeptQuerySet(models.QuerySet[Any]):
    """Rows that are written once: no update and no delete goes through here."""

    def delete(self) -> Any:
        raise HistoryIsKept("History is never purged.")

    def update(self, **values: Any) -> int:
        raise HistoryIsKept("History is never rewritten.")

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        raise HistoryIsKept("History is never rewritten.")


class Kept(models.Model):
    """A row that is written once and never changed or deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsKept("History is never rewritten.")
        super().save(*args, **kwargs)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> Any:
        raise HistoryIsKept("History is never purged.")


class Revision(Kept):
    """One transaction that changed records: who, when and why.

    Without a user it is the registry's own work, such as loading reference data. `batch` names the import or job that
    a revision belongs to, so that all revisions of it can be found. `undoes` is the revision that an undo took back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("user"), related_name="revisions"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    why = models.TextField(_("why"), blank=True)
    batch = models.CharField(_("batch"), max_length=100, blank=True)
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name=_("undoes"), related_name="undone_by", editable=False
    )

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        default_permissions = ["view"]
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="revision_newest"),
            models.Index(fields=["batch"], name="revision_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.why}" if self.why else str(self.pk)


class ChangeQuerySet(KeptQuerySet):
    def of(self, record_type: str, slug: str) -> Self:
        """Narrow to the changes of one record, the newest first."""
        return self.filter(record_type=record_type, slug=slug).order_by("-revision_id", "-pk")

    def after(self, position: int, *, record_types: Collection[str] = ()) -> Self:
        """Narrow to the changes that came after `position` (the id of a change; 0 is the start), the oldest first."""
        later = self.filter(pk__gt=position).order_by("pk")
        return later.filter(record_type__in=record_types) if record_types else later

    def with_revision(self) -> Self:
        """Join who, when and why, so that showing changes takes no further query."""
        return self.select_related("revision__user")


class Change(Kept):
    """What one revision did to one record; before is null for a new record, after for one that is gone.

    Both are whole documents in the record form, as the caller gave them.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="changes", verbose_name=_("revision"))
    record_type = models.CharField(_("record type"), max_length=40)
    slug = models.CharField(_("slug"), max_length=200)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        default_permissions = ["view"]
        ordering = ["-revision", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["record_type", "slug", "revision"], name="change_record_once_in_revision"),
            models.CheckConstraint(
                name="change_has_before_or_after", condition=Q(before__isnull=False) | Q(after__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["record_type", "id"], name="change_feed")]

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug}"

    @property
    def kind(self) -> Kind:
        """Whether the record was added, removed or changed."""
        if self.before is None:
            return Kind.ADDED
        return Kind.REMOVED if self.after is None else Kind.CHANGED
