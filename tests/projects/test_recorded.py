"""`known_on`: records, their plain rows and stored texts as the registry had them at a moment."""

import pytest
from django.http import QueryDict
from django.utils import timezone

from investors.models import Investor
from investors.services import investor_document, save_investor
from projects.clocks import Clocks, past
from projects.filters import ProjectFilter
from projects.models import Aim, Product, Project
from projects.services import (
    agreement_document,
    code_document,
    project_document,
    save_agreement,
    save_code,
    save_project,
)
from regions.services import region_document, save_region
from sources.models import Source, Text
from sources.services import cite, remove_text, source_document, store_text
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, ProjectFactory, SectorFactory
from tests.factories.regions import RegionFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def at(moment):
    return past(Clocks(known_on=moment))


def edited_region():
    region = RegionFactory(name_en="Old", aliases={"ru": ["Старое"]}, valid_from="2020-01-01")
    return (
        region,
        region_document,
        lambda: save_region(
            region=region,
            values={"name_en": "New", "aliases": {}, "latitude": 50.5, "longitude": 60, "valid_from": None},
            user=None,
        ),
    )


def edited_sector():
    sector = SectorFactory(name_en="Old", isic=["0111"], dac="31120")
    return sector, code_document, lambda: save_code(sector, {"name_en": "New", "isic": [], "dac": ""}, user=None)


def edited_product():
    product = Product.objects.create(slug="flour", name_en="Old", hs="1101")
    return product, code_document, lambda: save_code(product, {"name_en": "New", "name_ru": "Новое"}, user=None)


def edited_aim():
    aim = Aim.objects.create(slug="jobs", name_en="Old")
    return aim, code_document, lambda: save_code(aim, {"name_en": "New"}, user=None)


def edited_agreement():
    agreement = AgreementFactory(title="Old", open_ended=True)
    return (
        agreement,
        agreement_document,
        lambda: save_agreement(agreement, {"title_en": "New", "open_ended": False}, user=None),
    )


def edited_investor():
    investor = InvestorFactory(name_en="Old")
    save_investor(
        investor,
        {
            "names": [
                {"text": "老", "language": "zh", "kind": "legal"},
                {"text": "Oldest", "language": "en", "kind": "former"},
            ],
            "identifiers": [{"scheme": "LEI", "value": "1"}],
        },
        user=None,
    )
    return (
        investor,
        investor_document,
        lambda: save_investor(investor, {"names": [], "identifiers": [{"scheme": "KZ-BIN", "value": "2"}]}, user=None),
    )


def edited_project():
    project = ProjectFactory(jobs="5")
    save_project(project, {"identifiers": [{"scheme": "IATI", "value": "A 1"}]}, user=None)
    return project, project_document, lambda: save_project(project, {"identifiers": []}, user=None)


@pytest.mark.parametrize(
    "make",
    [edited_region, edited_sector, edited_product, edited_aim, edited_agreement, edited_investor, edited_project],
)
def test_a_record_says_what_it_said_then(make):
    record, document, edit = make()
    before, then = document(record), timezone.now()
    edit()
    after = document(record)

    with at(then):
        assert document(type(record).objects.get(pk=record.pk)) == before
    with at(timezone.now()):
        assert document(type(record).objects.get(pk=record.pk)) == after
    assert before != after


@pytest.mark.parametrize("make", [RegionFactory, SectorFactory, InvestorFactory, SourceFactory, AgreementFactory])
def test_a_record_that_is_new_was_not_there_then(make):
    old = make()
    then = timezone.now()
    make()

    with at(then):
        assert list(type(old).objects.filter(pk__gte=old.pk)) == [old]


def test_rows_of_records_that_no_history_has_are_those_of_today():
    investor = InvestorFactory()
    investor.names.create(text="特变电工", language="zh", kind="legal")

    with at(timezone.now()):
        assert [name.text for name in Investor.objects.get(pk=investor.pk).names.all()] == ["特变电工"]


def test_an_identifier_that_is_new_was_not_there_then():
    project = ProjectFactory(jobs="5")
    then = timezone.now()
    save_project(project, {"identifiers": [{"scheme": "IATI", "value": "A 1"}]}, user=None)

    with at(then):
        seen = ProjectFilter(QueryDict(""), Project.objects.all()).rows().get()
        assert not seen.identifiers.exists()
    assert project.identifiers.exists()


# Texts


def test_a_text_is_there_from_the_moment_it_was_stored():
    source = SourceFactory()
    citation = cite(source=source, exact="4,000 jobs")
    then = timezone.now()
    store_text(source=source, body="It brings 4,000 jobs.", user=None)

    with at(then):
        assert not hasattr(Source.objects.with_text().get(), "text")
        assert not type(citation).objects.get().is_checked
    with at(timezone.now()):
        assert Source.objects.with_text().get().text.body == "It brings 4,000 jobs."
        assert type(citation).objects.get().is_checked


def test_a_replaced_text_is_the_one_of_then():
    source = SourceFactory(text="It brings 400 jobs.")
    before, then = source_document(source), timezone.now()
    store_text(source=source, body="It brings 4,000 jobs.", user=None)

    with at(then):
        assert Source.objects.with_text().get().text.body == "It brings 400 jobs."
        assert source_document(source) == before


def test_a_text_that_was_taken_away_is_in_no_past():
    source = SourceFactory(text="Not ours.")
    then = timezone.now()
    remove_text(source=source, user=None)

    with at(then):
        assert not Text.objects.exists()


@pytest.mark.parametrize(
    "address", ["/", "/regions/", "/sectors/", "/sources/", "/investors/", "/projects/", "/about/"]
)
def test_pages_hold_before_anything_was_recorded(client, article, address):
    assert client.get(address, {"known_on": "2001-01-01"}).status_code == 200
