import pytest

from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, SectorFactory
from tests.factories.sources import SourceFactory
from tests.pages import links_of, queries_of, text_of

pytestmark = pytest.mark.django_db


def test_the_list_says_kind_date_and_parties(client):
    AgreementFactory(slug="deal", title="A deal", date="2025-06", parties=["KZ", "CN"])

    page = client.get("/agreements/")

    assert "A deal framework agreement June 2025 Country KZ, Country CN" in text_of(page)
    assert "/agreements/deal/" in links_of(page)


def test_the_list_is_narrowed_by_party_and_participant(client):
    AgreementFactory(slug="deal", parties=["KZ"], participants=[InvestorFactory(slug="huawei")])
    AgreementFactory(slug="other", parties=["CN"])

    for query in ("?party=KZ", "?participant=huawei"):
        links = links_of(client.get(f"/agreements/{query}"))
        assert "/agreements/deal/" in links
        assert "/agreements/other/" not in links


@pytest.mark.parametrize("query", ["?prty=KZ", "?party=ZZ", "?kind=deal", "?ordering=size", "?page=2"])
def test_a_wrong_parameter_is_a_400_that_shows_the_error_and_no_agreement(client, query):
    AgreementFactory(slug="pact", parties=["KZ"])

    page = client.get(f"/agreements/{query}")

    assert page.status_code == 400
    assert "no rows are shown" in text_of(page)
    assert "/agreements/pact/" not in links_of(page)


def test_the_list_leads_to_the_same_selection_as_csv_and_json(client):
    AgreementFactory(parties=["KZ"])

    page = client.get("/agreements/?party=KZ")

    for name in ("csv", "json"):
        address = f"/api/v1/agreements/?party=KZ&format={name}"
        assert address in links_of(page)
        assert client.get(address).status_code == 200


def test_the_page_of_an_agreement_names_all_it_says_each_with_its_words(client):
    SectorFactory(code="energy", name_en="Energy")
    SectorFactory(code="ict", name_en="Communication")
    agreement = AgreementFactory(
        slug="deal", title="A deal", source=SourceFactory(slug="news"), parties=["KZ"], sectors=["energy"],
        participants=[InvestorFactory(slug="huawei", name_en="Huawei")], areas=["ict"], open_ended=True,
    )  # fmt: skip

    page = client.get("/agreements/deal/")

    for said in ("Date not stated", "Country KZ", "Huawei", "and others, not named", "Energy", "Communication"):
        assert said in text_of(page)
    assert {"/regions/KZ/", "/investors/huawei/", "/sectors/energy/", "/sectors/ict/"} <= set(links_of(page))
    assert links_of(page).count(agreement.citation.get_absolute_url()) == 5
    assert "/api/v1/agreements/deal/?format=json" in links_of(page)


def test_what_was_taken_back_is_not_named_any_more(client):
    agreement = AgreementFactory(slug="deal", parties=["KZ", "CN"])
    agreement.parties.filter(region__code="CN").retire(agreement.created_at)

    page = client.get("/agreements/deal/")

    assert "/regions/KZ/" in links_of(page)
    assert "/regions/CN/" not in links_of(page)


def test_lists_and_pages_of_ten_times_more_need_no_more_statements(client):
    def agreement(slug, times):
        investors = InvestorFactory.create_batch(times)
        codes = [f"{slug}{number}" for number in range(times)]
        AgreementFactory(slug=slug, parties=["KZ"], participants=investors, sectors=codes, areas=codes)

    agreement("small", 1)
    few = [queries_of(client, address) for address in ("/agreements/", "/agreements/small/")]
    for number in range(9):
        agreement(f"more{number}", 1)
    agreement("large", 10)

    assert [queries_of(client, address) for address in ("/agreements/", "/agreements/large/")] == few
    assert max(few) <= 12


def test_an_agreement_that_is_not_there_is_a_404(client):
    assert client.get("/agreements/nothing/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "zh-hans"])
def test_the_pages_answer_in_every_language(client, language):
    AgreementFactory(slug="deal", titles={"en": "A deal", "kk": "Келісім", "ru": "Соглашение", "zh-hans": "协议"})

    for address in ("/agreements/", "/agreements/deal/"):
        page = client.get(f"/{language}{address}")
        assert {"kk": "Келісім", "ru": "Соглашение", "zh-hans": "协议"}[language] in text_of(page)
        assert f"/{language}/agreements/" in links_of(page)
