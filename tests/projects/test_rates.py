"""Exchange rates: which one holds for a claim, how it is rounded, and no conversion without its rate."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from projects.models import Claim, ExchangeRate, Project
from projects.pricing import in_dollars
from projects.rates_file import read_rates
from projects.services import import_rates
from sources.models import Authority
from tests.api import Api, results
from tests.factories.projects import ClaimFactory, ExchangeRateFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

SAID = date(2025, 6, 16)  # the day of the factory's source


def priced(amount="420000000000 KZT", **members):
    """The claim, converted by the rates that are there."""
    claim = ClaimFactory(attribute="investment", value=amount, **members)
    return Claim.objects.select_related("usd_rate").get(pk=claim.pk)


@pytest.mark.parametrize("rate", ["0.000001", "0.307251", "518.37", "123456789.123456", "999999999.999999"])
def test_a_rate_keeps_every_digit(rate):
    ExchangeRateFactory(rate=rate)

    assert ExchangeRate.objects.get().rate == Decimal(rate)
    assert ExchangeRate.objects.filter(rate=Decimal(rate)).exists()


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"rate": "0"}, "rate_positive"),
        ({"rate": "-1"}, "rate_positive"),
        ({"currency": ""}, "rate_of_another_currency"),
        ({"currency": "USD"}, "rate_of_another_currency"),
    ],
)
def test_what_no_rate_can_be_is_refused_by_the_database(columns, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ExchangeRateFactory(**columns)


def test_a_source_has_one_rate_of_a_currency_for_a_day():
    first = ExchangeRateFactory()
    ExchangeRateFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangeRateFactory(source=first.source)


def test_the_latest_rate_on_or_before_the_first_day_holds():
    for days, rate in ((-1, "600"), (2, "400"), (0, "500"), (10, "300")):
        ExchangeRateFactory(day=SAID - timedelta(days=days), rate=rate)

    claim = priced()

    assert claim.usd_rate.rate == 500
    assert (claim.usd_low, claim.usd_high) == (840_000_000, 840_000_000)


@pytest.mark.parametrize(("age", "dollars"), [(31, 840_000_000), (32, None)])
def test_a_rate_is_at_most_31_days_older(age, dollars):
    ExchangeRateFactory(day=SAID - timedelta(days=age))

    assert priced().usd_low == dollars


def test_of_a_year_the_first_day_counts():
    ExchangeRateFactory(day="2024-12-31", rate="525")
    ExchangeRateFactory(day="2025-06-16", rate="500")

    assert priced(said_on="2025").usd_rate.rate == 525


def test_of_several_sources_on_a_day_the_more_authoritative_one_counts():
    for authority, rate in ((Authority.UNKNOWN, "400"), (Authority.OFFICIAL, "500"), (Authority.SECONDARY, "600")):
        ExchangeRateFactory(rate=rate, source=SourceFactory(authority=authority))

    assert priced().usd_rate.rate == 500


def test_dollars_need_no_rate():
    claim = priced("800000000 USD")

    assert (claim.usd_low, claim.usd_high, claim.usd_rate) == (800_000_000, 800_000_000, None)


@pytest.mark.parametrize(
    ("amount", "low", "high"),
    [
        ("1000 KZT", 1, 2),
        ("> 1000 KZT", 1, None),
        ("<= 1000 KZT", None, 2),
        ("1000..2000 KZT", 1, 3),
        ("~ 1000 KZT", 1, 2),
    ],
)
def test_limits_are_rounded_outward_and_open_ends_stay_open(amount, low, high):
    ExchangeRateFactory(rate="700")

    claim = priced(amount)

    assert (claim.usd_low, claim.usd_high) == (low, high)


@given(amount=st.integers(0, 10**18), units=st.integers(1, 10**15 - 1))
def test_the_amount_lies_between_its_limits_in_dollars(amount, units):
    rate = ExchangeRate(rate=Decimal(units).scaleb(-6))

    low, high = in_dollars(amount, amount, rate)

    assert low * units <= amount * 10**6 or low == 2**63 - 1
    assert high is None or amount * 10**6 <= high * units
    assert high is None or high - low <= 1


@pytest.mark.parametrize(
    "columns",
    [{"usd_low": 1}, {"usd_high": 1}],
)
def test_no_value_in_dollars_is_without_its_rate(columns):
    claim = priced()

    with pytest.raises(IntegrityError, match="claim_conversion_has_rate"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**columns)


def test_a_rate_in_use_is_not_deleted():
    ExchangeRateFactory()
    claim = priced()

    with pytest.raises(IntegrityError), transaction.atomic():
        claim.usd_rate.delete()


def test_settling_again_changes_nothing_and_asks_for_rates_once(django_assert_num_queries):
    days = [f"2025-06-1{n}" for n in range(3)]
    rates = [ExchangeRateFactory(day=day) for day in days]
    projects = [ProjectFactory(investment="5 KZT", source=SourceFactory(published=day)) for day in days]
    before = list(Project.objects.order_by("pk").values())

    with django_assert_num_queries(17):
        assert Project.objects.filter(pk__in=[project.pk for project in projects]).settle() == 0

    assert list(Project.objects.order_by("pk").values()) == before
    assert set(Claim.objects.values_list("usd_rate", flat=True)) == {rate.pk for rate in rates}


def test_the_record_form_shows_a_conversion_with_rate_day_and_source(api):
    rate = ExchangeRateFactory(day="2025-06-13", rate="518.37")
    project = ProjectFactory(investment="420000000000 KZT")

    record = api.get(f"projects/{project.slug}/").json()
    (listed,) = results(api.get("projects/"))

    shown = {"rate": 518.37, "day": "2025-06-13", "source": rate.source.slug}
    for investment in (record["investment"], listed["investment"], record["claims"][0]):
        assert investment["usd_rate"] == shown
        assert (investment["usd_low"], investment["usd_high"]) == (810_232_073, 810_232_074)
        assert (investment["value"], investment["currency"]) == (420_000_000_000, "KZT")


def test_dollars_show_that_no_rate_was_needed(api):
    project = ProjectFactory(investment="5 USD", jobs="3")

    record = api.get(f"projects/{project.slug}/").json()

    assert record["investment"]["usd_rate"] is None
    assert [(claim["usd_low"], claim["usd_rate"]) for claim in record["claims"]] == [(5, None), (None, None)]


def test_what_the_reader_got_may_be_sent_back_and_changes_nothing():
    ExchangeRateFactory()
    editor, project = Api("editor"), ProjectFactory(investment="420000000000 KZT")
    path = f"projects/{project.slug}/"
    record = editor.get(path).json()

    assert editor.write("patch", path, {"claims": record["claims"]}).status_code == 200
    assert editor.get(path).json()["claims"] == record["claims"]


def test_without_a_rate_the_project_is_excluded_from_sums_by_name(api):
    ProjectFactory(slug="in-tenge", investment="420000000000 KZT")
    ProjectFactory(investment="100 USD")

    investment = api.get("projects/stats/").json()["total"]["investment_usd"]

    assert (investment["low"], investment["high"], investment["value"]) == (100, 100, 100)
    assert (investment["stated_by"], investment["of"], investment["excluded_count"]) == (1, 2, 1)
    assert investment["excluded"] == [{"slug": "in-tenge", "reason": "no_rate"}]


@pytest.mark.parametrize(
    ("amount", "value", "said"),
    [
        ("50000 KZT", 200, "$200"),
        ("> 50000 KZT", 200, "more than $200"),
        ("<= 50000 KZT", None, "$100 to $200"),
        ("~ 50000 KZT", 200, "about $200"),
        ("50000..100000 KZT", None, "$200 to $300"),
        ("~ 100 USD", 200, "about $200"),
    ],
)
def test_a_sum_adds_dollars_never_the_figures_of_another_currency(api, amount, value, said):
    ExchangeRateFactory()
    ProjectFactory(investment="100 USD")
    ProjectFactory(investment=amount)

    investment = api.get("projects/stats/").json()["total"]["investment_usd"]

    assert (investment["value"], investment["said"]) == (value, said)


def test_filters_and_orders_go_by_dollars(api):
    ExchangeRateFactory()
    for slug, amount in (
        ("small", "100 USD"),
        ("tenge", "100000 KZT"),
        ("large", "300 USD"),
        ("unpriced", "9999999 CNY"),
    ):
        ProjectFactory(slug=slug, investment=amount)

    assert [row["slug"] for row in results(api.get("projects/"))] == ["large", "tenge", "small", "unpriced"]
    assert [row["slug"] for row in results(api.get("projects/?amount_min=200"))] == ["large", "tenge"]


def test_a_retired_claim_is_converted_too_so_that_the_past_shows_it():
    claim = priced()
    Claim.objects.filter(pk=claim.pk).retire(claim.recorded_at)
    source = SourceFactory()

    rates, errors = read_rates("currency,day,rate\nKZT,2025-06-16,500")
    import_rates(rates, source=source, errors=errors)

    assert Claim.objects.get(pk=claim.pk).usd_low == 840_000_000
