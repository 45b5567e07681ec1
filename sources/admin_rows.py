"""Rows with evidence in the form of a record: read-only as they stand, corrected or retired by a tick, added below."""

import re
from copy import deepcopy
from uuid import UUID

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.translation import gettext_lazy as _

from history.admin_records import HeldForm
from history.admin_rows import RowFormSet, RowInline
from lib import edtf
from lib.texts import composed

from .models import Citation, Source
from .rows import Edit, Edits

SOURCE = Citation._meta.get_field("source")

# Words that were marked in a text, as a hidden field carries them: the key of the source, their place, the words.
MARKED = re.compile(r"(?P<source>[0-9]+):(?P<start>[0-9]{1,9}) (?P<words>.*)", re.DOTALL)


def marked(source_id, start, words):
    """What the hidden field has of marked words; "" for words without a place."""
    return "" if start is None else f"{source_id}:{start} {words}"


def place_in(text, source, words):
    """The place of `words` where they are part of those that were marked, for the service; else it looks for them."""
    found = MARKED.fullmatch(composed(text))
    if not found or not words or found["source"] != str(source.pk) or words not in found["words"]:
        return {}
    start = int(found["start"]) + found["words"].index(words)
    return {"start": start, "end": start + len(words)}


class KnownSelect(AutocompleteSelect):
    """An autocomplete that knows the record it shows, where asking for each would be a query a field."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or [str(self.known.pk)] != [str(each) for each in value]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        chosen = self.create_option(name, self.known.pk, str(self.known), {str(self.known.pk)}, len(empty))
        return [(None, [*empty, chosen], 0)]


def inner(widget):
    """The widget itself, without the links around it."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def ask_for_source(form, request, admin_site):
    """Give the field of a form class its autocomplete of sources, with a link to add one."""
    source_admin = admin_site.get_model_admin(Source)
    field = form.base_fields["source"] = deepcopy(form.base_fields["source"])  # it is shared by all such forms
    field.widget = RelatedFieldWidgetWrapper(
        KnownSelect(SOURCE, admin_site),
        SOURCE.remote_field,
        admin_site,
        can_add_related=source_admin.has_add_permission(request),
        can_change_related=False,
        can_view_related=False,
    )
    field.widget.widget.is_required = False


class CitationFields(metaclass=DeclarativeFieldsMetaclass):
    """The fields of a form that name the evidence."""

    source = forms.ModelChoiceField(Source.objects.all(), label=_("source"), required=False)
    locator = forms.CharField(
        label=_("locator"), max_length=100, required=False, help_text=_("Paragraph or page: par. 2, p. 14, row 331.")
    )
    exact = forms.CharField(
        label=_("words of the source"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=_("Exactly as they stand there; blank means: not kept."),
    )
    marked = forms.CharField(label=_("words that were marked"), required=False, strip=False, widget=forms.HiddenInput)

    def show_citation(self, citation):
        """Fill the fields from a stored citation."""
        for name in ("source", "locator", "exact"):
            self.initial[name] = getattr(citation, f"{name}_id" if name == "source" else name) if citation else ""
        self.initial["marked"] = marked(citation.source_id, citation.start, citation.exact) if citation else ""
        inner(self.fields["source"].widget).known = citation and citation.source

    def cited_words(self):
        return self.cleaned_data["exact"]

    def citation(self):
        """What the service takes as a citation; None without a source."""
        cited = self.cleaned_data
        if not cited.get("source"):
            return None
        words = composed(self.cited_words())
        place = place_in(cited["marked"], cited["source"], words)
        return {"source": cited["source"], "locator": cited["locator"], "exact": words} | place


class CitedForm(CitationFields, HeldForm, forms.ModelForm):
    """One row: as it stands with ticks to correct or retire it, or an empty one to add."""

    uid = forms.CharField(required=False, widget=forms.HiddenInput)
    correct = forms.BooleanField(label=_("correct"), required=False)
    retire = forms.BooleanField(label=_("retire"), required=False)

    # Fields that carry no column of the row.
    OTHERS = frozenset({"uid", "correct", "retire", "source", "locator", "exact", "marked"})
    needs_source = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_stored = self.instance.pk is not None
        if self.is_stored:
            self.empty_permitted = True  # without a tick nothing of it is looked at
            self.initial["uid"] = self.instance.uid
            self.show_citation(self.instance.citation)
            self.show_row()

    def show_row(self):
        """Fill what is shown otherwise than it is stored; the source's own day stays blank, to follow the source."""
        citation = self.instance.citation
        if citation and self.instance.said_on == citation.source.published:
            self.initial["said_on"] = ""
        for name in self.fields:
            column = self.fields[name]
            if isinstance(inner(column.widget), KnownSelect) and name != "source":
                inner(column.widget).known = getattr(self.instance, name)

    def is_ticked(self, name):
        return self.is_bound and self.fields[name].widget.value_from_datadict(
            self.data, self.files, self.add_prefix(name)
        )

    def said(self):
        return self.inline.describe(self.instance)

    def said_day(self):
        return edtf.say(self.instance.said_on)

    def links(self):
        return self.inline.links(self.instance)

    def has_changed(self):
        if self.is_stored:
            return bool(self.is_ticked("correct") or self.is_ticked("retire"))
        return super().has_changed()

    def _clean_fields(self):
        if not (self.is_stored and self.is_ticked("retire")):
            super()._clean_fields()

    def _clean_form(self):
        if self.is_stored and self.is_ticked("retire"):
            if self.is_ticked("correct"):
                self.add_error(None, ValidationError(_("Correct this row or retire it, not both."), code="both"))
            return
        super()._clean_form()

    def _post_clean(self):
        """Nothing: the service checks the row, with all others."""

    def clean(self):
        cleaned = super().clean()
        if self.needs_source and not self.cleaned_data.get("source") and "source" not in self.errors:
            self.add_error("source", ValidationError(_("Name the source."), code="required"))
        return cleaned

    def row_values(self):
        """The columns of the row as the service takes them."""
        return {name: self.cleaned_data[name] for name in self.base_fields if name not in self.OTHERS} | {
            "citation": self.citation()
        }

    def edit(self, place):
        """What the service is to do with this row; None for nothing."""
        if not self.has_changed():
            return None
        uid = self.instance.uid if self.is_stored else None
        return Edit(place, uid, None if self.is_stored and self.is_ticked("retire") else self.row_values())


class CitedFormSet(RowFormSet):
    """The current rows of a list, then empty ones. Posted rows that somebody retired meanwhile are shown as well."""

    ERROR_FIELDS = {
        "uid": None,
        **{"citation": "source", "citation.source": "source", "citation.locator": "locator"},
        **{f"citation.{name}": "exact" for name in ("exact", "start", "end")},
    }

    def stored_rows(self):
        if not self.is_bound:
            return sorted(self.queryset, key=self.inline.order)
        uids = [as_uuid(self.data.get(f"{self.add_prefix(n)}-uid")) for n in range(self.initial_form_count())]
        found = {row.uid: row for row in self.queryset.filter(uid__in=filter(None, uids))}
        return [found.get(uid) for uid in uids]

    def get_queryset(self):
        return [form.instance for form in self.initial_forms]

    @property
    def is_adding(self):
        """Whether the empty forms are open: of a new record, of its main list, and where something was typed."""
        is_new = self.instance.pk is None
        return is_new or self.inline.is_main or any(form.has_changed() for form in self.extra_forms)

    def rows(self):
        return Edits(filter(None, (form.edit(place) for place, form in enumerate(self.forms))))


def as_uuid(text):
    try:
        return UUID(text or "")
    except ValueError:
        return None


class CitedInline(RowInline):
    """Rows with evidence. A subclass has `kind` and `key` (the list in the service's values) and the row's own fields.

    `related` are the columns whose records the rows show.
    """

    form = CitedForm
    formset = CitedFormSet
    template = "admin/cited_rows.html"
    kind = None
    related = ()
    row_fields = ()
    is_main = False
    EVIDENCE = [("source", "locator", "said_on"), "exact"]

    class Media:
        js = [forms.Script("admin_marks.js", type="module")]

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": [*self.row_fields, *self.EVIDENCE]})]

    def get_queryset(self, request):
        rows = self.model._default_manager.filter(**self.kind.fixed)
        # A form comes back with the rows it was opened with, also those that were retired since.
        rows = rows if request.method == "POST" else rows.current()
        return rows.select_related("citation__source", *self.related).order_by("pk")

    def get_formset(self, request, obj=None, **kwargs):
        self.name = self.kind.name
        formset = super().get_formset(request, obj, **kwargs)
        ask_for_source(formset.form, request, self.admin_site)
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_view_related = field.widget.can_delete_related = False
        return field

    def order(self, row):
        """The key that rows are sorted by."""
        return row.pk

    def describe(self, row):
        """What a row says, in words."""
        return str(row)

    def links(self, row):
        """Where else something can be done with a row."""
        return ""
