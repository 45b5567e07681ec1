from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser

from sources.models import Source

from ...rates_file import read_rates
from ...services import import_rates


class Command(BaseCommand):
    help = (
        "Import exchange rates, as units of a currency for one US dollar, and convert the claims in these currencies. "
        "The file is a CSV table in UTF-8 with the columns currency, day, rate; or with the column day and one column "
        "a currency. All rows are imported or, if one of them is wrong, none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the table")
        parser.add_argument("--source", required=True, help="the slug of the source that states these rates")
        parser.add_argument("--correct", action="store_true", help="replace rates of this source that differ")

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(slug=options["source"]).first()
        if source is None:
            raise CommandError(f"There is no source “{options['source']}”.")
        rates, errors = read_rates(self._text(options["file"]))
        try:
            done = import_rates(rates, source=source, errors=errors, correct=options["correct"])
        except ValidationError as error:
            raise CommandError("\n".join(["Nothing was imported.", *_told(error)])) from None
        if options["verbosity"]:
            counts = f"{done.made} made, {done.corrected} corrected, {done.same} same"
            self.stdout.write(f"exchange rates: {counts}; projects converted anew: {done.projects}")

    def _text(self, name: str) -> str:
        try:
            return Path(name).read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise CommandError(f"{name} is not in UTF-8: save it so and try again.") from None


def _told(error: ValidationError) -> list[str]:
    """The errors in the order of the rows, each with its row and column."""
    told = []
    for place, messages in error.message_dict.items():
        row, _point, column = place.partition(".")
        where = f"row {row}, {column}" if column else f"row {row}"
        told.append((int(row), f"{where}: {' '.join(messages)}"))
    return [line for _row, line in sorted(told, key=lambda line: line[0])]
