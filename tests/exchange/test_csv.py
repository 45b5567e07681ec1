"""Any list of the API as CSV."""

import csv
import gc
import tracemalloc
from io import StringIO

import pytest

from projects.models import Project
from tests.api import Api, codes, slugs
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ProductFactory, ProjectFactory

pytestmark = pytest.mark.django_db

LISTS = ["projects", "investors", "regions", "sectors", "products", "sources", "claims", "agreements", "events"]


def table(response):
    """The rows of a CSV answer, by heading."""
    assert response.status_code == 200, response.getvalue()
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_comes_as_csv(api, name):
    ProjectFactory(investment="20", sectors=["energy"], products=["tea"], region="KZ-31")

    response = api.get(f"{name}/?format=csv")

    assert len(table(response)) == api.get(f"{name}/").json()["count"]
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_the_accept_header_chooses_csv_too(api):
    ProjectFactory(slug="port")

    response = api.get("projects/", Accept="text/csv")

    assert [row["slug"] for row in table(response)] == ["port"]
    assert "Accept" in response["Vary"]


@pytest.mark.parametrize("query", ["", "q=wind", "stage=announced", "amount_min=10", "ordering=slug", "missing=stage"])
def test_csv_and_json_list_the_same_projects_in_the_same_order(api, query):
    ProjectFactory(title="Wind farm", investment="20")
    ProjectFactory(title="Port", stage="operating", investment="5")
    ProjectFactory(title="Mine", stage="announced")

    assert [row["slug"] for row in table(api.get(f"projects/?format=csv&{query}"))] == slugs(
        api.get(f"projects/?{query}")
    )


def test_the_cells_say_what_the_record_form_says(api):
    investors = [InvestorFactory(slug="tbea"), InvestorFactory(slug="huawei", country="")]
    ProjectFactory(
        slug="port", investment="> 20 USD", region="KZ-31", investors=investors, titles={"en": "A", "kk": "Ә"}
    )

    (row,) = table(api.get("projects/?format=csv"))

    assert row["investment.value"] == row["investment.low"] == "20"
    assert (row["investment.high"], row["investment.bound"]) == ("", "more_than")
    assert (row["region.code"], row["titles.kk"]) == ("KZ-31", "Ә")
    assert row["participations.investor.slug"] == "tbea; huawei"
    assert row["participations.investor.country"] == "CN; "


def test_fields_and_omit_choose_the_columns(api):
    ProjectFactory(slug="port", investment="20", jobs="5")

    assert table(api.get("projects/?format=csv&fields=slug,region")) == [
        {"slug": "port", "region.code": "", "region.name": ""}
    ]
    assert "jobs.value" not in table(api.get("projects/?format=csv&omit=jobs"))[0]
    assert table(api.get("projects/?format=csv&fields=claims"))[0]["claims.attribute"] == "investment; jobs"


def test_all_rows_come_not_a_page(api):
    for _ in range(3):
        ProductFactory()

    assert len(table(api.get("products/?format=csv"))) == 3


@pytest.mark.parametrize("parameter", ["page=1", "page_size=2", "cursor="])
def test_a_page_of_an_export_is_refused_rather_than_ignored(api, parameter):
    assert codes(api.get(f"products/?format=csv&{parameter}"), 400) == {parameter.partition("=")[0]: "invalid"}


def test_errors_of_an_export_are_json(api):
    ProjectFactory()

    found = codes(api.get("projects/?regoin=KZ&fields=slgu&format=csv", Accept="text/csv"), 400)

    assert found == {"regoin": "unknown", "fields": "unknown"}


@pytest.mark.parametrize("address", ["projects/port/", "projects/stats/", "projects/facets/", "codes/"])
def test_what_is_no_list_has_no_csv(api, address):
    ProjectFactory(slug="port")

    assert codes(api.get(f"{address}?format=csv"), 400) == {"format": "unknown"}
    assert codes(api.get(address, Accept="text/csv"), 406) == {"detail": "not_acceptable"}


def test_the_file_has_a_name_and_a_day(api, time_machine):
    time_machine.move_to("2025-11-24T12:00:00Z")

    response = api.get("projects/?format=csv")

    assert response["Content-Disposition"] == 'attachment; filename="projects-2025-11-24.csv"'


@pytest.mark.parametrize("path", ["projects/?format=csv", "projects/", "projects/port/"])
def test_the_licence_is_named_beside_the_data_in_every_format(api, path):
    ProjectFactory(slug="port")

    assert api.get(path)["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


def test_spreadsheets_are_told_the_alphabet_and_run_no_formula(api):
    ProjectFactory(title='=HYPERLINK("x")', titles={"en": '=HYPERLINK("x")', "ru": "Порт; =1+1"})

    content = api.get("projects/?format=csv&fields=titles").getvalue()

    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\"'=HYPERLINK(" in content
    assert '"Порт; =1+1"'.encode() in content


def test_the_rows_speak_the_language_of_the_request_though_they_are_made_after_the_view(api):
    ProjectFactory(slug="port", titles={"en": "Port", "ru": "Порт"})

    assert [row["title"] for row in table(api.get("projects/?format=csv", Accept_Language="ru"))] == ["Порт"]


def test_drafts_are_in_no_export(api):
    ProjectFactory(slug="port")
    ProjectFactory(slug="secret", publication="draft")

    assert [row["slug"] for row in table(api.get("projects/?format=csv"))] == ["port"]
    assert len(table(Api("editor").get("projects/?format=csv&publication=draft"))) == 1


def test_rows_are_fetched_some_hundred_at_once(api, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("exchange.renderers.CHUNK", 2)
    for _ in range(4):
        ProjectFactory()

    with django_assert_num_queries(1 + 2 * 2):  # the projects; of each of two chunks the sectors and participations
        assert len(table(api.get("projects/?format=csv"))) == 4


def held(api, path):
    """How much memory is in use after each part of an export; rows in cycles are collected first."""
    gc.collect()
    tracemalloc.start()
    sizes = [(gc.collect(), tracemalloc.get_traced_memory()[0])[1] for _part in api.get(path)]
    tracemalloc.stop()
    return sizes


def test_a_long_list_takes_no_more_memory_than_a_short_one(api, monkeypatch):
    monkeypatch.setattr("exchange.renderers.CHUNK", 50)
    texts = {"title_en": "T", "summary_en": "S" * 20_000}
    kinds = ["cluster"] * 100 + ["single"] * 300
    Project.objects.bulk_create(
        Project(slug=f"p{n}", kind=kind, publication="published", **texts) for n, kind in enumerate(kinds)
    )
    held(api, "projects/?format=csv")  # fills the caches that any first request fills

    short = held(api, "projects/?format=csv&fields=slug,summary&kind=cluster")
    long = held(api, "projects/?format=csv&fields=slug,summary")

    assert max(long) < 1.3 * max(short)
