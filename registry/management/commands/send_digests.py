from typing import Any

from django.core.management import BaseCommand

from ...following.digest import send_digests


class Command(BaseCommand):
    help = (
        "Mail people what changed in the saved views that they follow, since the last such mail. "
        "Let the system's timer run it once a day, or as often as they shall hear."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        for user in send_digests():
            if verbosity:
                self.stdout.write(f"Told {user.username}.")
