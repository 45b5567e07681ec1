"""What every record that people edit has in common: its version, its last change, the text it is found by."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from lib.search import search_text


class Tracked(models.Model):
    """A record with an edit counter.

    `version` starts at 1 and grows by one with each save; it is the number behind the API's ETag and If-Match and
    behind the hidden field that lets a form notice a second editor. `search_text` holds the folded texts of
    `search_parts()`.
    """

    # Columns (the translated ones in all languages) that the record is found by.
    SEARCHED: tuple[str, ...] = ()

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    search_text = models.TextField(editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self.version += 1
        self.search_text = search_text(self.search_parts())
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version", "updated_at", "search_text"}
        super().save(*args, **kwargs)

    def search_parts(self) -> Iterator[str | None]:
        """The texts that this record is found by; a record with further rows adds theirs."""
        for name in self.SEARCHED:
            localized = [build_localized_fieldname(name, code) for code, _name in settings.LANGUAGES]
            columns = [column for column in localized if hasattr(self, column)] or [name]
            yield from (getattr(self, column) for column in columns)
