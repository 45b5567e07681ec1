from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordResetForm as DjangoPasswordResetForm
from django.core.exceptions import ValidationError
from django.db.models import IntegerChoices
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from .models import AuthToken, User


class Lifetime(IntegerChoices):
    """For how many days a token opens the API."""

    MONTH = 30, _("30 days")
    QUARTER = 90, _("90 days")
    YEAR = 365, _("one year")


class PersonForm(forms.ModelForm):
    """What people may change about themselves."""

    class Meta:
        model = User
        fields = ["name", "language"]


class TokenForm(forms.ModelForm):
    lifetime = forms.TypedChoiceField(label=_("valid for"), choices=Lifetime, coerce=int, initial=Lifetime.QUARTER)

    class Meta:
        model = AuthToken
        fields = ["name", "read_only"]
        help_texts = {
            "name": _("What it is for, so that you know later which one to revoke."),
            "read_only": _("It opens your drafts for reading and can't change anything."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.user.auth_token_set.filter(name=name).exists():
            raise ValidationError(_("You have a token of this name already."), code="unique")
        return name

    def make(self) -> tuple[AuthToken, str]:
        """Make the token; answer it with its key, which is nowhere kept."""
        said = self.cleaned_data
        lifetime = timedelta(days=said["lifetime"])
        return AuthToken.objects.create(user=self.user, name=said["name"], read_only=said["read_only"], expiry=lifetime)


class PasswordResetForm(DjangoPasswordResetForm):
    """Django's own, but each person gets the mail in their language."""

    def send_mail(
        self, subject_template_name: str, email_template_name: str, context: Any, *args: Any, **kwargs: Any
    ) -> None:
        with override(context["user"].language or get_language()):
            super().send_mail(subject_template_name, email_template_name, context, *args, **kwargs)
