from unicodedata import is_normalized, normalize

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lib.texts import MAX_BYTES, MAX_CHARACTERS, around, check_text, composed, decoded, nearly, paragraph, places


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_end_of_line_is_one_line_feed_and_letters_are_composed(end):
    assert composed(f"Жай{end}{normalize('NFD', 'Café')}{end}") == "Жай\nCafé\n"


def test_quotes_dashes_and_spaces_stay_as_they_are():
    text = "“A”\u00a0plant — “B”\u2009 \t'C'"

    assert composed(text) == text


@given(text=st.text(), data=st.data())
def test_a_part_of_a_kept_text_is_in_its_form_too(text, data):
    kept = composed(text)
    start = data.draw(st.integers(0, len(kept)))
    part = kept[start : data.draw(st.integers(start, len(kept)))]

    assert composed(part) == part
    assert is_normalized("NFC", part)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            ("", "blank"),
            (" \n\t", "blank"),
            ("PK\x03\x04", "not_text"),
            ("a\0b", "not_text"),
            ("a\ud800b", "not_text"),
        ),
        ("x" * (MAX_CHARACTERS + 1), "max_length"),
    ],
)
def test_what_is_no_text_is_refused(text, code):
    with pytest.raises(ValidationError) as error:
        check_text(text)

    assert error.value.code == code


def test_a_file_is_read_with_or_without_a_byte_order_mark():
    assert decoded("Жаңа".encode()) == decoded("\ufeffЖаңа".encode()) == "Жаңа"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Жаңа".encode("cp1251", "replace"), "not_utf8"),
        (b"\xff\xfea\x00", "not_utf8"),
        (b"x" * (MAX_BYTES + 1), "max_length"),
    ],
)
def test_a_file_in_another_encoding_or_of_another_size_is_refused(content, code):
    with pytest.raises(ValidationError) as error:
        decoded(content)

    assert error.value.code == code


def test_words_are_found_wherever_they_stand_also_over_themselves():
    assert list(places("ananas and ana", "ana")) == [0, 2, 11]
    assert list(places("ananas", "")) == list(places("ananas", "b")) == []


@pytest.mark.parametrize(
    "typed",
    ['in "Alatau" - 4,000 jobs', "IN “ALATAU” – 4,000  jobs", "in «Alatau»\n—\n4,000 jobs"],
)
def test_words_typed_otherwise_lead_to_those_that_stand_there(typed):
    assert nearly("A plant in\u00a0“Alatau” – 4,000\u00a0jobs.", typed) == "in\u00a0“Alatau” – 4,000\u00a0jobs"


@pytest.mark.parametrize("typed", ["5,000 jobs", "", "  ", "4.000 jobs", "(", "a" * 501])
def test_other_words_lead_to_nothing(typed):
    assert nearly("A plant in “Alatau” – 4,000 jobs.", typed) == ""


def test_what_stands_around_words_is_cut_at_white_space():
    text = "one two three WORDS four five six"

    assert around(text, 14, 19, width=8) == ("… three ", " four …")
    assert around(text, 14, 19) == ("one two three ", " four five six")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("a\nb\nc", [1, 2, 3]), ("a\n\nb\nb\n \n\nc", [1, 2, 3]), ("\n\na\n\nb\n\nc\n", [1, 2, 3]), ("a b c", [1, 1, 1])],
)
def test_paragraphs_are_parted_by_blank_lines_or_else_by_lines(text, numbers):
    assert [paragraph(text, text.index(letter)) for letter in "abc"] == numbers
