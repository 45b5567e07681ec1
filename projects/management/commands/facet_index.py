import time
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection

from lib.touched import can_tell
from projects.index.contents import Index


class Command(BaseCommand):
    help = "Build the facet index as each process of the server does, and say how long it takes and what it keeps."

    def handle(self, *args: Any, **options: Any) -> None:
        if not can_tell():
            raise CommandError(f"{connection.settings_dict['NAME']} has no log of touched rows: run `migrate` first.")
        begun = time.perf_counter()
        index = Index.built()
        seconds = time.perf_counter() - begun
        projects = len(index.families["kind"].stated)
        self.stdout.write(f"{projects} projects, {index.size / 2**20:.1f} MB, built in {seconds:.1f} s")
        for name, family in sorted(index.families.items()):
            size = sum(len(bitmap.serialize()) for bitmap in family.bitmaps())
            self.stdout.write(f"{name:>14} {len(family.sets):7} values {size / 1024:9.0f} kB")
