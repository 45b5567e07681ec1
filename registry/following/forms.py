from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from ..models import SavedView

MOST = 100
# Parameters that choose a part of a list, not what is in it.
PASSING = ("page", "cursor")


class SavedViewForm(forms.ModelForm):
    """Name a selection; `query` is checked by the page that has it."""

    class Meta:
        model = SavedView
        fields = ["name", "query", "by_mail"]
        widgets = {"query": forms.HiddenInput}

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.user = user
        if not user.email:
            self.fields["by_mail"].disabled = True
            self.fields["by_mail"].help_text = _("You have no e-mail address here: an administrator can enter one.")

    def clean_query(self) -> str:
        given = QueryDict(self.cleaned_data["query"], mutable=True)
        for name in PASSING:
            given.pop(name, None)
        return given.urlencode(safe=",")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk is None and self.instance.user.saved_views.count() >= MOST:
            raise ValidationError(_("You have %(most)s saved views, more can't be kept."), params={"most": MOST})
        view = SavedView(query=cleaned.get("query", self.instance.query))
        if cleaned.get("by_mail") and view.is_of_the_past:
            self.add_error("by_mail", _("Nothing changes any more in a view of the past."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The owner counts in what is asked of a row, such as a name that is there once."""
        return super()._get_validation_exclusions() - {"user"}


class ChangeForm(SavedViewForm):
    """Another name, mail or none; the selection stays, since others may have its address."""

    class Meta(SavedViewForm.Meta):
        fields = ["name", "by_mail"]
