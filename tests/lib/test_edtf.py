from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from lib.edtf import Period, first_day, parse, say, validate_edtf

LANGUAGES = ["en", "kk", "ru", "zh-hans"]
points = st.from_regex(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]|2[1-4]|3[3-6]|4[01]))?[?~%]?|20[0-9]X", fullmatch=True)
intervals = st.tuples(points | st.just(".."), points | st.just("..")).map("/".join)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-06-16", date(2025, 6, 16), date(2025, 6, 16)),
        ("2025-21", date(2025, 3, 1), date(2025, 5, 31)),
        ("2025-24", date(2025, 12, 1), date(2026, 2, 28)),
        ("2026-33", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-36", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-41", date(2026, 7, 1), date(2026, 12, 31)),
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("2025-06~", date(2025, 6, 1), date(2025, 6, 30)),
        ("2025/2027-03", date(2025, 1, 1), date(2027, 3, 31)),
        ("2025-06/2025", date(2025, 6, 1), date(2025, 12, 31)),
        ("2027/..", date(2027, 1, 1), None),
        ("../2027-06%", None, date(2027, 6, 30)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_is_the_days_between_which_it_lies(text, first, last):
    assert parse(text) == Period(first, last)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "June 2025",
            "16.06.2025",
            "25",
            "2025-6",
            "2025-13",
            "2025-00",
            "2025-06-00",
            "2025-02-30",
            "2025-06-16T10:00",
        ),
        *(
            "0000",
            "000X",
            "20XX",
            "202X-06",
            "2025-33-01",
            "2025-37",
            "9999-24",
            "2025?~",
            "?2025",
            "２０２５",
            "2025\n",
            "-2025",
        ),
        *("2027/2025", "2025-06/2025-01", "../..", "..", "/", "2025/", "/2025", "2025/2026/2027", "2025/ ..", "2025\0"),
    ],
)
def test_what_is_no_date_is_an_error_with_the_code_edtf(text):
    with pytest.raises(ValidationError) as raised:
        validate_edtf(text)

    assert raised.value.code == "edtf"
    assert text[:40].strip() in raised.value.messages[0]


@given(st.text() | st.from_regex(r"[0-9X]{4}(-[0-9]{2}){0,2}[?~%]?(/[0-9X]{4}(-[0-9]{2}){0,2})?", fullmatch=True))
def test_any_text_is_a_period_or_an_error(text):
    try:
        period = parse(text)
    except ValidationError:
        return

    assert (period.first or date.min) <= (period.last or date.max)


@given(points | intervals, st.sampled_from(LANGUAGES))
def test_whatever_can_be_read_can_be_said(text, language):
    try:
        parse(text)
    except ValidationError:
        return

    said = say(text, language)

    assert said == said.strip()
    assert "{" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025", "2025"),
        ("2025-06", "June 2025"),
        ("2025-06-16", "June 16, 2025"),
        ("2026-33", "1st quarter 2026"),
        ("2025-22", "summer 2025"),
        ("2026-40", "first half of 2026"),
        ("202X", "2020s"),
        ("2025-06~", "about June 2025"),
        ("2025-06?", "June 2025 (?)"),
        ("2025%", "about 2025 (?)"),
        ("2025-06/2026-03~", "June 2025 to about March 2026"),
        ("2027/..", "from 2027"),
        ("../2027", "until 2027"),
        ("", ""),
    ],
)
def test_a_date_is_said_in_english(text, said):
    assert say(text, "en") == said


@pytest.mark.parametrize(
    ("text", "kk", "ru", "zh"),
    [
        ("2025-06", "2025 ж. маусым", "июнь 2025 г.", "2025年6月"),
        ("2025-06-16", "2025 ж. 16 маусым", "16 июня 2025 г.", "2025年6月16日"),
        ("2026-33", "2026 ж. І тоқсан", "1-й квартал 2026 г.", "2026年第1季度"),
        ("2025-24", "2025 ж. қыс", "зима 2025 г.", "2025年冬季"),
        ("2026-41", "2026 ж. 2-жартыжылдық", "2-е полугодие 2026 г.", "2026年下半年"),
        ("202X", "2020-жылдар", "2020-е гг.", "2020年代"),
        ("2025~", "шамамен 2025", "примерно 2025", "约2025年"),
        ("2025/2027", "2025 – 2027", "2025 – 2027", "2025年至2027年"),
        ("2025-06/..", "2025 ж. маусым және одан кейін", "июнь 2025 г. и далее", "2025年6月起"),
        ("../2025-06", "2025 ж. маусым және одан бұрын", "июнь 2025 г. и ранее", "截至2025年6月"),
    ],
)
def test_a_date_is_said_in_the_other_languages(text, kk, ru, zh):
    said = [say(text, language).replace("\u202f", " ") for language in ("kk", "ru", "zh-hans")]

    assert said == [kk, ru, zh]


def test_a_date_is_said_in_the_language_in_use():
    with override("ru"):
        assert say("2025-06").replace("\u202f", " ") == "июнь 2025 г."


def test_dates_are_ordered_by_their_first_day():
    texts = ["2025-06-16", "2024/..", "2025-33", "", "2025"]

    assert sorted(texts, key=first_day) == ["", "2024/..", "2025-33", "2025", "2025-06-16"]


def test_an_open_beginning_comes_first():
    assert first_day("../2020") == date.min
