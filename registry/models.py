"""What the registry keeps for its readers: the selections that they saved."""

import uuid
from functools import cached_property

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.clocks import clocks_in

# A longer address is cut by browsers and servers on its way.
LONGEST_QUERY = 2000


class SavedView(models.Model):
    """A selection of projects that a person named; whoever has its address may read it and follow it.

    `query` is what stands behind the question mark of the list's address. `told_to` is the highest change (its id) that
    a mail told of, or that was there when the person asked for mail.
    """

    uid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("user"), editable=False
    )
    name = models.CharField(_("name"), max_length=100)
    query = models.TextField(_("selection"), blank=True, validators=[MaxLengthValidator(LONGEST_QUERY)])
    by_mail = models.BooleanField(_("tell me by e-mail what changes"), default=False)
    told_to = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        default_permissions: list[str] = []
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_view_name_once",
                violation_error_message=_("You have a saved view of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("following:detail", args=[self.uid])

    @property
    def list_url(self) -> str:
        """The address of the list that shows the selection."""
        return reverse("projects:list") + (f"?{self.query}" if self.query else "")

    @cached_property
    def given(self) -> QueryDict:
        return QueryDict(self.query)

    @property
    def is_of_the_past(self) -> bool:
        """Whether it shows a day in the past, in which nothing changes any more."""
        return bool(clocks_in(self.given))
