import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser

from lib.suggest import near_keys
from lib.texts import MAX_BYTES, composed, decoded

from ...models import Source, Text
from ...services import store_text


class Command(BaseCommand):
    help = (
        "Store the text of a source, so that what is cited from it is checked against it. The file is plain text in "
        "UTF-8; it is kept in Unicode NFC with one line feed at each line's end, and else as it is. A text is never "
        "changed once its source is cited."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="the slug of the source")
        parser.add_argument("file", help="the text; - reads standard input")
        parser.add_argument("--replace", action="store_true", help="replace a text from which nothing is cited yet")
        parser.add_argument("--why", default="", help="stands in the history (add_text)")

    def handle(self, *args: Any, **options: Any) -> None:
        source = self._source(options["source"])
        try:
            body = decoded(self._content(options["file"]))
            self._check_first(source, body, options["replace"])
            text = store_text(source=source, body=body, user=None, why=options["why"] or "add_text")
        except ValidationError as error:
            raise CommandError("\n".join([f"{options['file']}: nothing was stored.", *error.messages])) from None
        if options["verbosity"]:
            placed = source.citations.filter(start__isnull=False).count()
            self.stdout.write(f"{source.slug}: {text.characters} characters, SHA-256 {text.sha256}")
            self.stdout.write(f"citations whose words stand in it: {placed}")

    def _source(self, slug: str) -> Source:
        source = Source.objects.filter(slug=slug).first()
        if source is None:
            near = near_keys(Source.objects.all(), "slug", slug)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            raise CommandError(f"There is no source “{slug}”.{meant}")
        return source

    def _check_first(self, source: Source, body: str, replace: bool) -> None:
        stored = Text.objects.filter(source=source).first()
        if stored is None or replace or stored.is_cited or stored.body == composed(body):
            return
        raise CommandError(f"{source.slug} has another text already; nothing is cited from it, so --replace can.")

    def _content(self, name: str) -> bytes:
        """The bytes of the file, of a too large one a few more than a text may have."""
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        try:
            with Path(name).open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}") from None
