import pytest

from projects.codes import code_lists
from tests.factories.regions import BoundaryFactory
from tests.pages import links_of, queries_of, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "said",
    [
        "plus or minus 10 %",
        "A filter takes what the bounds guarantee",
        "each figure says whether it is reached (actual)",
        "shown as not stated, never as nought",
        "then the source’s authority: primary, official, secondary, unknown; then what was said later",
        "more than about 5,800, of which 5,770 are certain",
        "Natural Earth draws borders de facto",
    ],
)
def test_the_method_says_how_figures_are_read(client, said):
    assert said in text_of(client.get("/about/"))


def test_every_code_of_the_api_is_listed_with_its_label(client):
    page = text_of(client.get("/about/"))

    for rows in code_lists().values():
        for row in rows:
            assert f"{row.get('code', row.get('slug'))} {row.get('label', row.get('name'))}" in page


def test_code_lists_are_in_the_language_of_the_page(client):
    assert "KZT" not in text_of(client.get("/ru/about/"))
    assert "мегаватт" in text_of(client.get("/ru/about/")).lower()


def test_every_list_can_be_downloaded_whole(client):
    links = links_of(client.get("/about/"))

    for name in (
        "projects",
        "claims",
        "events",
        "investors",
        "agreements",
        "sources",
        "regions",
        "sectors",
        "products",
    ):
        for form in ("csv", "json"):
            address = f"/api/v1/{name}/?format={form}"
            assert address in links
            assert client.get(address).status_code == 200


def test_the_licence_and_the_code_lists_are_named(client):
    links = links_of(client.get("/about/"))

    assert {"https://creativecommons.org/licenses/by/4.0/", "/api/v1/codes/"} <= set(links)


def test_the_boundaries_in_use_are_credited_each_once(client):
    for _number in range(3):
        BoundaryFactory(credit="A surveyor, 1897")

    assert text_of(client.get("/about/")).count("A surveyor, 1897") == 1


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("desk@example.org", "mailto:desk@example.org"),
        ("https://example.org/contact/", "https://example.org/contact/"),
    ],
)
def test_whoever_runs_the_registry_can_be_reached(client, settings, contact, address):
    settings.CONTACT = contact

    assert address in links_of(client.get("/about/"))


def test_without_a_contact_the_page_says_so(client, settings):
    settings.CONTACT = ""

    assert "has named no address" in text_of(client.get("/about/"))


def test_the_page_asks_little_of_the_database(client):
    assert queries_of(client, "/about/") <= 4
