from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lib.likeness import like_these
from lib.search import fold, found
from lib.texts import around, composed, nearly, paragraph, places
from sources.models import Citation, Source

from .models import Project

# Places of the same words, and projects, to choose from.
MOST = 20


class CiteForm(forms.Form):
    """The words of a source that a claim is to be made of, where they stand, and of which project.

    Opened with the words (and `start`, where somebody marked them) it finds them in the stored text; `add` in what was
    sent asks to go on. Without a stored text the words are taken as they are.
    """

    exact = forms.CharField(
        label=_("words of the source"),
        max_length=Citation._meta.get_field("exact").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Letter by letter as they stand there: the shortest phrase that carries the figure."),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    locator = forms.CharField(
        label=_("locator"), max_length=100, required=False, help_text=_("Paragraph or page: par. 2, p. 14, row 331.")
    )
    project = forms.CharField(
        label=_("project"), max_length=300, required=False, help_text=_("Its slug, or words of its title.")
    )

    def __init__(self, data: QueryDict, *, source: Source) -> None:
        self.source = source
        self.body = source.text.body if hasattr(source, "text") else None
        self.is_opened = "exact" in data
        self.is_sent = "add" in data or "new" in data
        self.is_new = "new" in data
        self.near: list[Project] = []  # projects to choose from
        super().__init__(data if self.is_opened else None, label_suffix="")
        address = f"{reverse('admin:autocomplete')}?app_label=projects&model_name=project&field_name=merged_into"
        self.fields["project"].widget.attrs |= {"autocomplete": "off", "data-datalist": address}

    def clean_exact(self) -> str:
        exact = composed(self.cleaned_data["exact"])
        if self.body is None or exact in self.body:
            return exact
        near = nearly(self.body, exact)[: self.fields["exact"].max_length]
        raise ValidationError(
            _("The text has it otherwise: “%(near)s”.") if near else _("These words do not stand in the stored text."),
            code="not_in_text",
            params={"near": near},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "exact" not in cleaned:
            return cleaned
        found = [passage["start"] for passage in self.passages]
        if cleaned.get("start") not in found:
            cleaned["start"] = found[0] if len(found) == 1 else None
            if found and self.is_sent and cleaned["start"] is None:
                self.add_error(
                    None, ValidationError(_("These words stand in several places: choose one."), code="place")
                )
        if self.is_sent and not self.is_new and "project" not in self.errors:
            self._find_project(cleaned)
        return cleaned

    @cached_property
    def passages(self) -> list[dict[str, Any]]:
        """Where the words stand, each with what is around them; those that were marked alone, where they are there."""
        if not self.is_bound:
            return []
        exact = self.cleaned_data.get("exact", "")
        if self.body is None or not exact:
            return []
        starts = list(places(self.body, exact))
        marked = self.cleaned_data.get("start")
        shown = [start for start in starts if start == marked] or starts[:MOST]
        return [self._passage(start, exact) for start in shown]

    def _passage(self, start: int, exact: str) -> dict[str, Any]:
        before, after = around(self.body or "", start, start + len(exact))
        return {"start": start, "before": before, "words": exact, "after": after}

    @property
    def shown_locator(self) -> str:
        """What was typed; before, the locator of other words of the paragraph, else the number of the paragraph."""
        if self.is_sent:
            return self["locator"].value() or ""
        start = self.cleaned_data.get("start")
        if self.body is None or start is None:
            return ""
        number = paragraph(self.body, start)
        cited = self.source.citations.exclude(locator="").filter(start__isnull=False)
        near = sorted(cited.values_list("start", "locator"), key=lambda one: abs(one[0] - start))
        return next((locator for place, locator in near if paragraph(self.body, place) == number), f"par. {number}")

    def _find_project(self, cleaned: dict[str, Any]) -> None:
        text = cleaned.get("project", "").strip()
        if not text:
            self.add_error("project", ValidationError(_("Name the project."), code="required"))
            return
        cleaned["found"] = Project.objects.filter(slug=text).first() or self._titled(text)
        if cleaned["found"] is None:
            message = _("Several projects fit: choose one.") if self.near else _("There is no such project.")
            self.add_error("project", ValidationError(message, code="unknown"))

    def _titled(self, text: str) -> Project | None:
        """The one project of this title in any language, or the only one that has these words."""
        self.near = list(Project.objects.filter(found(Project, text)).order_by("title_en", "pk")[:MOST])
        titled = [one for one in self.near if fold(text) in one.search_text.split("\n")]
        if len(titled) == 1 or len(self.near) == 1:
            return (titled or self.near)[0]
        if not self.near:
            self.near = list(Project.objects.filter(pk__in=like_these(Project.objects.all(), [text]))[:MOST])
        return None

    def target(self) -> str:
        """The form of the project with a new claim in it that has these words."""
        cleaned, project = self.cleaned_data, self.cleaned_data.get("found")
        address, number = reverse("admin:projects_project_add"), 0
        if project is not None:
            address = reverse("admin:projects_project_change", args=[project.pk])
            number = project.claims.current().count()
        words = QueryDict(mutable=True)
        words.update({"cited": self.source.slug, "exact": cleaned["exact"], "locator": cleaned["locator"]})
        if cleaned.get("start") is not None:
            words["start"] = str(cleaned["start"])
        return f"{address}?{words.urlencode()}#claims-{number}"
