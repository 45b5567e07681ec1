"""A registry of realistic shape in any size, always the same: skewed investors, bounds, gaps, four scripts."""

import os
import random
import sys
from datetime import date, timedelta

if __name__ == "__main__":
    import django

    django.setup()

from django.core.management import call_command
from django.db import transaction

from history.search_words import keep_words
from investors.models import Investor
from projects.attributes import Stage
from projects.models import Claim, Modality, Participation, Project, ProjectSector, Publication, Sector
from projects.projection import settle
from regions.models import Region
from sources.models import Authority, Citation, Source

BATCH = 2000
PLACES = ("Зауыт", "Завод", "Plant", "工厂")
BOUNDS = ("exact", "exact", "exact", "about", "more_than", "up_to")


def generate(size: int) -> None:
    """Fill an empty database with `size` published projects of about four claims each."""
    call_command("load_reference", verbosity=0)
    chance = random.Random(size)
    sources = Source.objects.bulk_create(
        Source(slug=f"source-{n}", title=f"Source {n}", title_en=f"Source {n}", authority=Authority.values[n % 4])
        for n in range(max(size // 100, 5))
    )
    citations = Citation.objects.bulk_create(
        Citation(source=source, locator=f"par. {n}", exact=f"words {n}") for source in sources for n in range(5)
    )
    investors = Investor.objects.bulk_create(
        Investor(slug=f"investor-{n}", name=f"Investor {n}", name_en=f"Investor {n}", country="CN" if n % 3 else "KZ",
                 country_basis="stated", search_text=f"investor {n}")
        for n in range(max(size // 20, 10))
    )  # fmt: skip
    for start in range(0, len(investors), BATCH):
        keep_words(list(Investor.objects.filter(pk__in=[row.pk for row in investors[start : start + BATCH]])))
    regions, sectors = list(Region.objects.filter(code__startswith="KZ-")), list(Sector.objects.all())
    for start in range(0, size, BATCH):
        _batch(chance, range(start, min(start + BATCH, size)), investors, citations, regions, sectors)


@transaction.atomic
def _batch(chance, numbers, investors, citations, regions, sectors):
    projects = Project.objects.bulk_create(
        Project(slug=f"project-{n}", title=(title := f"{PLACES[n % 4]} {n}"), title_en=title,
                publication=Publication.PUBLISHED, search_text=title.casefold())
        for n in numbers
    )  # fmt: skip
    claims, parts, branches = [], [], []
    for project in projects:
        said = date(2020, 1, 1) + timedelta(days=chance.randrange(2000))
        claims += _claims(chance, project, chance.choice(citations), said, regions)
        # The square skews: a few investors have very many projects.
        place = int(len(investors) * chance.random() ** 2)
        parts.append(_dated(Participation(project=project, investor=investors[place], role="investor"), said))
        branches.append(_dated(ProjectSector(project=project, sector=chance.choice(sectors), primary=True), said))
    for model, rows in ((Claim, claims), (Participation, parts), (ProjectSector, branches)):
        model.objects.bulk_create(rows)
    settle(Project.objects.filter(pk__in=[project.pk for project in projects]))


def _claims(chance, project, citation, said, regions):
    rows = [Claim(attribute="stage", code=chance.choice(Stage.values), bound="exact", modality=Modality.PLANNED)]
    if chance.random() < 0.9:
        rows.append(Claim(attribute="region", region=chance.choice(regions), bound="exact"))
    if chance.random() < 0.8:
        rows.append(Claim(attribute="investment", amount=chance.randrange(1, 4000) * 1_000_000, currency="USD"))
    if chance.random() < 0.6:
        rows.append(Claim(attribute="jobs", quantity=chance.randrange(10, 5000), unit="IE"))
    for row in rows:
        row.project, row.citation = project, citation
        row.bound = row.bound or chance.choice(BOUNDS)
        row.modality = row.modality or Modality.PLANNED
        row.prepare()
        _dated(row, said)
    return rows


def _dated(row, said):
    row.said_on, row.said_first, row.said_last = said.isoformat(), said, said
    return row


def make_database(url):
    """A fresh database on the server of `url`, under the name that the settings have."""
    import psycopg2
    from django.conf import settings

    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        name = settings.DATABASES["default"]["NAME"]
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


if __name__ == "__main__":
    if url := os.environ.get("BENCH_MAKE_DATABASE"):
        make_database(url)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    generate(int(sys.argv[1]))
