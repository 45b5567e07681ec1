from pathlib import Path

from django.core.management.commands import loaddata

from history.services import revision


class Command(loaddata.Command):
    """Django's command; what it loads is one revision, so that it can be looked at and taken back as one."""

    def loaddata(self, fixture_labels: list[str]) -> None:
        names = ", ".join(Path(label).name for label in fixture_labels)
        with revision(user=None, why=f"loaddata {names}"[:300]):
            super().loaddata(fixture_labels)
