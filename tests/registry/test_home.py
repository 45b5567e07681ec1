import pytest

from tests.elements import project_names, read
from tests.factories.projects import ProjectFactory
from tests.factories.regions import BoundaryFactory, RegionFactory, square

pytestmark = pytest.mark.django_db

QUERIES = 32


def totals_of(page):
    return {label: value.text for label, value in page.one("dl", class_="totals").facts().items()}


def two_places():
    for number, code in enumerate(("KZ-31", "KZ-61")):
        BoundaryFactory(region=RegionFactory(code=code), geojson=square(70 + number, 45))


def test_the_places_of_the_map_lead_to_their_projects(client):
    two_places()
    ProjectFactory(title="Port", region="KZ-31", investment="20")

    page = read(client.get("/"))

    address = page.one("table", class_="count-table").links()["Region KZ-31"]
    assert project_names(read(client.get(address))) == ["Port"]


def test_the_newest_projects_come_first_and_not_all(client):
    for year in range(2010, 2020):
        ProjectFactory(title=f"Port {year}", announced_on=str(year))

    page = read(client.get("/"))

    assert project_names(page) == [f"Port {year}" for year in range(2019, 2014, -1)]
    assert page.links()["All projects"] == "/projects/"


def test_the_overview_says_what_to_know_before_using_a_figure(client):
    page = read(client.get("/"))

    section = page.one("h2", id="reading").parent
    assert "Sums add only what is stated." in section.text
    assert section.links() == {"How figures are read": "/about/"}


def test_an_empty_registry_has_an_overview(client):
    page = read(client.get("/"))

    assert "There is no public project yet." in page.text
    assert totals_of(page)["Investment"] == "not stated stated by 0 of 0"


@pytest.mark.parametrize("publication", ["draft", "withdrawn"])
def test_what_is_not_public_is_in_no_number_of_the_overview(client, publication):
    two_places()
    ProjectFactory(title="Secret", region="KZ-61", investment="999", publication=publication)
    ProjectFactory(title="Port", region="KZ-31", investment="20")

    page = read(client.get("/"))

    assert totals_of(page)["Investment"] == "$20 stated by 1 of 1"
    assert "999" not in page.text
    assert project_names(page) == ["Port"]


def test_the_page_is_the_same_until_something_changes(client):
    ProjectFactory(title="Port", investment="20")
    tag = client.get("/")["ETag"]

    assert client.get("/", headers={"if-none-match": tag}).status_code == 304
    ProjectFactory(title="Harbour", investment="30")
    assert client.get("/", headers={"if-none-match": tag}).status_code == 200


def test_the_overview_names_itself_in_each_language(client):
    page = read(client.get("/kk/"))

    alternates = {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")}
    assert alternates == {code: f"/{code}/" for code in ("en", "kk", "ru", "zh-hans")}
    assert page.one("html")["lang"] == "kk"
    assert page.links()["Русский"] == "/ru/"
    assert {link for link in page.links().values() if link.startswith("/projects")} == set()


def test_the_overview_asks_as_many_queries_for_ten_times_the_rows(client, django_assert_num_queries):
    two_places()

    def make(number):
        for _n in range(number):
            ProjectFactory(region="KZ-31", investment="20", jobs="> 3", capacity="5 MAW", sectors=["energy"])
            ProjectFactory(region="KZ-61")

    make(1)
    client.get("/")  # draws the map
    with django_assert_num_queries(QUERIES):
        client.get("/")
    make(9)
    with django_assert_num_queries(QUERIES):
        client.get("/")
