"""Agreements and codes in the admin."""

import pytest
from django.urls import reverse

from history.models import Change
from projects.models import Agreement, Aim, Product, Sector
from tests.admin_forms import address, problems, save, values_of
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, SectorFactory
from tests.factories.regions import CountryFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clerk(client):
    user = UserFactory(role="editor")
    client.force_login(user)
    return user


def test_an_agreement_is_entered_with_its_rows_and_words(client):
    source, sector = SourceFactory(), SectorFactory(code="agro")
    cited = {f"{name}-0-source": source.pk for name in ("parties", "participants", "sectors", "areas")}

    answer = save(
        client,
        Agreement,
        {
            "title_en": "A memorandum",
            "kind": "memorandum",
            "source": source.pk,
            "exact": "a memorandum was signed",
            "parties-0-region": CountryFactory(code="CN").pk,
            "participants-0-investor": InvestorFactory(slug="huawei").pk,
            "sectors-0-sector": sector.pk,
            "areas-0-sector": sector.pk,
            **cited,
        },
    )

    assert problems(answer) == {}
    after = Change.objects.of("agreement", "a-memorandum").get().after
    assert [len(after[name]) for name in ("parties", "participants", "sectors", "areas")] == [1, 1, 1, 1]
    assert after["citation"]["exact"] == "a memorandum was signed"


def test_a_form_that_was_only_opened_changes_nothing(client):
    agreement = AgreementFactory(parties=["CN"])
    save(client, agreement, {"exact": "was signed"})
    before = Change.objects.count()

    assert problems(save(client, agreement, {})) == {}

    assert Change.objects.count() == before
    assert values_of(client.get(address(agreement)))["exact"] == "was signed"


def test_words_that_do_not_stand_in_the_text_are_an_error_of_the_agreement(client):
    answer = save(
        client,
        Agreement,
        {
            "title_en": "A memorandum",
            "kind": "memorandum",
            "source": SourceFactory(text="Nothing was signed.").pk,
            "exact": "was sealed",
        },
    )

    assert list(problems(answer)) == ["exact"]


def test_the_words_of_an_agreement_survive_a_stale_form(client):
    agreement = AgreementFactory()
    mine = values_of(client.get(address(agreement)))
    save(client, agreement, {"exact": "was sealed"})

    answer = save(client, agreement, {"note": "Mine"}, form=mine)

    assert values_of(answer)["exact"] == "was sealed"
    save(client, agreement, {}, form=values_of(answer))
    agreement.refresh_from_db()
    assert (agreement.note, agreement.citation.exact) == ("Mine", "was sealed")


@pytest.mark.parametrize(
    ("model", "given", "key"),
    [
        (Sector, {"code": "fishing", "isic": "0311, 0312"}, "fishing"),
        (Product, {"hs": "1005"}, "blue-thing"),
        (Aim, {}, "blue-thing"),
    ],
)
def test_codes_are_entered_in_four_languages(client, model, given, key):
    names = {"name_en": "Blue thing", "name_kk": "Көк зат", "name_ru": "Синяя вещь", "name_zh_hans": "蓝色"}

    answer = save(client, model, names | given)

    assert problems(answer) == {}
    after = Change.objects.of(model._meta.model_name, key).get().after
    assert after["names"] == {"en": "Blue thing", "kk": "Көк зат", "ru": "Синяя вещь", "zh-hans": "蓝色"}
    if model is Sector:
        assert after["isic"] == ["0311", "0312"]


def test_a_sector_that_was_only_opened_stays(client):
    sector = SectorFactory(code="agro", isic=["0111", "0112"])

    assert problems(save(client, sector, {})) == {}

    assert not Change.objects.exists()


def test_a_sector_continues_the_code_above_it(client):
    parent = SectorFactory(code="agro")

    answer = save(client, Sector, {"name_en": "Coal", "code": "energy.coal", "parent": parent.pk})

    assert list(problems(answer)) == ["parent"]


@pytest.mark.parametrize("model", ["agreement", "sector", "product", "aim"])
def test_lists_take_few_queries(client, model, django_assert_max_num_queries):
    for number in range(4):
        SectorFactory(code=f"agro.part{number}")
        AgreementFactory()

    with django_assert_max_num_queries(8):
        client.get(reverse(f"admin:projects_{model}_changelist"))
