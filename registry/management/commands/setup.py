from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from investors.models import Investor
from projects.models import Agreement, Project
from registry.catalogues import compile_stale
from sources.models import Source

FIRST_RECORDS = "kazakhstan-2025-06"


class Command(BaseCommand):
    help = "Make all that the registry starts with: catalogues, migrations, reference data, and first records if empty."

    def handle(self, *args: Any, **options: Any) -> None:
        verbosity = options["verbosity"]
        compile_stale()
        is_behind = self.is_behind()
        call_command("migrate", interactive=False, verbosity=0)
        if is_behind:
            call_command("settle", verbosity=0)  # columns that a migration added have no value yet
        call_command("load_reference", verbosity=0)
        if self.is_empty():
            call_command("loaddata", FIRST_RECORDS, verbosity=0)
            if verbosity:
                self.stdout.write(f"Loaded the first records: {FIRST_RECORDS}.")

    def is_behind(self) -> bool:
        """Whether there are migrations to come."""
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def is_empty(self) -> bool:
        """Whether nobody has entered anything yet: reference data alone don't count, nor does publication."""
        return not any(model.objects.exists() for model in (Project, Investor, Agreement, Source))
