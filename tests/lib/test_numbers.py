from decimal import Decimal
from functools import partial

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from lib.bounds import Bound, Term, limits, total
from lib.numbers import bounded, bounded_words, money, money_short, number, quantity, said, share

LANGUAGES = ["en", "kk", "ru", "zh-hans"]
usd = partial(money_short, currency="USD")


def in_all(function, *args):
    return [function(*args, language=language).replace("\xa0", " ") for language in LANGUAGES]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (1320, ["1,320", "1 320", "1 320", "1,320"]),
        (Decimal("1320.0000"), ["1,320", "1 320", "1 320", "1,320"]),
        (Decimal("0.3500"), ["0.35", "0,35", "0,35", "0.35"]),
        (Decimal("0.0001"), ["0.0001", "0,0001", "0,0001", "0.0001"]),
        (Decimal("1E+3"), ["1,000", "1 000", "1 000", "1,000"]),
        (0, ["0", "0", "0", "0"]),
    ],
)
def test_a_number_keeps_all_its_digits(amount, expected):
    assert in_all(number, amount) == expected


def test_a_quantity_has_the_symbol_of_its_unit():
    assert in_all(quantity, 1320, "MAW") == ["1,320 MW", "1 320 МВт", "1 320 МВт", "1,320 MW"]
    assert in_all(quantity, 1_000_000, "TNE", "ANN")[:3] == ["1,000,000 t/a", "1 000 000 т/жыл", "1 000 000 т/год"]


def test_people_are_counted_without_a_symbol():
    assert quantity(4000, "IE") == "4,000"


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (3_700_000_000, "USD", ["$3,700,000,000", "3 700 000 000 $", "3 700 000 000 $", "US$3,700,000,000"]),
        (
            420_000_000_000,
            "KZT",
            ["KZT 420,000,000,000", "420 000 000 000 ₸", "420 000 000 000 KZT", "KZT 420,000,000,000"],
        ),
        (Decimal("89000000.0000"), "EUR", ["€89,000,000", "89 000 000 €", "89 000 000 €", "€89,000,000"]),
        (0, "USD", ["$0", "0 $", "0 $", "US$0"]),
    ],
)
def test_money_keeps_all_its_digits(amount, currency, expected):
    assert in_all(money, amount, currency) == expected


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (3_700_000_000, "USD", ["$3.7 billion", "3,7 млрд $", "3,7 млрд $", "US$37亿"]),
        (5_659_000_000, "USD", ["$5.659 billion", "5,659 млрд $", "5,659 млрд $", "US$56.59亿"]),
        (800_000_000, "USD", ["$800 million", "800 млн $", "800 млн $", "US$8亿"]),
        (420_000_000_000, "KZT", ["KZT 420 billion", "420 млрд ₸", "420 млрд KZT", "KZT 4200亿"]),
        (Decimal("1500000"), "EUR", ["€1.5 million", "1,5 млн €", "1,5 млн €", "€150万"]),
        (1_234_567, "USD", ["$1,234,567", "1 234 567 $", "1 234 567 $", "US$1,234,567"]),
        (350_000, "USD", ["$350,000", "350 000 $", "350 000 $", "US$350,000"]),
        (10**15, "USD", ["$1,000,000,000,000,000", *["1 000 000 000 000 000 $"] * 2, "US$1,000,000,000,000,000"]),
    ],
)
def test_short_money_loses_no_digit(amount, currency, expected):
    assert in_all(money_short, amount, currency) == expected


@given(st.integers(0, 10**16))
def test_short_money_is_the_amount(amount):
    text = money_short(amount, "USD", "en").removeprefix("$").replace(",", "")
    digits, _, word = text.partition(" ")

    assert Decimal(digits) * {"": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}[word] == amount


@pytest.mark.parametrize(
    ("figure", "sign", "words"),
    [
        ((4000, 4000, 4000, "exact"), "4,000", "4,000"),
        ((300, 270, 330, "about"), "≈ 300", "about 300"),
        ((4000, 4000, None, "more_than"), "> 4,000", "more than 4,000"),
        ((4000, 4000, None, "at_least"), "≥ 4,000", "at least 4,000"),
        ((1_000_000, None, 1_000_000, "up_to"), "≤ 1,000,000", "up to 1,000,000"),
        ((10, None, 10, "less_than"), "< 10", "less than 10"),
        ((None, 0, 10, "up_to"), "≤ 10", "up to 10"),
        ((None, 500_000, 1_000_000, "range"), "500,000 – 1,000,000", "500,000 to 1,000,000"),
        ((None, 2, 2, "range"), "2", "2"),
        ((0, 0, 0, "exact"), "0", "0"),
        ((None, None, None, ""), "", ""),
    ],
)
def test_a_figure_shows_its_bound(figure, sign, words):
    assert bounded(*figure) == sign
    assert bounded_words(*figure) == words


@given(st.integers(0, 10**12), st.sampled_from([bound for bound in Bound if bound != Bound.RANGE]))
def test_the_stated_number_follows_from_the_limits(value, bound):
    low, high = limits(bound, value, None, None, whole=True)

    assert bounded(None, low, high, bound) == bounded(value, low, high, bound)


def test_a_figure_can_be_money():
    assert bounded(None, 300_000_000, 350_000_000, "range", usd) == "$300 million – $350 million"
    assert bounded_words(800_000_000, 800_000_000, None, "more_than", usd) == "more than $800 million"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([(1500, "exact"), (4000, "more_than"), (300, "about")], "more than about 5,800"),
        ([(1500, "exact"), (300, "about")], "about 1,800"),
        ([(1500, "exact"), (4000, "at_least"), (300, "about")], "at least about 5,800"),
        ([(1500, "exact"), (500, "up_to")], "1,500 to 2,000"),
        ([(300, "about"), (500, "up_to")], "about 270 to 830"),
        ([(500, "up_to")], "up to 500"),
        ([(1500, "exact")], "1,500"),
        ([], "not stated"),
    ],
)
def test_a_total_is_said_as_its_terms_are(stated, expected):
    terms = [Term(value, *limits(bound, value, None, None, whole=True), bound) for value, bound in stated]

    assert said(total(terms)) == expected


def test_a_total_can_be_money():
    terms = [Term(amount, amount, amount, "exact") for amount in (800_000_000, 420_000_000)]

    assert said(total(terms), usd) == "$1.22 billion"


def test_numbers_are_written_in_the_language_in_use():
    with override("ru"):
        assert bounded(4000, 4000, None, "more_than").replace("\xa0", " ") == "> 4 000"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (Decimal("51.000"), Decimal("51.000"), "51%"),
        (Decimal("33.333"), Decimal("33.333"), "33.333%"),
        (51, 60, "51% – 60%"),
        (51, None, "≥ 51%"),
        (None, 60, "≤ 60%"),
        (None, None, ""),
    ],
)
def test_a_share_says_its_limits(low, high, expected):
    assert share(low, high) == expected


def test_a_share_is_written_as_the_language_does():
    with override("ru"):
        assert share(51, 51) == "51\N{NO-BREAK SPACE}%"
