from typing import Any

from django.core.management import BaseCommand

from ...word_indexes import keep_all_words, make_indexes


class Command(BaseCommand):
    help = (
        "Write the words that searches look through anew, of all records. That changes nothing unless rows were "
        "written past the registry, as by a bulk load, or a new version finds records by more than before."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        make_indexes()
        for model, count in keep_all_words():
            if verbosity:
                self.stdout.write(f"{model._meta.verbose_name_plural}: {count}")
