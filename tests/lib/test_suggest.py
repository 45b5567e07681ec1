import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.suggest import close_matches

PARAMETERS = [
    "q",
    "stage",
    "region",
    "sector",
    "investor",
    "country",
    "role",
    "product",
    "market",
    "amount_min",
    "amount_max",
]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("regoin", ["region"]),
        ("REGION", ["region"]),
        ("sectors", ["sector"]),
        ("stge", ["stage"]),
        ("amount_mn", ["amount_min", "amount_max"]),
        ("colour", []),
        ("", []),
        ("x" * 100_000, []),
    ],
)
def test_a_slip_finds_what_was_meant(word, meant):
    assert close_matches(word, PARAMETERS) == meant


def test_no_more_than_the_limit_are_named():
    assert len(close_matches("KZ-1", [f"KZ-1{digit}" for digit in range(10)], limit=2)) == 2


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_only_choices_are_suggested(word, choices):
    assert set(close_matches(word, choices)) <= set(choices)
