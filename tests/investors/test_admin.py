import pytest
from django.urls import reverse

from history.models import Change, Revision
from investors.models import Investor, Ownership
from tests.admin_forms import address, opened, problems, save, values_of
from tests.factories.accounts import UserFactory
from tests.factories.investors import (
    InvestorFactory,
    InvestorIdentifierFactory,
    InvestorNameFactory,
    OwnershipFactory,
)
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db
LIST = "admin:investors_investor_changelist"


@pytest.fixture(autouse=True)
def clerk(client):
    user = UserFactory(username="clerk", role="editor")
    client.force_login(user)
    return user


def listed(client, **query):
    return [each.slug for each in client.get(reverse(LIST), query).context["cl"].result_list]


def owners(investor):
    return {row.owner.slug: row.share_low for row in Ownership.objects.current().filter(owned=investor)}


@pytest.fixture
def owned():
    investor = InvestorFactory(slug="owned")
    for slug in ("first", "second"):
        OwnershipFactory(
            owned=investor, owner=InvestorFactory(slug=slug), citation=CitationFactory(exact="holds a share")
        )
    return investor


def test_an_investor_is_entered_with_names_identifiers_and_owners_in_one_revision(client):
    owner, source = InvestorFactory(slug="owner"), SourceFactory()

    answer = save(
        client,
        Investor,
        {
            "name_en": "Fufeng Group",
            "name_zh_hans": "阜丰集团",
            "country": "CN",
            "country_basis": "stated",
            "names-0-text": "Fufeng Group Ltd",
            "names-0-kind": "legal",
            "identifiers-0-scheme": "LEI",
            "identifiers-0-value": "123",
            "owners-0-owner": owner.pk,
            "owners-0-share_low": "30",
            "owners-0-source": source.pk,
        },
    )

    assert problems(answer) == {}
    after = Change.objects.of("investor", "fufeng-group").get().after
    assert after["names"] == {"en": "Fufeng Group", "zh-hans": "阜丰集团"}
    assert [row["text"] for row in after["further_names"]] == ["Fufeng Group Ltd"]
    assert after["identifiers"] == [{"scheme": "LEI", "value": "123"}]
    assert [(row["owner"]["slug"], row["share_low"]) for row in after["owners"]] == [("owner", 30)]
    assert Revision.objects.count() == 1


def test_a_form_that_was_only_opened_changes_nothing(client, owned):
    InvestorNameFactory(investor=owned)
    InvestorIdentifierFactory(investor=owned)

    assert problems(save(client, owned, {})) == {}

    assert not Change.objects.exists()


def test_names_are_added_changed_and_removed(client):
    investor = InvestorFactory()
    for text in ("One", "Two"):
        InvestorNameFactory(investor=investor, text=text)

    save(
        client,
        investor,
        {"names-0-text": "First", "names-1-remove": "on", "names-2-text": "3", "names-2-kind": "short"},
    )

    assert [name.text for name in investor.names.all()] == ["First", "3"]


def test_a_wrong_row_is_named_at_its_field(client):
    InvestorIdentifierFactory(scheme="LEI", value="123")
    investor = InvestorFactory()
    InvestorIdentifierFactory(investor=investor, scheme="LEI", value="9")

    answer = save(
        client,
        investor,
        {
            "identifiers-0-remove": "on",
            "identifiers-1-scheme": "LEI",
            "identifiers-1-value": "123",
            "names-0-text": "No kind",
        },
    )
    assert list(problems(answer)) == ["names-0-kind"]

    answer = save(client, investor, {"names-0-kind": "legal"}, form=values_of(answer))
    assert list(problems(answer)) == ["identifiers-1-__all__"]
    assert list(investor.identifiers.values_list("value", flat=True)) == ["9"]


def test_a_row_is_corrected_by_retiring_and_adding(client, owned):
    save(client, owned, {"owners-0-correct": "on", "owners-0-share_low": "51", "owners-1-share_low": "99"})

    assert owners(owned) == {"first": 51, "second": None}
    assert Ownership.objects.filter(owned=owned).count() == 3
    assert Ownership.objects.current().get(owner__slug="first").citation.exact == "holds a share"


def test_a_row_is_retired_by_a_tick(client, owned):
    save(client, owned, {"owners-1-retire": "on"})

    assert owners(owned) == {"first": None}


def test_a_row_is_corrected_or_retired_not_both(client, owned):
    answer = save(client, owned, {"owners-0-retire": "on", "owners-0-correct": "on"})

    assert list(problems(answer)) == ["owners-0-__all__"]
    assert owners(owned) == {"first": None, "second": None}


def test_words_that_are_not_in_the_text_are_an_error_at_their_field(client, owned):
    source = SourceFactory(text="It holds a third.")

    answer = save(client, owned, {"owners-0-correct": "on", "owners-0-source": source.pk, "owners-0-exact": "a half"})

    assert list(problems(answer)) == ["owners-0-exact"]
    assert values_of(answer)["owners-0-exact"] == "a half"


def test_a_circle_of_owners_is_an_error_of_its_row(client):
    child = InvestorFactory(slug="child")
    parent = OwnershipFactory(owned=child).owner

    answer = save(client, parent, {"owners-0-owner": child.pk})

    assert list(problems(answer)) == ["owners-0-owner"]


def test_a_row_that_somebody_retired_meanwhile_is_shown_and_not_lost(client, owned):
    mine, theirs = opened(client, owned), opened(client, owned)
    save(client, owned, {"owners-0-retire": "on"}, form=theirs)

    answer = save(client, owned, {"owners-0-correct": "on", "owners-0-share_low": "51"}, form=mine)

    assert answer.context["held"].stale["last"].user == "Clerk"
    assert list(problems(answer)) == ["owners-0-__all__"]
    assert values_of(answer)["owners-0-share_low"] == "51"
    save(
        client,
        owned,
        {"owners-0-correct": None, "owners-1-share_low": "9", "owners-1-correct": "on"},
        form=values_of(answer),
    )
    assert owners(owned) == {"second": 9}


def test_an_owner_that_somebody_added_meanwhile_stays(client, owned):
    mine = opened(client, owned)
    OwnershipFactory(owned=owned, owner=InvestorFactory(slug="third"))

    save(client, owned, {"owners-0-retire": "on"}, form=mine)

    assert set(owners(owned)) == {"second", "third"}


@pytest.mark.parametrize(
    "given",
    [
        {"name_en": "TBEA Co Ltd"},
        {"name_en": "Electric", "names-0-text": "特变电工股份有限公司", "names-0-kind": "legal"},
        {"name_en": "Electric", "identifiers-0-scheme": "ticker", "identifiers-0-value": "600089"},
        {"name_en": "Electric", "website": "https://tbea.example.org/"},
    ],
)
def test_an_investor_that_seems_to_exist_is_added_only_on_purpose(client, given):
    known = InvestorFactory(slug="tbea", name_en="TBEA Company Limited", website="https://tbea.example.org/")
    InvestorNameFactory(investor=known, text="特变电工", language="zh-hans", kind="short")
    InvestorIdentifierFactory(investor=known, scheme="ticker", value="600089")
    known.refresh_search_text()

    answer = save(client, Investor, given)

    assert [twin.slug for twin in answer.context["held"].twins] == ["tbea"]
    assert Investor.objects.count() == 1


def test_another_name_is_no_twin(client):
    InvestorFactory(name_en="TBEA Company Limited")

    assert problems(save(client, Investor, {"name_en": "Huawei"})) == {}
    assert Investor.objects.count() == 2


@pytest.mark.parametrize("words", ["阜丰", "ФУФЭН", "фуфэн", "lei-77"])
def test_investors_are_found_by_every_name_and_identifier(client, words):
    known = InvestorFactory(slug="fufeng", name_zh_hans="阜丰集团", name_ru="Фуфэн")
    InvestorIdentifierFactory(investor=known, value="LEI-77")
    known.refresh_search_text()
    InvestorFactory(slug="other")

    assert listed(client, q=words) == ["fufeng"]


def test_the_list_is_narrowed_by_country(client):
    InvestorFactory(slug="chinese")
    InvestorFactory(slug="unknown", country="")

    assert listed(client, country="CN") == ["chinese"]
    assert listed(client, country="-") == ["unknown"]


def test_the_list_says_country_and_basis_in_words(client):
    InvestorFactory(country_basis="inferred")
    InvestorFactory(country="")

    page = client.get(reverse(LIST)).content.decode()

    assert "China (inferred)" in page
    assert "not stated" in page


def test_the_list_takes_few_queries(client, django_assert_max_num_queries):
    for _each in range(8):
        InvestorNameFactory()

    with django_assert_max_num_queries(9):
        client.get(reverse(LIST))


def test_a_form_takes_as_many_queries_for_many_rows_as_for_few(client, django_assert_max_num_queries):
    investor = InvestorFactory()
    for _each in range(8):
        OwnershipFactory(owned=investor)
        InvestorNameFactory(investor=investor)

    with django_assert_max_num_queries(12):
        client.get(address(investor))


def test_an_investor_is_chosen_by_typing(client):
    InvestorFactory(slug="fufeng", name_en="Fufeng", name_zh_hans="阜丰集团")
    query = {"term": "阜丰", "app_label": "investors", "model_name": "ownership", "field_name": "owner"}

    found = client.get(reverse("admin:autocomplete"), query).json()

    assert [each["text"] for each in found["results"]] == ["Fufeng"]


def test_an_investor_is_never_deleted(admin_client):
    assert admin_client.post(reverse("admin:investors_investor_delete", args=[InvestorFactory().pk])).status_code == 403
