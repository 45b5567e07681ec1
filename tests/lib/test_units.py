from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from lib.units import BASE_UNITS, PER, UNITS, Dimension, can_convert, convert, unit_label, unit_symbol, units_like


def test_each_unit_has_names_in_all_languages():
    for unit in UNITS.values():
        assert list(unit.names) == ["en", "kk", "ru", "zh-hans"]
        assert all(unit.names.values())


def test_codes_fit_their_column():
    assert all(1 <= len(code) <= 3 and code == code.upper() for code in UNITS)


def test_each_dimension_has_a_base_unit():
    assert set(BASE_UNITS) == set(Dimension)
    assert {BASE_UNITS[name].code for name in ("power", "mass", "area", "people")} == {"MAW", "TNE", "HAR", "IE"}
    assert BASE_UNITS["count"].code == "C62"


def test_per_is_nothing_or_a_year():
    assert list(PER) == ["", "ANN"]


@pytest.mark.parametrize(
    ("number", "code", "to", "expected"),
    [
        (1320, "MAW", "A90", "1.32"),
        (1000, "WTT", "MAW", "0.001"),
        (3, "KTN", "TNE", "3000"),
        (5, "DTN", "KGM", "500"),
        (1, "KMK", "HAR", "100"),
        (1000, "GV", "D30", "1"),
        (9, "D30", "MWH", "2500"),
        (1, "BLL", "LTR", "158.987294928"),
        (1, "ACR", "MTK", "4046.8564224"),
        (1, "MQH", "G52", "24"),
        (2, "HMQ", "MTQ", "2000000"),
    ],
)
def test_a_number_is_converted_exactly(number, code, to, expected):
    assert convert(number, code, to) == Decimal(expected)


@given(st.decimals(0, 10**9, places=4), st.sampled_from(sorted(UNITS)), st.data())
def test_there_and_back_is_the_same_number(number, code, data):
    other = data.draw(st.sampled_from([unit.code for unit in units_like(code)]))

    assert round(convert(convert(number, code, other), other, code), 4) == number


def test_what_measures_something_else_can_not_be_converted():
    assert not can_convert("MAW", "TNE")
    assert not can_convert("MAW", "XXX")
    with pytest.raises(ValueError, match="do not measure the same"):
        convert(1, "MAW", "TNE")


def test_like_units_come_smallest_first():
    assert [unit.symbol for unit in units_like("MAW")] == ["W", "kW", "MW", "GW"]


@pytest.mark.parametrize(
    ("code", "per", "symbols", "words"),
    [
        ("MAW", "", ["MW", "МВт", "МВт", "MW"], ["megawatts", "мегаватт", "мегаватты", "兆瓦"]),
        (
            *("TNE", "ANN", ["t/a", "т/жыл", "т/год", "t/a"]),
            ["tonnes per year", "жылына тонна", "тонны в год", "吨/年"],
        ),
        ("IE", "", ["", "", "", ""], ["people", "адам", "человек", "人"]),
        ("C62", "ANN", *[["units per year", "жылына бірлік", "единицы в год", "个/年"]] * 2),
        ("XXX", "", ["XXX"] * 4, ["XXX"] * 4),
    ],
)
def test_a_unit_has_a_symbol_and_words_in_each_language(code, per, symbols, words):
    languages = ["en", "kk", "ru", "zh-hans"]

    assert [unit_symbol(code, per, language) for language in languages] == symbols
    assert [unit_label(code, per, language) for language in languages] == words


def test_a_unit_is_said_in_the_language_in_use():
    with override("ru"):
        assert (unit_symbol("HAR"), unit_label("HAR")) == ("га", "гектары")


def test_another_language_reads_english():
    assert (unit_symbol("TNE", "ANN", "de"), unit_label("TNE", "ANN", "de")) == ("t/a", "tonnes per year")
