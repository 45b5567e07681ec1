from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("registry")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Sent once all migrations are in.
        post_migrate.connect(_make_indexes, sender=self, dispatch_uid="registry.word_indexes")


def _make_indexes(**signal: Any) -> None:
    import_string("registry.word_indexes.make_indexes")(**signal)
