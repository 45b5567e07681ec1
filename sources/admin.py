from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext_lazy as _

from history.admin_records import RecordAdmin, RecordForm
from history.services import revision
from lib import edtf
from lib.likeness import same_address
from lib.texts import MAX_BYTES, decoded

from .models import Source, Text
from .services import remove_text, save_source, source_document, store_text


class SourceForm(RecordForm):
    """A source, and its text as long as nothing is cited from one."""

    body = forms.CharField(
        label=_("text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 90}),
        help_text=_("The words of the source as they stand there; never changed once something is cited from it."),
    )
    text_file = forms.FileField(
        label=_("or a file"), required=False, help_text=_("Plain text in UTF-8."), widget=forms.FileInput
    )
    without_text = forms.BooleanField(label=_("take the text away"), required=False)

    NOT_COLUMNS = (*RecordForm.NOT_COLUMNS, "body", "text_file", "without_text")
    BESIDE = ("body", "without_text")

    def clean_text_file(self):
        """The text in the file."""
        file = self.cleaned_data["text_file"]
        return decoded(file.read(MAX_BYTES + 1)) if file else ""

    def clean(self):
        cleaned = super().clean()
        ways = [name for name in ("body", "text_file", "without_text") if cleaned.get(name)]
        if len(ways) > 1:
            self.add_error(ways[-1], ValidationError(_("Do one of these: type, choose a file, take away.")))
        return cleaned | {"body": cleaned.get("body") or cleaned.get("text_file") or ""}


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    form = SourceForm
    list_display = ["title", "publisher", "kind", "authority", "published_in_words", "has_text", "changed"]
    list_filter = ["kind", "authority", "language", "updated_at"]
    ordering = ["-published", "pk"]
    search_help_text = _("Title in any language, publisher or slug")
    readonly_fields = ["stored_text"]
    fieldsets = [
        (None, {"fields": ["title_en", "slug", ("kind", "authority"), "publisher", "url"]}),
        (_("Title in other languages"), {"fields": ["title_kk", "title_ru", "title_zh_hans"], "classes": ["collapse"]}),
        (_("Time and language"), {"fields": [("published", "retrieved_on", "language")]}),
        (_("Note"), {"fields": ["note"]}),
    ]
    # What may be done with the text: it is stored, it may be replaced or taken away, it stays.
    TO_STORE = ["body", "text_file"]
    STORED = ["stored_text", *TO_STORE, "without_text"]
    CITED = ["stored_text"]

    def get_queryset(self, request):
        return super().get_queryset(request).for_record()

    def get_fieldsets(self, request, obj=None):
        fields = self.TO_STORE
        if obj and hasattr(obj, "text"):
            fields = self.CITED if obj.text.is_cited else self.STORED
        text = (_("Stored text"), {"fields": fields, "classes": ["collapse"]})
        return [*super().get_fieldsets(request, obj), text, self.THIS_CHANGE]

    def document(self, record):
        return source_document(record)

    def write(self, record, values, **options):
        body, without = values.pop("body", ""), values.pop("without_text", False)
        act = {"user": options["user"], "why": options.get("why", "")}
        with revision(**act):
            source = save_source(record, values, **options)
            if body:
                store_text(source=source, body=body, **act)
            elif without and Text.objects.filter(source=source).exists():
                remove_text(source=source, **act)
        return source

    def twins(self, values):
        """Sources of a like title or of the same address."""
        same = same_address(values["url"])
        near = Source.objects.filter(url__icontains=same.partition("/")[0]) if same else Source.objects.none()
        found = [pk for pk, url in near.values_list("pk", "url") if same_address(url) == same]
        return super().twins(values) | Source.objects.filter(pk__in=found)

    def get_urls(self):
        text = self.admin_site.admin_view(self.text_view)
        return [path("<int:pk>/text/", text, name="sources_source_text"), *super().get_urls()]

    def text_view(self, request, pk):
        """Lead to the text of a source, to mark words in it."""
        return HttpResponseRedirect(f"{get_object_or_404(Source, pk=pk).get_absolute_url()}#text")

    @admin.display(description=_("published"), ordering="published")
    def published_in_words(self, source):
        return edtf.say(source.published) if source.published else _("not stated")

    @admin.display(description=_("text"), boolean=True)
    def has_text(self, source):
        return hasattr(source, "text")

    @admin.display(description=_("stored"))
    def stored_text(self, source):
        shown = {"text": source.text, "cited": source.citations.count()}
        return render_to_string("admin/sources/_text.html", shown)
