from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from lib.software import fingerprint

# What no migration makes, in this order: the words are written with the log in place.
AFTER_MIGRATE = ("registry.watched.keep_watching", "registry.word_indexes.make_indexes")


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("registry")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Sent once all migrations are in.
        for function in AFTER_MIGRATE:
            self._connect(function)
        # Now: when the first request comes, the files may be newer than the code that runs.
        fingerprint()

    def _connect(self, function: str) -> None:
        def call(**signal: Any) -> None:
            import_string(function)(**signal)

        post_migrate.connect(call, sender=self, dispatch_uid=function, weak=False)
