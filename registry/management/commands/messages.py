from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from registry import catalogues


class Command(BaseCommand):
    help = "Keep the catalogues of the interface's texts: update them from the code, check them, compile them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["extract", "check", "compile"])

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        if act == "compile":
            for locale in catalogues.compile_stale():
                self.stdout.write(f"Compiled {locale}.")
            return
        if act == "extract":
            for locale in catalogues.locales():
                self.stdout.write(f"{locale}: {'updated' if catalogues.update(locale) else 'up to date'}")
        faults = self.tell_faults()
        if faults and act == "check":
            raise CommandError(f"{faults} texts are to be mended in locale/; `make messages` updates the catalogues.")

    def tell_faults(self) -> int:
        """Write one line a text and kind of fault, with the locales that have it; how many lines there are."""
        by_text: dict[tuple[str, str], list[str]] = {}
        for locale in catalogues.locales():
            for fault in catalogues.faults(locale):
                by_text.setdefault((fault.kind, fault.text), []).append(locale)
        for (kind, text), locales in sorted(by_text.items()):
            self.stdout.write(f"{kind} ({', '.join(locales)}): {text!r}")
        return len(by_text)
