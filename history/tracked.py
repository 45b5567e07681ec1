"""What every record that people edit has in common: its version, its last change, the text it is found by."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from lib.search import WEIGHTS, search_text, words_of

from .search_words import keep_words


class Tracked(models.Model):
    """A record with an edit counter.

    `version` starts at 1 and grows by one with each save; it is the number behind the API's ETag and If-Match and
    behind the hidden field that lets a form notice a second editor. `search_text` holds the folded texts of
    `found_by()`, to look for records that are alike; searches look through the words of `word_columns()`.
    """

    # Columns (the translated ones in all languages) that the record is found by, by their weight in lib.search.
    FOUND_BY: dict[str, tuple[str, ...]] = {}

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
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            self.keep_words()

    def keep_words(self) -> None:
        """Bring the words that searches look through up to date with the record as it is stored."""
        keep_words([self])

    def found_by(self) -> dict[str, list[str | None]]:
        """The texts that this record is found by, by their weight; a record with further rows adds theirs."""
        return {weight: list(self._texts(columns)) for weight, columns in self.FOUND_BY.items()}

    def _texts(self, names: Iterable[str]) -> Iterator[str | None]:
        for name in names:
            localized = [build_localized_fieldname(name, code) for code, _name in settings.LANGUAGES]
            columns = [column for column in localized if hasattr(self, column)] or [name]
            yield from (getattr(self, column) for column in columns)

    def search_parts(self) -> Iterator[str | None]:
        """All texts that this record is found by."""
        for texts in self.found_by().values():
            yield from texts

    def word_columns(self) -> dict[str, str]:
        """Its words, as the columns of SearchWords keep them."""
        found_by = self.found_by()
        return {weight: words_of(found_by.get(weight, ())) for weight in WEIGHTS}
