from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from ...models import Project


class Command(BaseCommand):
    help = (
        "Write the projection of all projects, or of those named, anew from their claims. That changes nothing unless "
        "rows were written past the registry, as by a bulk load. Each chunk is a transaction of its own: the command "
        "may be stopped, started again, and run while people work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="projects; all when none is named")
        parser.add_argument("--chunk", type=int, default=500, help="projects at once (500)")

    def handle(self, *args: Any, slugs: list[str], chunk: int, verbosity: int, **options: Any) -> None:
        if chunk < 1:
            raise CommandError("A chunk has at least one project.")
        projects = Project.objects.filter(slug__in=slugs) if slugs else Project.objects.all()
        count = projects.count()
        if lost := sorted(set(slugs) - set(projects.values_list("slug", flat=True))) if slugs else []:
            raise CommandError(f"There is no project {', '.join(lost)}.")

        def tell(done: int) -> None:
            if verbosity > 1:
                self.stdout.write(f"{done} of {count}")

        changed = projects.settle(chunk=chunk, progress=tell)
        if verbosity:
            self.stdout.write(f"{count} projects settled, {changed} changed")
