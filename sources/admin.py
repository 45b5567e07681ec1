from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from history.admin_records import RecordAdmin, RecordForm
from history.services import revision
from lib import edtf
from lib.likeness import same_address

from .models import Source
from .services import save_source, source_document, store_text


class SourceForm(RecordForm):
    """A source, and its text where none is stored yet."""

    body = forms.CharField(
        label=_("text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 90}),
        help_text=_("The words of the source as they stand there; stored once and never changed."),
    )

    BESIDE = ("body",)


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    form = SourceForm
    list_display = ["title", "publisher", "kind", "authority", "published_in_words", "has_text", "changed"]
    list_filter = ["kind", "authority", "language", "updated_at"]
    list_select_related = ["text"]
    ordering = ["-published", "pk"]
    search_help_text = _("Title in any language, publisher or slug")
    readonly_fields = ["stored_text"]
    fieldsets = [
        (None, {"fields": ["title_en", "slug", ("kind", "authority"), "publisher", "url"]}),
        (_("Title in other languages"), {"fields": ["title_kk", "title_ru", "title_zh_hans"], "classes": ["collapse"]}),
        (_("Time and language"), {"fields": [("published", "retrieved_on", "language")]}),
        (_("Note"), {"fields": ["note"]}),
    ]
    STORED = (_("Stored text"), {"fields": ["stored_text"], "classes": ["collapse"]})
    TO_STORE = (_("Stored text"), {"fields": ["body"], "classes": ["collapse"]})

    def get_fieldsets(self, request, obj=None):
        text = self.STORED if obj and hasattr(obj, "text") else self.TO_STORE
        return [*super().get_fieldsets(request, obj), text, self.THIS_CHANGE]

    def document(self, record):
        return source_document(record)

    def write(self, record, values, **options):
        body = values.pop("body", "")
        with revision(user=options["user"], why=options.get("why", "")):
            source = save_source(record, values, **options)
            if body:
                try:
                    store_text(source=source, body=body)
                except ValidationError as error:
                    # Whatever does not fit, the text is what was typed.
                    raise ValidationError({"body": error.messages}) from None
        return source

    def twins(self, values):
        """Sources of a like title or of the same address."""
        same = same_address(values["url"])
        near = Source.objects.filter(url__icontains=same.partition("/")[0]) if same else Source.objects.none()
        found = [pk for pk, url in near.values_list("pk", "url") if same_address(url) == same]
        return super().twins(values) | Source.objects.filter(pk__in=found)

    @admin.display(description=_("published"), ordering="published")
    def published_in_words(self, source):
        return edtf.say(source.published) if source.published else _("not stated")

    @admin.display(description=_("text"), boolean=True)
    def has_text(self, source):
        return hasattr(source, "text")

    @admin.display(description=_("text"))
    def stored_text(self, source):
        return source.text.body
