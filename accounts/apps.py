from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .roles import sync_after_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("accounts.schema")  # loads the REST framework, so not before the models are there
        post_migrate.connect(sync_after_migrate, sender=self, dispatch_uid="accounts.roles")


class RegistryAdminConfig(AdminConfig):
    """Django's admin with the door of accounts/admin_site.py."""

    default_site = "accounts.admin_site.RegistryAdminSite"
