from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.db import transaction
from django.utils.translation import override

from history.shipped import Counts
from regions.reference import load_places

from ...reference import load_aims, load_sectors


class Command(BaseCommand):
    help = (
        "Load the places of the world with their boundaries, the sectors and the aims. Run it again after an update: "
        "what is there already is brought up to date, what people edited is kept."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        # The column without a language repeats the default language's text.
        with override(settings.LANGUAGE_CODE):
            loaded: dict[str, Counts] = {**load_places(), "sectors": load_sectors(), "aims": load_aims()}
        if options["verbosity"]:
            for name, counts in loaded.items():
                self.stdout.write(f"{name}: " + ", ".join(f"{n} {what}" for what, n in counts._asdict().items()))
