import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.near import nearest, sounds_of

NAMES = [
    (1, "Fufeng Group"),
    (1, "阜丰集团"),
    (2, "Xinjiang Lihua (Group) Co., Ltd."),
    (2, "新疆利华（集团）股份有限公司"),
    (3, "TBEA Co., Ltd."),
    (4, "Qingdao Wanlin"),
    (5, "KazMunayGas"),
]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *(("Fufong", 1), ("Fufeng Gruop", 1), ("Файфын", 1), ("Фуфэн", 1), ("fufong corn", 1)),
        *(
            ("Xinjang Lihua", 2),
            ("Синьцзян Лихуа", 2),
            ("新疆利化", 2),
            ("TBAE", 3),
            ("Ванлинь", 4),
            ("Kazmunaigaz", 5),
        ),
    ],
)
def test_a_name_that_is_not_typed_as_it_is_written_is_found(typed, key):
    alike = [(number, name) for number, name in NAMES if sounds_of(typed) & sounds_of(name)]

    assert nearest(typed, alike)[0][0] == key


@pytest.mark.parametrize("typed", ["cement", "wind farm", "Ltd", "", "—", "газета"])
def test_what_is_like_no_name_finds_none(typed):
    assert nearest(typed, NAMES) == []


def test_the_likest_comes_first_and_each_once():
    names = [(1, "Fan Feng"), (2, "Fufeng"), (2, "Fufeng Group"), (3, "Fufang")]

    assert [key for key, _name in nearest("Fufeng", names)] == [2, 3, 1]


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(typed, name):
    sounds_of(typed)
    nearest(typed, [(1, name)])
