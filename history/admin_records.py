"""The admin of records: a save is one revision, a stale form is refused, nothing typed is lost, nothing is deleted.

A save that cannot be is taken back as a whole by raising `Held`; the form is then shown again as it was typed.
"""

from collections import defaultdict
from datetime import date

from babel.dates import format_date
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import formats
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from lib.countries import locale_of
from lib.form_renderer import LightRenderer
from lib.likeness import like_these
from lib.search import found

from .admin import RecordHistoryMixin
from .exceptions import Stale
from .models import Change
from .words import differences, label, tell


class Held(Exception):  # noqa: N818 - no error: the way back to the form
    """A save that is taken back.

    `errors` are by form prefix ("" is the record's own form) and field (None: the form as a whole); `sent` replaces
    what was posted; all else is shown above the form: stale, twins, preview.
    """

    def __init__(self, *, errors=None, sent=None, **shown):
        super().__init__("The save was taken back.")
        self.errors, self.sent = errors or {}, sent
        for name, value in shown.items():
            setattr(self, name, value)


class HeldForm(forms.BaseModelForm):
    """A form that shows the errors of a save that was taken back at its fields."""

    default_renderer = LightRenderer
    held = None

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.held:
            for field, errors in self.held.errors.get(self.prefix or "", {}).items():
                if field in self.fields:
                    self.add_error(field, errors)
                else:
                    self.add_error(None, [_of_field(field, text) for error in errors for text in error.messages])


def _of_field(field, text):
    return text if field in (None, NON_FIELD_ERRORS) else f"{label(field)}: {text}"


class RecordForm(HeldForm, forms.ModelForm):
    """The columns of a record, why they are changed, and the version that the person read."""

    why = forms.CharField(
        label=_("why"), required=False, max_length=300, help_text=_("Stands in the history beside the change.")
    )
    version_read = forms.IntegerField(required=False, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, label=_("It is another one: add it"))

    NOT_COLUMNS = ("why", "version_read", "anyway")
    # Fields that are no column and yet go to the service.
    BESIDE = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        if self.instance.pk:
            self.fields["version_read"].initial = self.instance.version
            for name, field in self.fields.items():
                field.show_hidden_initial = name not in self.NOT_COLUMNS
        for key in ("slug", "code"):
            if key in self.fields and self._meta.model._meta.get_field(key).get_internal_type() == "SlugField":
                self.fields[key].required = False
                self.fields[key].help_text = _(
                    "Its address; never changes. Left blank, it is made of the English name."
                )

    def is_valid(self):
        return super().is_valid() and not self.held

    def clean(self):
        """Keep the ends of lines as one character, so that text that only went through a browser is no change."""
        cleaned = super().clean() or self.cleaned_data
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in cleaned.items()
        }

    def values(self, *, changed_only=False):
        """The columns as the service takes them; `changed_only`: those that the person changed."""
        columns = {field.name for field in self._meta.model._meta.fields} | set(self.BESIDE)
        names = columns & set(self.changed_data) if changed_only else columns
        return {name: value for name, value in self.cleaned_data.items() if name in names}

    def sent_over(self, now):
        """What was posted, as if the form had been opened on the record as it is `now`: own changes stay."""
        sent = self.data.copy()
        shown = type(self)(instance=now)
        for name, field in shown.fields.items():
            if field.show_hidden_initial:
                text = _as_posted(shown[name].value())
                sent[shown[name].html_initial_name] = text
                if name not in self.changed_data:
                    sent[name] = text
        sent["version_read"] = now.version
        return sent


def _as_posted(value):
    if isinstance(value, date):
        return formats.localize_input(value, formats.get_format("DATE_INPUT_FORMATS")[0])
    return "" if value is None else str(value)


class RecordAdmin(RecordHistoryMixin, TranslationAdmin):
    """The admin of one type of record.

    A subclass has `write`, the service that saves one, and `document`, its record form; `THIS_CHANGE` ends its
    fieldsets.
    """

    form = RecordForm
    change_form_template = "admin/record_form.html"
    # Makes the search box and the autocomplete appear; get_search_results decides what is found.
    search_fields = ["search_text"]
    show_full_result_count = False
    list_per_page = 50
    save_on_top = True
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}
    key = "slug"

    THIS_CHANGE = (_("This change"), {"fields": ["why", "version_read"]})

    def write(self, record, values, **options):
        raise NotImplementedError

    def document(self, record):
        raise NotImplementedError

    def twins(self, values, texts=()):
        """Records that seem to be the one to be added: with a name or title like one of its own or of `texts`."""
        own = [text for name, text in values.items() if name.startswith(("name_", "title_")) and text]
        return self.model._default_manager.filter(pk__in=like_these(self.model._default_manager.all(), [*own, *texts]))

    # Lists

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, record):
        """The day of the last change."""
        return format_date(localtime(record.updated_at), "medium", locale=locale_of(get_language()))

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(found(self.model, search_term.replace("\0", ""))) if search_term else queryset, False

    def has_delete_permission(self, request, obj=None):
        return False

    # The form

    def get_readonly_fields(self, request, obj=None):
        readonly = list(super().get_readonly_fields(request, obj))
        return [*readonly, self.key] if obj else readonly

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.held = getattr(request, "held", None)
        return form

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.held = formset.form.held = getattr(request, "held", None)
            yield formset, inline

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Held as held:
            request.held = held
            if held.sent is not None:
                request.POST = held.sent
            shown = {**(extra_context or {}), "held": held}
            return super().changeform_view(request, object_id, form_url, shown)

    # Saving

    def save_model(self, request, obj, form, change):
        """Nothing yet: the record and its rows are saved together."""

    def save_related(self, request, form, formsets, change):
        rows = {formset.key: formset.rows() for formset in formsets}
        values = form.values() | rows
        if not change and not form.cleaned_data.get("anyway") and (twins := list(self.twins(values))):
            raise Held(twins=twins)
        try:
            saved = self.save_record(request, form, values)
        except Stale as stale:
            mine = form.values(changed_only=True) | rows
            raise self.stale(request, form, formsets, mine, stale.record) from None
        except ValidationError as error:
            raise Held(errors=by_form(error, formsets)) from None
        form.instance.pk, form.instance._state.adding = saved.pk, False
        form.instance.refresh_from_db()

    def save_record(self, request, form, values):
        """Save the record by its service; raises what the service raises."""
        stored = self.stored(form)
        # A form without its version was tampered with: it counts as stale.
        version = None if stored is None else form.cleaned_data.get("version_read") or 0
        return self.write(stored, values, user=request.user, why=form.cleaned_data["why"], version=version)

    def stored(self, form):
        return self.model._base_manager.get(pk=form.instance.pk) if form.instance.pk else None

    def stale(self, request, form, formsets, mine, now):
        """The way back for a stale form: what would become of the record beside what it is now."""
        before, after, errors = self.document(now), None, {}
        try:
            with transaction.atomic():
                after = self.document(self.write(now, mine, user=request.user, version=None))
                transaction.set_rollback(True)
        except ValidationError as error:
            errors = by_form(error, formsets)
        change = Change(record_type=self.opts.model_name, slug=getattr(now, self.key), before=before, after=after)
        last = Change.objects.of(change.record_type, change.slug).with_revision().first()
        shown = {
            "lines": differences(change) if after else [],
            "last": last and tell(last, with_user=request.user.has_perm("history.view_revision")),
        }
        now.refresh_from_db()
        return Held(errors=errors, sent=form.sent_over(now), stale=shown)

    def construct_change_message(self, request, form, formsets, add=False):
        return super().construct_change_message(request, form, None, add)


def by_form(error, formsets):
    """The errors of a service by form prefix and field, as `Held` has them."""
    named = {formset.name: formset for formset in formsets}
    placed = defaultdict(lambda: defaultdict(list))
    by_path = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for path, errors in by_path.items():
        name, _dot, rest = path.partition(".")
        prefix, field = named[name].place_of(rest) if name in named else ("", path)
        placed[prefix][field].extend(errors)
    return placed
