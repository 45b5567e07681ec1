"""What each role may do: one table of rules. The groups of the database are made from it after every migrate."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS, router
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VIEW = ("regions.view_*", "sources.view_*", "investors.view_*", "projects.view_*")
WRITE = (
    *("sources.add_*", "investors.add_*", "projects.add_*"),
    *("sources.change_*", "investors.change_*", "projects.change_*"),
    *("history.view_*", "accounts.enter_admin"),
)


@dataclass(frozen=True)
class Role:
    """A group of people: `rules` are patterns of permissions, `app_label.codename` with `*` for anything."""

    label: str | Promise
    about: str | Promise
    rules: tuple[str, ...]

    def allows(self, permission: str) -> bool:
        return any(fnmatchcase(permission, rule) for rule in self.rules)


ROLES = {
    "viewer": Role(_("Viewer"), _("Sees what is published."), VIEW),
    "editor": Role(_("Editor"), _("Adds and changes records, also drafts."), VIEW + WRITE),
    "reviewer": Role(
        _("Reviewer"),
        _("Does what an editor does, and publishes and withdraws projects."),
        (*VIEW, *WRITE, "projects.publish_project"),
    ),
    "administrator": Role(_("Administrator"), _("Does everything, and looks after the users."), ("*",)),
}


def sync_groups(using: str = DEFAULT_DB_ALIAS, *, apps: Any = installed) -> None:
    """Give the group of each role the permissions that the table allows, and take all others away.

    Safe to run again. A migration passes its own `apps`: permissions of models that are not there yet follow after the
    migrate. The rows of permissions are made here too, since Django makes those of an app only after the migrate, and
    those of a later app later than this runs.
    """
    for config in installed.get_app_configs():
        create_permissions(config, verbosity=0, using=using, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    rows = list(permissions.values_list("pk", "content_type__app_label", "codename"))
    for name, role in ROLES.items():
        group, _created = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        group.permissions.set([pk for pk, app, codename in rows if role.allows(f"{app}.{codename}")])


def sync_after_migrate(*, using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Receive Django's post_migrate; also after a flush, which empties the groups."""
    try:
        group = apps.get_model("auth", "Group")
    except LookupError:
        return
    if router.allow_migrate_model(using, group):
        sync_groups(using, apps=apps)
