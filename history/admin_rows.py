"""Rows in the form of a record: what all inlines of `RecordAdmin` share, and the inline of plain rows."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lib.form_renderer import LightRenderer

from .admin_records import HeldForm


class RowFormSet(BaseInlineFormSet):
    """Forms of rows that the record's service saves.

    `key` is the list in the service's values, `name` what its errors call it. A subclass has `stored_rows()`, the rows
    of the first forms, and `rows()`, what the service gets.
    """

    key = name = ""
    held = None
    ERROR_FIELDS = {}

    @classmethod
    def get_default_prefix(cls):
        return cls.name

    def stored_rows(self):
        raise NotImplementedError

    def rows(self):
        raise NotImplementedError

    def get_queryset(self):
        return self._stored

    @cached_property
    def _stored(self):
        return self.stored_rows()

    def initial_form_count(self):
        if not self.is_bound:
            return len(self._stored)
        return min(self.management_form.cleaned_data["INITIAL_FORMS"], self.total_form_count())

    def _construct_form(self, i, **kwargs):
        instance = self._stored[i] if i < len(self._stored) else None
        place = i - len(self._stored)
        if self.initial_extra and 0 <= place < len(self.initial_extra):
            kwargs["initial"] = self.initial_extra[place]
        return BaseFormSet._construct_form(self, i, instance=instance or self.model(), **kwargs)

    def add_fields(self, form, index):
        """None: rows are named by their form, not by a key."""

    def clean(self):
        if self.held and (errors := self.held.errors.get(self.prefix, {}).get(None)):
            raise ValidationError(errors)

    def form_at(self, place):
        """The form that the service's errors call by this place."""
        return self.forms[place]

    def place_of(self, path):
        """The form prefix and the field that an error of the service is about: "3.citation.exact" or ""."""
        place, _dot, field = path.partition(".")
        if not place.isdecimal():
            return self.prefix, None
        return self.form_at(int(place)).prefix, self.ERROR_FIELDS.get(field, field)


class RowInline(admin.StackedInline):
    """Rows of a record; nothing of them is deleted by the admin itself."""

    can_delete = False
    extra = 1
    key = ""
    name = ""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.key, formset.name = self.key, self.name or self.key
        formset.inline = formset.form.inline = self
        formset.renderer = LightRenderer()
        return formset

    # The rows are a part of their record: who may write it may write them.

    def has_add_permission(self, request, obj):
        return self._may(request, "change" if obj else "add")

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change" if obj else "add")

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view") or self._may(request, "change")

    def _may(self, request, act):
        opts = self.parent_model._meta
        return request.user.has_perm(f"{opts.app_label}.{get_permission_codename(act, opts)}")


class PlainRowForm(HeldForm, forms.ModelForm):
    """A row without evidence; it may be taken away."""

    remove = forms.BooleanField(label=_("remove"), required=False)

    def _post_clean(self):
        """Nothing: the service checks the rows, against each other too."""

    def is_removed(self):
        return bool(self.cleaned_data.get("remove"))


class PlainRowFormSet(RowFormSet):
    """Plain rows; as a list of values that is complete."""

    def stored_rows(self):
        return [] if self.is_bound else list(self.queryset)

    def get_queryset(self):
        return [form.instance for form in self.initial_forms]

    @cached_property
    def kept_forms(self):
        return [form for form in self.forms if form.has_changed() and not form.is_removed()]

    def form_at(self, place):
        return self.kept_forms[place]

    def rows(self):
        columns = [name for name in self.form.base_fields if name != "remove"]
        return [{name: form.cleaned_data[name] for name in columns} for form in self.kept_forms]


class PlainRowInline(RowInline):
    """Names, identifiers and other rows without evidence."""

    form = PlainRowForm
    formset = PlainRowFormSet
    template = "admin/plain_rows.html"
