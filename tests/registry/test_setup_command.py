"""`manage.py setup` brings a database to where the registry can start, again and again."""

import shutil

import pytest
from django.core.management import call_command

from investors.models import Investor
from projects.models import Project
from regions.models import Region
from registry.management.commands.setup import Command
from sources.models import Source
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def setup():
    call_command("setup", verbosity=0)


def test_an_empty_registry_gets_the_first_records():
    setup()

    assert Project.objects.count() == 5


def test_setting_up_twice_changes_nothing():
    setup()
    before = list(Project.objects.order_by("pk").values())

    setup()

    assert list(Project.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("entered", [lambda: Investor.objects.create(slug="own", name="Own", kind="company")])
def test_a_registry_with_records_of_its_own_gets_no_others(entered):
    call_command("load_reference", verbosity=0)
    entered()

    setup()

    assert not Project.objects.exists()
    assert not Source.objects.exists()
    assert Region.objects.exists()


@pytest.mark.parametrize(("is_behind", "stage"), [(True, "announced"), (False, "closed")])
def test_columns_that_a_migration_may_have_added_are_filled_after_it(monkeypatch, is_behind, stage):
    ProjectFactory(stage="announced")
    Project.objects.update(stage="closed")
    monkeypatch.setattr(Command, "is_behind", lambda self: is_behind)

    setup()

    assert Project.objects.get().stage == stage


def test_a_registry_with_all_migrations_is_not_behind():
    assert not Command().is_behind()


def test_setting_up_compiles_the_catalogues_so_that_pages_speak_their_language_from_the_start(settings, tmp_path):
    shutil.copytree(settings.BASE_DIR / "locale" / "kk", tmp_path / "kk", ignore=shutil.ignore_patterns("*.mo"))
    settings.LOCALE_PATHS = [tmp_path]

    setup()

    assert (tmp_path / "kk" / "LC_MESSAGES" / "django.mo").is_file()
