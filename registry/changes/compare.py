"""Two states of one record beside each other."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from history.models import Change
from history.words import Difference, contents, differences
from projects.seen_changes import Reader, as_seen, changes_for

from .records import page_of, title_of, type_of
from .showing import history_url

OFFERED = 200  # revisions to choose from
HIGHEST = 2**63 - 1


class CompareForm(forms.Form):
    """From one revision of the record to another one; a revision that did not touch it stands for the one before."""

    record = forms.CharField(widget=forms.HiddenInput)
    to = forms.IntegerField(label=_("to revision"), min_value=0, max_value=HIGHEST)

    def __init__(self, data: QueryDict, numbers: list[int]) -> None:
        super().__init__(data)
        # "from" is no name that Python lets a class have.
        self.fields["from"] = forms.IntegerField(label=_("from revision"), min_value=0, max_value=HIGHEST)
        self.order_fields(["record", "from", "to"])
        for name in ("from", "to"):
            self.fields[name].widget = forms.Select(choices=[(number, number) for number in numbers])

    def clean_from(self) -> int:
        return self.cleaned_data["from"]


class Comparison:
    """What became of a record between two revisions, as this reader may see it.

    Raises Http404 for a record of which they may see nothing.
    """

    def __init__(self, query: QueryDict, reader: Reader) -> None:
        self.record = query.get("record", "")
        self.record_type, _colon, self.slug = self.record.partition(":")
        self.reader = reader
        self.changes = changes_for(reader).filter(record_type=self.record_type, slug=self.slug).order_by("-pk")
        newest = self.changes.values_list("revision_id", flat=True)[:OFFERED]
        numbers = sorted(newest) if "\0" not in self.record else []
        if not numbers:
            raise Http404
        given = query.copy()
        for name, number in (("from", numbers[-2:][0]), ("to", numbers[-1])):
            given.setdefault(name, str(number))
        self.form = CompareForm(given, numbers)
        self.is_valid = self.form.is_valid()
        if self.is_valid:
            self.earlier, self.later = self.form.cleaned_data["from"], self.form.cleaned_data["to"]
            self._before, self._after = self._change(self.earlier), self._change(self.later)

    def _change(self, number: int) -> Change | None:
        """The last change of the record up to a revision, as it is seen."""
        found = self.changes.filter(revision__lte=number).with_revision()[:1]
        return next(iter(as_seen(self.reader, found)), None)

    @property
    def lines(self) -> list[Difference]:
        before = self._before and self._before.after
        after = self._after and self._after.after
        if before is None:
            return [] if after is None else contents(after)
        return differences(Change(before=before, after=after))

    @property
    def has_both(self) -> bool:
        """Whether the record was there, for this reader, at both revisions."""
        return all(change is not None and change.after is not None for change in (self._before, self._after))

    @property
    def type(self) -> str:
        return type_of(self.record_type)

    @cached_property
    def title(self) -> str:
        last = next(iter(as_seen(self.reader, self.changes.with_revision()[:1])))
        return title_of(last)

    @property
    def url(self) -> str:
        return page_of(self.record_type, self.slug)

    @property
    def history_url(self) -> str:
        return history_url(self.record)

    @property
    def turned_url(self) -> str:
        """The same the other way round."""
        given: dict[str, Any] = {"record": self.record, "from": self.later, "to": self.earlier}
        return f"{reverse('history:compare')}?{urlencode(given, safe=':')}"
