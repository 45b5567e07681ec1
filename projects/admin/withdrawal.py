from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sources.admin_rows import KnownSelect

from ..models import Project


class WithdrawalForm(forms.Form):
    """Why projects leave the public, and which one stands for them."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Everybody who opens the address reads it."), strip=True
    )
    into = forms.ModelChoiceField(
        Project.objects.all(),
        label=_("Merged into"),
        required=False,
        help_text=_("The address then leads to that project."),
    )

    def __init__(self, *args, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        field = self.fields["into"]
        field.widget = KnownSelect(Project._meta.get_field("merged_into"), admin.site)
        field.widget.choices = field.choices

    def clean_into(self):
        into = self.cleaned_data["into"]
        if into and (into.publication == "withdrawn" or self.chosen.filter(pk=into.pk).exists()):
            raise ValidationError(_("Choose a project that stays."), code="withdrawn")
        return into
