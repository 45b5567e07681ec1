from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from history.admin_records import Held, RecordAdmin

from ..attributes import Stage
from ..models import Project, ProjectIdentifier, Publication
from ..services import project_document, save_project, withdraw_project
from .claim_form import claim_of
from .datalists import datalists
from .headline import changes_in_words, compared, headline_of, investment_of, jobs_of
from .project_list import FILTERS
from .rows import ROWS_OF_PROJECT, ClaimInline
from .withdrawal import WithdrawalForm

PUBLISHING = ("publication", "withdrawal", "merged_into")


@admin.register(Project)
class ProjectAdmin(RecordAdmin):
    """A project with all that belongs to it; saving, and trying what a save would do, is one revision."""

    change_form_template = "admin/projects/project_form.html"
    inlines = ROWS_OF_PROJECT
    list_display = ["title", "region_said", "stage_said", "investment_said", "jobs_said", "publication", "changed"]
    list_filter = FILTERS
    list_select_related = ["region"]
    ordering = ["-updated_at", "-pk"]
    search_help_text = _("Words of title, summary or place in any language, an investor, an identifier")
    autocomplete_fields = ["merged_into"]
    readonly_fields = ["headline"]
    actions = ["publish", "withdraw"]
    fieldsets = [
        (None, {"fields": ["title_en", "summary_en", ("slug", "kind")]}),
        (
            _("In other languages"),
            {
                "fields": ["title_kk", "title_ru", "title_zh_hans", "summary_kk", "summary_ru", "summary_zh_hans"],
                "classes": ["collapse"],
            },
        ),
        (_("Place"), {"fields": ["place", ("latitude", "longitude", "precision")]}),
        (_("Publication"), {"fields": [("publication", "verified_on"), ("withdrawal", "merged_into")]}),
        (_("Note"), {"fields": ["note"], "classes": ["collapse"]}),
        RecordAdmin.THIS_CHANGE,
    ]
    HEADLINE = (_("What lists show"), {"fields": ["headline"]})

    def document(self, record):
        return project_document(record)

    def write(self, record, values, **options):
        return save_project(record, values, **options)

    def twins(self, values):
        """Projects with a like title or the same identifier in another registry."""
        found = super().twins(values)
        for row in values["identifiers"]:
            same = ProjectIdentifier.objects.filter(scheme__iexact=row["scheme"], value__iexact=row["value"])
            found |= Project.objects.filter(pk__in=same.values("project"))
        return found

    # The list

    @admin.display(description=_("region"), ordering="region__code")
    def region_said(self, project):
        return project.region or gettext("not stated")

    @admin.display(description=_("stage"), ordering="stage")
    def stage_said(self, project):
        return Stage(project.stage).label if project.stage else gettext("not stated")

    @admin.display(description=_("investment"), ordering="amount_usd_low")
    def investment_said(self, project):
        return investment_of(project) or gettext("not stated")

    @admin.display(description=_("jobs"), ordering="jobs_low")
    def jobs_said(self, project):
        return jobs_of(project) or gettext("not stated")

    # The form

    def get_fieldsets(self, request, obj=None):
        first, *others = super().get_fieldsets(request, obj)
        return [first, self.HEADLINE, *others] if obj else [first, *others]

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return readonly if self.has_publish_permission(request) else [*readonly, *PUBLISHING]

    def has_publish_permission(self, request):
        return request.user.has_perm("projects.publish_project")

    @admin.display(description=_("what lists show"))
    def headline(self, project):
        rows = compared(headline_of(project), headline_of(project))
        return render_to_string("admin/projects/_headline.html", {"rows": rows})

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """An address may bring the words of a claim that is to be added."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and isinstance(inline, ClaimInline) and (claim := claim_of(request.GET)):
            given["initial"] = [claim]
        return given

    def render_change_form(self, request, context, *args, **kwargs):
        context["datalists"] = datalists(context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        """Save, and tell what became of the headline; for a preview take all of it back."""
        before = headline_of(self.stored(form))
        super().save_related(request, form, formsets, change)
        after = headline_of(form.instance)
        if "_preview" in request.POST:
            raise Held(preview=compared(before, after))
        if said := changes_in_words(before, after):
            self.message_user(request, gettext("The headline changed: %(what)s") % {"what": said}, messages.INFO)

    # What reviewers do

    @admin.action(permissions=["publish"], description=_("Publish the chosen projects"))
    def publish(self, request, queryset):
        drafts = queryset.exclude(publication=Publication.PUBLISHED)
        values = {"publication": Publication.PUBLISHED, "withdrawal": "", "merged_into": None}
        chosen = [save_project(project, values, user=request.user, why=gettext("published")) for project in drafts]
        count = len(chosen)
        done = ngettext("%(count)s project was published.", "%(count)s projects were published.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    @admin.action(permissions=["publish"], description=_("Withdraw the chosen projects …"))
    def withdraw(self, request, queryset):
        """Ask why, then take the projects out of all that is public."""
        chosen = queryset.exclude(publication=Publication.WITHDRAWN)
        form = WithdrawalForm(request.POST if "confirmed" in request.POST else None, chosen=chosen)
        if form.is_valid():
            for project in chosen:
                withdraw_project(
                    project, user=request.user, why=form.cleaned_data["reason"], into=form.cleaned_data["into"]
                )
            self.message_user(request, gettext("Withdrawn; nothing was deleted."), messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        shown = {"title": gettext("Withdraw projects"), "opts": self.opts, "form": form, "chosen": list(chosen)}
        return TemplateResponse(request, "admin/projects/withdraw.html", self.admin_site.each_context(request) | shown)
