from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from lib.typed import read_number, spaced


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        ("  ", None),
        ("4000", "4000"),
        (" 4 000 ", "4000"),
        ("420\N{NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000", "420000000"),
        ("1'000", "1000"),
        ("420,000,000", "420000000"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("12 345,67", "12345.67"),
        ("2,5", "2.5"),
        ("2.5", "2.5"),
        ("0,35", "0.35"),
        ("3.125", "3.125"),
    ],
)
def test_what_means_one_thing_is_read(text, number):
    assert read_number(text, whole=False) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(("text", "number"), [("4,000", 4000), ("1,500", 1500), ("350 000 000", 350_000_000)])
def test_where_only_whole_numbers_can_be_meant_a_comma_parts_thousands(text, number):
    assert read_number(text, whole=True) == number


@pytest.mark.parametrize(
    ("text", "whole", "code"),
    [
        ("4,000", False, "unclear"),
        ("0,500", True, "unclear"),
        ("1,00,000", False, "unclear"),
        ("1,234.5.6", False, "unclear"),
        ("1,2345.6", False, "unclear"),
        ("420 million", False, "number"),
        ("$420", False, "number"),
        ("-5", False, "number"),
        ("1e9", False, "number"),
        ("40 00", False, "number"),
        ("1 2345", False, "number"),
        ("٤٠٠", False, "number"),
        ("2.5", True, "whole"),
        ("2,5", True, "whole"),
        ("1.500", True, "whole"),
        ("9" * 19, True, "digits"),
        ("0.00001", False, "digits"),
    ],
)
def test_what_is_unclear_is_refused(text, whole, code):
    with pytest.raises(ValidationError) as refused:
        read_number(text, whole=whole)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, ""), (0, "0"), (4000, "4 000"), (Decimal("1320.5000"), "1 320.5"), (Decimal("1E+6"), "1 000 000")],
)
def test_a_number_is_shown_as_it_may_be_typed(number, text):
    assert spaced(number) == text
    assert read_number(text, whole=False) == number
