from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from .models import Change, Revision
from .words import tell

SHOWN = 100


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """The history to browse: who changed what, when and why. Nothing of it can be changed."""

    list_display = ["at", "user", "why", "batch", "number_of_changes"]
    list_select_related = ["user"]
    search_fields = ["why", "batch", "user__username", "user__name", "changes__slug"]
    search_help_text = _("Reason, batch, person, or the slug of a record")
    date_hierarchy = "at"
    show_full_result_count = False
    fields = ["at", "user", "why", "batch", "what_changed"]
    readonly_fields = ["what_changed"]

    def get_queryset(self, request):
        own = Change.objects.filter(revision=OuterRef("pk")).order_by().values("revision")
        return super().get_queryset(request).annotate(number=Subquery(own.annotate(n=Count("pk")).values("n")))

    @admin.display(description=_("changes"))
    def number_of_changes(self, revision):
        return revision.number

    @admin.display(description=_("what changed"))
    def what_changed(self, revision):
        changes = list(revision.changes.with_revision().order_by("pk")[: SHOWN + 1])
        told = [tell(change, with_user=True) for change in changes[:SHOWN]]
        return render_to_string("history/_revision.html", {"changes": told, "has_more": len(changes) > SHOWN})


class RecordHistoryMixin:
    """For the ModelAdmin of a record: its History page shows the kept documents instead of the admin's own log."""

    object_history_template = "history/admin_record.html"

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        slug = getattr(record, "slug", None) or getattr(record, "code", "")
        named = {"record_type": self.opts.model_name, "slug": slug}
        return super().history_view(request, object_id, {**named, **(extra_context or {})})
