import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.translation import override

from investors.filters import InvestorFilter
from investors.models import Investor
from lib.pages import Column, ListPage
from projects.filters import AgreementFilter, ProjectFilter
from projects.models import Agreement, Project
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, ProjectFactory

pytestmark = pytest.mark.django_db

COLUMNS = [Column("Name", "name"), Column("Changed", "updated_at", is_number=True), Column("Kind")]


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = "tests.lib.page_urls"


def listed(query="", filterset=InvestorFilter, model=Investor, offered=("q", "kind", "country")):
    request = RequestFactory().get(f"/list/{query}")
    request.user = AnonymousUser()
    return ListPage(request, filterset, model.objects.all(), resource="api:list", columns=COLUMNS, offered=offered)


def three():
    InvestorFactory(slug="a", kind="bank")
    InvestorFactory(slug="b", country="KZ")
    InvestorFactory(slug="c", country="")


def slugs(page):
    return [row.slug for row in page.rows]


def test_a_list_shows_its_rows_and_counts_them():
    three()

    page = listed("?kind=company")

    assert (page.status, page.count, slugs(page)) == (200, 2, ["b", "c"])


@pytest.mark.parametrize(
    ("query", "name", "suggested"),
    [
        ("?kind=bnak", "kind", ["/list/?kind=bank"]),
        ("?kind=company,bnak", "kind", ["/list/?kind=company,bank"]),
        ("?knd=bank", "knd", ["/list/?kind=bank"]),
        ("?ordering=-nam", "ordering", ["/list/?ordering=-name"]),
        ("?page=x", "page", []),
        ("?page=7", "page", []),
        ("?format=csv", "format", []),
    ],
)
def test_a_wrong_parameter_gives_no_rows_and_leads_to_what_was_meant(query, name, suggested):
    three()

    page = listed(query)

    assert (page.status, page.rows, page.count, page.exports) == (400, [], 0, [])
    assert [error["name"] for error in page.errors] == [name]
    assert [near["url"] for near in page.errors[0]["suggestions"]] == suggested
    assert page.errors[0]["without_url"] == "/list/"


def test_a_filter_in_use_is_named_in_words_and_can_be_taken_back_alone():
    three()

    chips = listed("?kind=bank,company&country=KZ&page=1").chips

    assert [(chip["label"], chip["value"], chip["url"]) for chip in chips] == [
        ("country", "Kazakhstan", "/list/?kind=bank,company"),
        ("kind", "bank", "/list/?kind=company&country=KZ"),
        ("kind", "company", "/list/?kind=bank&country=KZ"),
    ]


def test_filters_that_choose_records_name_them_by_their_titles():
    AgreementFactory(participants=[InvestorFactory(slug="huawei", name_en="Huawei")])

    chips = listed("?participant=huawei", AgreementFilter, Agreement).chips

    assert [chip["value"] for chip in chips] == ["Huawei"]


def test_filters_of_a_choice_or_a_number_are_named_too():
    ProjectFactory()

    chips = listed("?match=possible&jobs_min=10", ProjectFilter, Project).chips

    assert {(str(chip["label"]), chip["value"]) for chip in chips} == {("match", "possibly"), ("jobs, at least", "10")}


def test_values_are_offered_with_their_counts_under_the_other_filters():
    three()

    groups = {group["name"]: group for group in listed("?kind=bank").groups}

    assert [(one["value"], one["count"], one["is_chosen"]) for one in groups["kind"]["options"]] == [
        ("company", 2, False),
        ("bank", 1, True),
    ]
    assert [(one["label"], one["count"]) for one in groups["country"]["options"]] == [("China", 1)]
    assert groups["q"]["inputs"] == [{"name": "q", "label": "Words", "type": "search", "value": "", "error": False}]


def test_countries_are_offered_in_the_language_of_the_page():
    three()

    with override("ru"):
        country = next(group for group in listed().groups if group["name"] == "country")

    assert {one["label"] for one in country["options"]} == {"Китай", "Казахстан"}


def test_the_form_takes_along_the_order_and_filters_that_it_does_not_offer():
    kept = listed("?country_basis=stated&ordering=-name&kind=bank&page=2&page_size=1").kept_along

    assert {(one["name"], one["value"]) for one in kept} == {
        ("country_basis", "stated"),
        ("ordering", "-name"),
        ("page_size", "1"),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [("-name", "ascending"), ("-updated_at", ""), ("", "")]),
        ("?ordering=-name", [("name", "descending"), ("-updated_at", ""), ("", "")]),
        ("?ordering=-updated_at", [("name", ""), ("updated_at", "descending"), ("", "")]),
    ],
)
def test_a_heading_says_how_the_list_is_sorted_and_asks_for_the_other_way(query, expected):
    assert [(column["ordering"], column["sorted"]) for column in listed(query).headings] == expected


def test_other_formats_have_the_same_selection_in_the_same_order_without_pages():
    formats = listed("?kind=bank&ordering=-name&page=1&page_size=9").exports

    assert [one["url"] for one in formats] == [
        "/api/list/?kind=bank&ordering=-name&format=csv",
        "/api/list/?kind=bank&ordering=-name&format=json",
    ]


def test_pages_are_numbered(django_assert_num_queries):
    for number in range(5):
        InvestorFactory(slug=f"investor-{number}")
    page = listed("?page=2&page_size=2")

    with django_assert_num_queries(2):
        assert slugs(page) == ["investor-2", "investor-3"]
        assert (page.pages.start_index(), page.pages.end_index(), page.pages.paginator.num_pages) == (3, 4, 3)
        assert list(page.numbers) == [1, 2, 3]


def test_an_empty_list_says_whether_a_filter_emptied_it():
    assert listed().nothing != listed("?kind=bank").nothing


def test_beside_an_error_the_choices_are_counted_without_what_is_wrong():
    three()

    groups = {group["name"]: group for group in listed("?kind=bank&country=XX").groups}

    assert [one["value"] for one in groups["kind"]["options"] if one["is_chosen"]] == ["bank"]
    assert [(one["value"], one["count"]) for one in groups["country"]["options"]] == [("CN", 1)]


def test_beside_an_unknown_parameter_the_choices_are_counted_too():
    three()

    groups = {group["name"]: group for group in listed("?knd=bank").groups}

    assert [(one["value"], one["count"]) for one in groups["kind"]["options"]] == [("company", 2), ("bank", 1)]


def test_a_filter_without_values_gets_no_group():
    assert [group["name"] for group in listed().groups] == ["q"]
