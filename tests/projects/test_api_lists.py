"""Order, pages and cursors of the API's lists."""

from datetime import date

import pytest

from projects.models import Project
from tests.api import codes, errors, results, slugs
from tests.factories.investors import InvestorFactory
from tests.factories.projects import (
    AgreementFactory,
    ClaimFactory,
    EventFactory,
    ProductFactory,
    ProjectFactory,
    SectorFactory,
)
from tests.factories.regions import RegionFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

NAMES = ["a", "b", "c", "d", "e"]


@pytest.fixture
def five():
    """Five projects; c says nothing, b and d say the same."""
    said = {
        "a": {"investment": "30", "jobs": "> 10", "stage": "announced", "region": "KZ-31", "announced_on": "2024"},
        "b": {"investment": "< 20", "jobs": "< 5", "stage": "operating", "region": "KZ-61", "announced_on": "2025-03"},
        "c": {},
        "d": {"investment": "< 20", "jobs": "< 5", "stage": "operating", "region": "KZ-61", "announced_on": "2025-03"},
        "e": {"investment": "10..40", "jobs": "~ 100", "stage": "closed", "region": "KZ", "announced_on": "2023-01-02"},
    }
    for slug in NAMES:
        ProjectFactory(slug=slug, title=f"Title {slug}", **said[slug])


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("", "abdec"),
        ("investment", "ebdac"),
        ("-investment", "abdec"),
        ("jobs", "bdaec"),
        ("-jobs", "eabdc"),
        ("region", "eabdc"),
        ("-region", "bdaec"),
        ("stage", "abdec"),
        ("-stage", "ebdac"),
        ("slug", "abcde"),
        ("-slug", "edcba"),
        ("-title", "edcba"),
        ("stage,-slug", "adbec"),
        ("-stage,-slug", "edbac"),
    ],
)
def test_lists_come_in_the_order_asked_for_with_what_is_not_stated_last(api, five, ordering, expected):
    assert "".join(slugs(api.get(f"projects/?ordering={ordering}"))) == expected


@pytest.mark.parametrize(("ordering", "expected"), [("announced_on", "eabdc"), ("-announced_on", "bdaec")])
def test_dates_that_nobody_states_come_last_in_both_directions(api, five, ordering, expected):
    Project.objects.filter(slug="c").update(announced_on="", announced_first=None, announced_last=None)

    assert "".join(slugs(api.get(f"projects/?ordering={ordering}"))) == expected


def test_stages_are_ordered_as_a_project_goes_through_them(api):
    for stage in ("operating", "announced", "construction", "cancelled"):
        ProjectFactory(slug=stage, stage=stage)

    assert slugs(api.get("projects/?ordering=stage")) == ["announced", "construction", "operating", "cancelled"]


@pytest.mark.parametrize(
    ("name", "ordering", "make", "member"),
    [
        ("sources", "published", SourceFactory, "published"),
        ("investors", "country", InvestorFactory, "country"),
        ("agreements", "date", AgreementFactory, "date"),
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_text_that_is_blank_is_not_stated_and_comes_last(api, name, ordering, make, member, sign):
    for value in ("", "KZ" if name == "investors" else "2024"):
        make(**{member: value})

    assert [row[member] for row in results(api.get(f"{name}/?ordering={sign}{ordering}"))][-1] == ""


def test_an_unknown_order_is_an_error_with_near_ones(api):
    assert errors(api.get("projects/?ordering=-investmnet"), 400)["ordering"][0]["suggestions"] == ["investment"]
    assert codes(api.get("projects/?ordering=--jobs"), 400) == {"ordering": "unknown"}


def walk(api, path):
    """The slugs of each page from this one to the last, by the links."""
    pages = []
    while path:
        response = api.get(path)
        pages.append(slugs(response))
        path = response.json()["next"]
        path = path and path.removeprefix("http://testserver")
    return pages


@pytest.mark.parametrize("start", ["page_size=2", "page_size=2&cursor="])
@pytest.mark.parametrize("ordering", ["jobs", "-jobs", "investment", "-stage,slug", "-updated_at", "verified_on"])
def test_pages_and_cursors_walk_every_row_once_in_order(api, five, start, ordering):
    pages = walk(api, f"projects/?{start}&ordering={ordering}")

    assert [len(page) for page in pages] == [2, 2, 1]
    assert sum(pages, []) == slugs(api.get(f"projects/?ordering={ordering}"))


def test_a_cursor_is_not_shifted_by_rows_that_come_or_go(api, five):
    first = api.get("projects/?ordering=slug&cursor=&page_size=2").json()
    ProjectFactory(slug="0")

    following = api.get(first["next"].removeprefix("http://testserver"))

    assert slugs(following) == ["c", "d"]


def test_links_keep_the_filters(api, five):
    answer = api.get("projects/?region=KZ-61,KZ-31&page_size=1&page=2").json()

    assert answer["count"] == 3
    assert answer["next"] == "http://testserver/api/v1/projects/?region=KZ-61,KZ-31&page_size=1&page=3"
    assert answer["previous"] == "http://testserver/api/v1/projects/?region=KZ-61,KZ-31&page_size=1&page=1"


def test_the_first_and_the_last_page_lead_no_further(api, five):
    assert api.get("projects/?page_size=5").json()["previous"] is None
    assert api.get("projects/?page_size=5").json()["next"] is None
    assert api.get("projects/?page_size=5&cursor=").json()["next"] is None


def test_an_empty_list_has_one_empty_page(api):
    assert api.get("projects/").json() == {"count": 0, "next": None, "previous": None, "results": []}
    assert codes(api.get("projects/?page=2"), 400) == {"page": "not_found"}


@pytest.mark.parametrize(
    "query",
    [
        *("page=0", "page=-1", "page=x", "page=1.5", "page=٣", "page=99999999999999999999999", "page=1e3"),
        *("page_size=0", "page_size=all", "page_size=-5", "cursor=nonsense", "cursor=WyJqb2JzIixbXSwxXQ", "page=%00"),
    ],
)
def test_a_wrong_page_is_an_error_and_no_rows(api, query):
    ProjectFactory()

    assert codes(api.get(f"projects/?{query}"), 400) == {query.partition("=")[0]: "invalid"}


def test_a_cursor_of_another_order_is_an_error(api, five):
    token = api.get("projects/?ordering=jobs&cursor=&page_size=2").json()["next"].partition("cursor=")[2]

    assert codes(api.get(f"projects/?ordering=-jobs&cursor={token}"), 400) == {"cursor": "invalid"}


def test_page_and_cursor_exclude_each_other(api, five):
    assert codes(api.get("projects/?cursor=&page=2"), 400) == {"page": "invalid"}


def test_a_page_has_fifty_rows_unless_told_otherwise_and_never_more_than_500(api):
    Project.objects.bulk_create(
        Project(slug=f"p{n}", title_en="T", publication="published", verified_on=date(2025, 1, 1)) for n in range(501)
    )

    assert len(results(api.get("projects/"))) == 50
    assert len(results(api.get("projects/?page_size=99999"))) == 500
    assert len(results(api.get("projects/?page_size=99999&cursor="))) == 500


MAKERS = {
    "projects": ProjectFactory,
    "investors": InvestorFactory,
    "regions": RegionFactory,
    "sectors": SectorFactory,
    "products": ProductFactory,
    "sources": SourceFactory,
    "claims": ClaimFactory,
    "events": EventFactory,
}


@pytest.mark.parametrize("name", MAKERS)
def test_every_list_can_be_walked_in_each_of_its_orders(api, name):
    for _ in range(3):
        MAKERS[name]()
    orderings = errors(api.get(f"{name}/?ordering=nonsense_"), 400)["ordering"][0]["suggestions"]

    for ordering in [sign + ordering for ordering in orderings for sign in ("", "-")]:
        rows = results(api.get(f"{name}/?ordering={ordering}"))
        paged, cursored = [], []
        for found, start in ((paged, f"{name}/?page_size=2"), (cursored, f"{name}/?page_size=2&cursor=")):
            path = f"{start}&ordering={ordering}"
            while path:
                answer = api.get(path).json()
                found += answer["results"]
                path = (answer["next"] or "").removeprefix("http://testserver")
        assert rows == paged == cursored, ordering
