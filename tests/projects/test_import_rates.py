"""Exchange rates from a file: two shapes as banks publish them, every error by row and column, all or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from projects.models import Claim, ExchangeRate, Project
from projects.rates_file import read_rates
from tests.factories.projects import ExchangeRateFactory, ProjectFactory
from tests.factories.sources import SourceFactory

DAY = date(2025, 6, 16)


def read(text):
    """The rates of a file without errors, as (currency, day, rate)."""
    rates, errors = read_rates(text)
    assert errors == {}
    return [(rate.currency, rate.day, rate.rate) for rate in rates]


def wrong(text):
    """What is wrong, as {place: code}."""
    return {place: error.error_list[0].code for place, error in read_rates(text)[1].items()}


@pytest.mark.parametrize(
    "text",
    [
        "currency,day,rate\nKZT,2025-06-16,518.37\n",
        "day;rate;currency\n16.06.2025;518,37;kzt\n",
        "\ufeffCurrency\tDate\tRate\r\nKZT\t2025-06-16\t518,37\r\n",
        'currency,day,rate\n\nKZT,2025-06-16,"518,370000"\n\n',
        "day,KZT\n2025-06-16,518.37",
        "Date;kzt;CNY\n16.6.2025; 518,37 ;\n",
    ],
)
def test_both_shapes_are_read_as_banks_write_them(text):
    assert read(text) == [("KZT", DAY, Decimal("518.37"))]


def test_one_column_a_currency_gives_a_rate_for_each_cell_that_is_filled():
    assert read("day,KZT,CNY,UZS\n2025-06-16,518.37,7.18,\n2025-06-17,,7.19,12 716.52") == [
        ("KZT", DAY, Decimal("518.37")),
        ("CNY", DAY, Decimal("7.18")),
        ("CNY", date(2025, 6, 17), Decimal("7.19")),
        ("UZS", date(2025, 6, 17), Decimal("12716.52")),
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", {"1": "empty"}),
        ("currency,day,rate,note\nKZT,2025-06-16,1,x", {"1.note": "unknown"}),
        ("currency,rate\nKZT,1", {"1.day": "required"}),
        ("day,KZX\n2025-06-16,1", {"1.KZX": "unknown"}),
        ("day,KZT,KZT\n2025-06-16,1,1", {"1.KZT": "twice"}),
        ("day,KZT\n2025-06-16,518,37", {"2": "cells"}),
        ("day,KZT\n2025-02-30,518.37", {"2.day": "day"}),
        ("day,KZT\n06/16/2025,518.37", {"2.day": "day"}),
        ("day,KZT\n2025-06-16,518.37 T", {"2.KZT": "number"}),
        ("day;KZT\n2025-06-16;1.518,37", {"2.KZT": "number"}),
        ("day,KZT\n2025-06-16,-1", {"2.KZT": "number"}),
        ("day,KZT\n2025-06-16,0.0", {"2.KZT": "zero"}),
        ("day,KZT\n2025-06-16,0.1234567", {"2.KZT": "digits"}),
        ("day,KZT\n2025-06-16,1234567890", {"2.KZT": "digits"}),
        ("currency,day,rate\nKZX,2025-06-16,1\nKZT,2025-06-16,", {"2.currency": "invalid", "3.rate": "number"}),
        ("currency,day,rate\nKZT,2025-06-16,1\nKZT,16.06.2025,2", {"3.rate": "twice"}),
        ('day,KZT\n2025-06-16,"1', {"2": "csv"}),
    ],
)
def test_each_error_names_its_row_and_column(text, places):
    assert wrong(text) == places


def test_equal_rows_are_one():
    assert len(read("currency,day,rate\nKZT,2025-06-16,1.5\nKZT,2025-06-16,1.50")) == 1


@pytest.fixture
def load(tmp_path, db):
    """Import this text as a file of the source `bank`; answers what the command says."""
    SourceFactory(slug="bank")

    def load(text, *options, encoding="utf-8"):
        path = tmp_path / "rates.csv"
        path.write_bytes(text.encode(encoding))
        call_command("import_rates", str(path), "--source", "bank", *options)

    return load


def stored():
    return {(rate.currency, str(rate.day)): str(rate.rate.normalize()) for rate in ExchangeRate.objects.all()}


def test_an_import_stores_the_rates_and_converts_the_claims_of_their_currencies(load):
    project = ProjectFactory(investment="420000000000 KZT")

    load("day;KZT\n16.06.2025;500,0\n")

    project.refresh_from_db()
    assert (project.amount_low, project.amount_usd_low) == (420_000_000_000, 840_000_000)
    assert project.investment_claim.usd_rate.source.slug == "bank"


def test_an_older_rate_that_comes_later_does_not_replace_the_newer_one(load):
    project = ProjectFactory(investment="420000000000 KZT")
    load("day,KZT\n2025-06-16,500")

    load("day,KZT\n2025-06-10,400")

    assert Project.objects.get(pk=project.pk).amount_usd_low == 840_000_000


def test_one_wrong_row_holds_back_all_and_every_error_is_told(load):
    ProjectFactory(investment="420000000000 KZT")

    with pytest.raises(CommandError) as told:
        load("day,KZT,USD\n2025-06-16,500,\n2025-06-17,x,1\n2999-01-01,500,\n")

    lines = str(told.value).split("\n")
    assert [line.partition(":")[0] for line in lines[1:]] == ["row 3, KZT", "row 3, USD", "row 4, KZT"]
    assert lines[0] == "Nothing was imported."
    assert stored() == {}
    assert Claim.objects.get().usd_low is None


def test_importing_twice_changes_nothing(load):
    load("day,KZT\n2025-06-16,500")

    load("day,KZT\n2025-06-16,500.00")

    assert stored() == {("KZT", "2025-06-16"): "5E+2"}


def test_a_stored_rate_is_replaced_only_when_asked_to_and_the_claims_follow(load):
    project = ProjectFactory(investment="420000000000 KZT")
    load("day,KZT\n2025-06-16,500")

    with pytest.raises(CommandError, match="row 2, KZT: .*500.*--correct"):
        load("day,KZT\n2025-06-16,400")
    assert Project.objects.get(pk=project.pk).amount_usd_low == 840_000_000

    load("day,KZT\n2025-06-16,400", "--correct")
    assert Project.objects.get(pk=project.pk).amount_usd_low == 1_050_000_000


def test_another_source_may_differ(load):
    ExchangeRateFactory(rate="400")

    load("day,KZT\n2025-06-16,500")

    assert ExchangeRate.objects.count() == 2


@pytest.mark.parametrize(
    ("file", "source", "message"),
    [("rates.csv", "nobody", "no source “nobody”"), ("nowhere.csv", "bank", "nowhere.csv: ")],
)
def test_the_command_says_what_it_does_not_find(load, tmp_path, file, source, message):
    with pytest.raises(CommandError, match=message):
        call_command("import_rates", str(tmp_path / file), "--source", source)


def test_a_file_of_another_encoding_is_refused(load):
    with pytest.raises(CommandError, match="UTF-8"):
        load("day,KZT,Юань\n", encoding="cp1251")


def test_an_import_takes_as_many_queries_for_many_claims_as_for_few(load, django_assert_max_num_queries):
    for _n in range(4):
        ProjectFactory(investment="420000000000 KZT", jobs="20")
    days = "\n".join(f"2025-06-{day:02},5{day:02}" for day in range(1, 31))

    with django_assert_max_num_queries(24):
        load(f"day,KZT\n{days}")

    assert set(Claim.objects.filter(attribute="investment").values_list("usd_low", flat=True)) == {813_953_488}
