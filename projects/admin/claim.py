from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lib import edtf
from lib.search import found
from sources.models import Source

from ..models import Claim, DoubtCode, Project
from ..models.standing import GROUP
from ..services import prefer_claim
from ..showing.figures import scope_of, value_of


class PreferForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Stands beside the claim, for everybody."))


class HeldFilter(admin.SimpleListFilter):
    """What the registry holds today, unless the past is asked for."""

    title = _("held")
    parameter_name = "held"

    def lookups(self, request, model_admin):
        return [("all", _("also retired ones"))]

    def choices(self, changelist):
        current, everything = super().choices(changelist)
        yield current | {"display": _("today")}
        yield everything

    def queryset(self, request, queryset):
        return queryset if self.value() == "all" else queryset.current()


class DoubtFilter(admin.SimpleListFilter):
    title = _("doubt")
    parameter_name = "doubt"

    def lookups(self, request, model_admin):
        return DoubtCode.choices

    def queryset(self, request, queryset):
        return queryset.filter(doubts__code=self.value()).distinct() if self.value() else queryset


@admin.register(Claim)
class ClaimAdmin(admin.ModelAdmin):
    """All claims, to look through; they are added and corrected in the form of their project."""

    list_display = [
        *("attribute_said", "value_said", "stands", "project", "source_said", "said_said", "modality", "rank"),
    ]
    list_display_links = ["attribute_said"]
    list_filter = [HeldFilter, "attribute", "stands", "missing", "rank", DoubtFilter, "modality", "recorded_at"]
    list_select_related = ["project", "region", "citation__source"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["as_printed"]
    search_help_text = _("Words of the project or the source, or printed words")
    ordering = ["-recorded_at", "-pk"]
    actions = ["prefer"]
    change_form_template = "admin/projects/claim_view.html"
    fields = [
        *("project", "attribute_said", "value_said", "modality", "as_printed"),
        *("source_said", "words_said", "said_said", "missing", "rank", "reason", "stands", "recorded_at", "retired_at"),
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_prefer_permission(self, request):
        return request.user.has_perm("projects.change_claim")

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        words = search_term.replace("\0", "")
        of_project, of_source = found(Project, words, "project"), found(Source, words, "citation__source")
        return queryset.filter(of_project | of_source), False

    @admin.display(description=_("attribute"), ordering="attribute")
    def attribute_said(self, claim):
        return " · ".join(str(part) for part in (claim.spec.label, *scope_of(claim, {})))

    @admin.display(description=_("value"))
    def value_said(self, claim):
        return claim.get_missing_display() if claim.missing else value_of(claim)[0]

    @admin.display(description=_("source"), ordering="citation__source__slug")
    def source_said(self, claim):
        return f"{claim.citation.source}, {claim.citation.locator}".removesuffix(", ")

    @admin.display(description=_("words of the source"))
    def words_said(self, claim):
        return claim.citation.exact or gettext("words not kept")

    @admin.display(description=_("said on"), ordering="said_first")
    def said_said(self, claim):
        return edtf.say(claim.said_on)

    @admin.action(permissions=["prefer"], description=_("Prefer the chosen claim …"))
    def prefer(self, request, queryset):
        if queryset.count() != 1:
            self.message_user(request, gettext("Choose one claim."), messages.WARNING)
            return None
        return HttpResponseRedirect(reverse("admin:projects_claim_prefer", args=[queryset.get().pk]))

    def get_urls(self):
        prefer = self.admin_site.admin_view(self.prefer_view)
        return [path("<int:pk>/prefer/", prefer, name="projects_claim_prefer"), *super().get_urls()]

    def prefer_view(self, request, pk):
        """Ask why this claim is to stand, beside those that it stands against."""
        if not self.has_prefer_permission(request):
            raise PermissionDenied
        claims = Claim.objects.for_record()
        claim = get_object_or_404(claims, pk=pk)
        form = PreferForm(request.POST or None)
        if form.is_valid():
            try:
                prefer_claim(claim=claim, reason=form.cleaned_data["reason"], user=request.user)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                self.message_user(request, gettext("This claim is preferred now."), messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:projects_project_change", args=[claim.project_id]))
        group = claims.current().filter(**dict(zip(GROUP, claim.group, strict=True))).first_stands_first()
        rows = [
            {
                "claim": one,
                "value": self.value_said(one),
                "source": self.source_said(one),
                "said_on": self.said_said(one),
                "is_chosen": one.pk == claim.pk,
            }
            for one in group
        ]
        shown = {"title": gettext("Prefer a claim"), "opts": self.opts, "form": form, "claim": claim, "rows": rows}
        return TemplateResponse(request, "admin/projects/prefer.html", self.admin_site.each_context(request) | shown)
