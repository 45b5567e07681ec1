import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Permission
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


def languages() -> list[tuple[str, str]]:
    """Answer the languages of the site as choices; a function, so that no migration freezes the list."""
    return [("", _("as the browser asks")), *settings.LANGUAGES]


class User(AbstractUser):
    """A person who works with the registry.

    What a person may do follows from the groups (accounts/roles.py), never from `is_staff`: that flag of Django's own
    says nothing here. Who changed records is never deleted, only made inactive.
    """

    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=150, blank=True, help_text=_("Colleagues see it in the history."))
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=languages, help_text=_("Of the pages after logging in.")
    )

    class Meta(AbstractUser.Meta):
        ordering = ["username", "pk"]
        permissions = [("enter_admin", "Can enter the admin")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def granted(self) -> set[str]:
        """Answer the permissions this account was given, as `app_label.codename`; also while it is not active."""
        given = Permission.objects.filter(models.Q(group__user=self) | models.Q(user=self))
        return {f"{app}.{code}" for app, code in given.values_list("content_type__app_label", "codename")}

    def has_rights_of(self, other: "User") -> bool:
        """Whether this person may do everything the other one may: only then may they change the other's account."""
        if self.is_superuser:
            return True
        return not other.is_superuser and other.granted() <= self.get_all_permissions()


class AuthToken(AbstractAuthToken):
    """A key for programs that act for one person; only its hash is kept, the key itself is shown once.

    `last_used_on` is written once a day at most, so that reading through the API stays reading.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    read_only = models.BooleanField(_("read only"), default=True)
    last_used_on = models.DateField(_("last used on"), null=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="auth_token_name_once",
                violation_error_message=_("You have a token of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expiry is not None and self.expiry <= timezone.now()

    def note_use(self) -> None:
        """Keep the day of the last use."""
        today = timezone.localdate()
        if self.last_used_on != today:
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)
