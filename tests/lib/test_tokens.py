import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.tokens import EMPTY, MOST_WORDS, Word, marked, query, skeleton, tokens

WRITTEN = st.text(max_size=60) | st.text(
    "абжзйқңөүұһіёъьыэюяabcghjkqswxyz '’-,.19\u4e2d\u56fd\u65b0\u7586", max_size=60
)


def answers(question, text):
    stored = tokens(text)
    return all(word.is_in(stored) for word in query(question))


@given(WRITTEN)
def test_a_text_is_found_by_itself(text):
    assert answers(text, text)


@given(WRITTEN)
def test_a_text_is_found_by_each_of_its_words(text):
    for word in text.split():
        assert answers(word, text)


@given(WRITTEN)
def test_tokens_are_letters_and_digits_that_no_database_cuts(text):
    assert all(re.fullmatch("[a-z0-9]{1,120}", token) for token in tokens(text))


@given(st.text(min_size=1, max_size=20).filter(lambda text: any(letter.isalpha() for letter in text)))
def test_letters_always_give_tokens_and_words(text):
    assert tokens(text)
    assert query(text)


@given(WRITTEN)
def test_a_skeleton_is_its_own_skeleton(text):
    for word in text.lower().split():
        assert skeleton(skeleton(word)) == skeleton(word)


@given(WRITTEN, WRITTEN)
def test_the_marked_parts_are_the_text_again(text, question):
    assert "".join(part for part, _is_match in marked(text, query(question))) == text


@given(WRITTEN)
def test_letter_case_and_compatibility_forms_make_no_difference(text):
    assert tokens(normalize("NFKC", text.casefold())) == tokens(text)


@pytest.mark.parametrize(
    "names",
    [
        "Жамбыл Zhambyl Jambyl",
        "Хоргос Khorgos Horgos",
        "Шымкент Shymkent Şymkent",
        "Түркістан Turkistan Туркестан Turkestan",
        "Қарағанды Qaraghandy Karagandy",
        "Жетісу Жетысу Zhetisu Jetisu",
        "Ақтөбе Aqtobe Aktobe Актобе",
        "Өскемен Oskemen",
        "Қызылорда Kyzylorda Qyzylorda Кызылорда",
        "Маңғыстау Mangystau",
        "Атырау Atyrau",
        "Қазақстан Казахстан Kazakhstan Qazaqstan",
        "Ёлка елка ЁЛКА",
        "завод завода заводы zavod",
        "plant plants Plant's",
        "companies company",
        "Xi’an Xi'an Xian",
        "ＴＢＥＡ tbea",
        "Łódź Lodz",
    ],
)
def test_spellings_of_one_word_find_each_other(names):
    names = names.split()

    assert [(one, other) for one in names for other in names if not answers(one, other)] == []


@pytest.mark.parametrize(
    ("question", "text"), [("plan", "wind"), ("steel", "still"), ("阜丰", "阜新 丰收"), ("31", "310 a"), ("x b", "b")]
)
def test_other_words_are_not_found(question, text):
    assert not all(word.is_in(tokens(text)) for word in query(f"{question} end")[:-1])


def test_the_last_word_is_the_beginning_of_others_too():
    assert answers("processing pla", "Corn processing plant")
    assert not answers("proc plant", "Corn processing plant")
    assert not answers("corn p", "Corn processing plant")


def test_chinese_is_found_by_any_part_without_blanks():
    name = "新疆利华集团"

    assert all(answers(name[start:end], name) for start in range(6) for end in range(start + 1, 7))
    assert not answers("利新", name)


def test_words_that_tell_nothing_are_asked_only_alone():
    assert answers("завод в Жамбыле", "Жамбыл, завод")
    assert answers("the plant of Fufeng", "Fufeng plant")
    assert query("в") == [Word(("v",))]
    assert "on" in EMPTY


@pytest.mark.parametrize("text", ["", "  ", "—", "!?", "🌾"])
def test_signs_alone_ask_for_nothing(text):
    assert query(text) == tokens(text) == []


def test_a_question_has_an_end():
    assert len(query(" ".join(f"word{n}" for n in range(99)))) == MOST_WORDS


def test_what_was_found_is_marked():
    assert marked("Завод в Zhambyl, 新疆利华集团", query("заводы 利华 жамб")) == [
        ("Завод", True),
        (" в ", False),
        ("Zhambyl", True),
        (", 新疆", False),
        ("利华", True),
        ("集团", False),
    ]
