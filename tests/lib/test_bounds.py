from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lib.bounds import Bound, Term, Total, is_strict, limits, symbol, total

numbers = st.integers(0, 10**15) | st.decimals(0, 10**10, places=4)


@st.composite
def terms(draw):
    bound = draw(st.sampled_from(Bound))
    value, low, high = draw(numbers), None, None
    if bound == Bound.RANGE:
        value, low, high = None, *sorted([draw(numbers), draw(numbers)])
    low, high = limits(bound, value, low, high, whole=False)
    return Term(value, low, high, bound)


@st.composite
def terms_and_truths(draw):
    """Terms, each with a number that it allows."""
    found = draw(st.lists(terms(), min_size=1, max_size=8))
    truths = []
    for term in found:
        low = Decimal(term.low or 0)
        high = Decimal(low + draw(numbers) if term.high is None else term.high)
        truths.append(draw(st.decimals(low, high, places=4)) if high > low else low)
    return found, truths


def refused(*args, whole=False):
    with pytest.raises(ValidationError) as raised:
        limits(*args, whole=whole)
    [(field, [error])] = raised.value.error_dict.items()
    return field, error.code


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        (Bound.EXACT, 4000, 4000),
        (Bound.ABOUT, 3600, 4400),
        (Bound.MORE_THAN, 4000, None),
        (Bound.AT_LEAST, 4000, None),
        (Bound.UP_TO, None, 4000),
        (Bound.LESS_THAN, None, 4000),
    ],
)
def test_low_and_high_follow_from_the_bound(bound, low, high):
    assert limits(bound, 4000, None, None, whole=True) == (low, high)


@pytest.mark.parametrize(
    ("value", "whole", "low", "high"),
    [
        (300, True, 270, 330),
        (1234, True, 1110, 1358),
        (1, True, 0, 2),
        (0, True, 0, 0),
        (Decimal("300.0000"), True, 270, 330),
        (Decimal("1.5"), False, Decimal("1.35"), Decimal("1.65")),
        (Decimal("0.0001"), False, Decimal("0.0000"), Decimal("0.0002")),
        (999_999_999_999_999, True, 899_999_999_999_999, 1_099_999_999_999_999),
    ],
)
def test_about_is_plus_or_minus_a_tenth_rounded_outward(value, whole, low, high):
    assert limits(Bound.ABOUT, value, None, None, whole=whole) == (low, high)


def test_a_range_is_its_ends():
    assert limits(Bound.RANGE, None, 300, 350, whole=True) == (300, 350)


def test_ends_may_be_given_again_as_they_follow():
    assert limits(Bound.ABOUT, 300, 270, 330, whole=True) == (270, 330)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        (("exact", None, None, None), "value", "required"),
        (("more_than", None, 5, None), "value", "required"),
        (("exact", -1, None, None), "value", "negative"),
        (("range", None, -5, 5), "low", "negative"),
        (("range", 5, 1, 9), "value", "invalid"),
        (("range", None, None, 9), "low", "required"),
        (("range", None, 1, None), "high", "required"),
        (("range", None, 9, 1), "high", "reversed"),
        (("about", 300, 271, None), "low", "follows"),
        (("more_than", 300, None, 400), "high", "follows"),
        (("roughly", 300, None, None), "bound", "invalid"),
        (("", 300, None, None), "bound", "invalid"),
        (("exact", Decimal("NaN"), None, None), "value", "invalid"),
        (("exact", Decimal("Infinity"), None, None), "value", "invalid"),
    ],
)
def test_what_does_not_fit_together_is_an_error_of_its_field(given, field, code):
    assert refused(*given) == (field, code)


def test_a_fraction_of_a_person_is_an_error():
    assert refused("exact", Decimal("1.5"), None, None, whole=True) == ("value", "whole")


@given(terms())
def test_low_is_never_above_high(term):
    assert term.low is None or term.high is None or term.low <= term.high


@given(terms_and_truths())
def test_a_sum_of_what_the_terms_allow_lies_within_the_total(given):
    found, truths = given

    summed = total(found)

    assert summed.low <= sum(truths)
    assert summed.high is None or sum(truths) <= summed.high


@given(st.lists(terms(), min_size=1, max_size=6).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_terms_does_not_matter(given):
    some, shuffled = given

    assert total(some) == total(shuffled)


@given(terms())
def test_a_total_of_one_says_what_the_term_says(term):
    alone = total([term])

    assert (alone.value, alone.low, alone.high, alone.bound) == (term.value, term.low or 0, term.high, term.bound)


def term(bound, value=None, low=None, high=None):
    low, high = limits(bound, value, low, high, whole=True)
    return Term(value, low, high, bound)


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        (
            [term("exact", 1500), term("more_than", 4000), term("about", 300)],
            Total(5770, None, 5800, Bound.MORE_THAN, about=True),
        ),
        ([term("exact", 1), term("exact", 2)], Total(3, 3, 3, Bound.EXACT, about=False)),
        ([term("exact", 100), term("about", 300)], Total(370, 430, 400, Bound.ABOUT, about=True)),
        ([term("exact", 100), term("at_least", 50)], Total(150, None, 150, Bound.AT_LEAST, about=False)),
        ([term("at_least", 5), term("more_than", 5)], Total(10, None, 10, Bound.MORE_THAN, about=False)),
        ([term("at_least", 5), term("less_than", 9)], Total(5, None, 5, Bound.AT_LEAST, about=False)),
        ([term("at_least", 5), term("range", low=2, high=4)], Total(7, None, 7, Bound.AT_LEAST, about=False)),
        ([term("exact", 10), term("range", low=2, high=4)], Total(12, 14, None, Bound.RANGE, about=False)),
        ([term("exact", 10), term("up_to", 5)], Total(10, 15, None, Bound.RANGE, about=False)),
        ([term("about", 300), term("up_to", 5)], Total(270, 335, None, Bound.RANGE, about=True)),
        ([term("up_to", 5), term("up_to", 7)], Total(0, 12, 12, Bound.UP_TO, about=False)),
        ([term("up_to", 5), term("less_than", 7)], Total(0, 12, 12, Bound.LESS_THAN, about=False)),
        ([Term(None, 5, None, "range"), term("exact", 1)], Total(6, None, 6, Bound.AT_LEAST, about=False)),
        ([Term(100, 90, None, "about")], Total(90, None, 100, Bound.AT_LEAST, about=True)),
    ],
)
def test_a_total_has_the_sense_of_its_terms(some, expected):
    assert total(some) == expected


def test_nothing_stated_has_no_total():
    assert total([]) is None


def test_each_bound_has_its_symbol():
    assert [symbol(bound) for bound in Bound] == ["", "≈", ">", "≥", "≤", "<", ""]
    assert symbol("") == ""


def test_more_than_and_less_than_are_strict():
    assert [bound for bound in Bound if is_strict(bound)] == [Bound.MORE_THAN, Bound.LESS_THAN]
