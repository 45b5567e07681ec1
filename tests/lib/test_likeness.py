import pytest

from lib.likeness import are_alike, essence, same_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fufeng Group", "FUFENG"),
        ("Fufeng Group", "Fufneg group ltd"),
        ("Xinjiang Lihua Group Co Ltd", "Xinjiang Lihua (Group) Co., Ltd."),
        ("TBEA Company Limited", "TBEA"),
        ("新疆利华", "新疆利华（集团）股份有限公司"),
        ("ТОО «Қазцинк»", "Қазцинк ЖШС"),
        ("Energy China Group", "China Energy Engineering Group"),
        ("Завод по переработке кукурузы в Жамбылской области", "Завод по переработке кукурузы в Жамбылскои области"),
    ],
)
def test_names_of_one_thing_are_alike(one, other):
    assert are_alike(essence(one), essence(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("China CAMC Engineering", "China Construction Engineering Corporation"),
        ("Qingdao Wanlin Food Corporation", "Dalian Hesheng Holdings"),
        ("Group", "Fufeng Group"),
        ("China", "China CAMC Engineering"),
        ("", "Huawei"),
        ("Coal power plant in Almaty", "Wind power plant in Taraz"),
    ],
)
def test_names_of_different_things_are_not(one, other):
    assert not are_alike(essence(one), essence(other))


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.org/news/1",
        "https://example.org/news/1/",
        "https://example.org/news/1?utm_source=a&fbclid=b",
        "https://EXAMPLE.org/news/1#top",
    ],
)
def test_one_page_has_one_address(address):
    assert same_address(address) == "example.org/news/1"


def test_another_page_has_another_address():
    assert same_address("https://example.org/?id=1") != same_address("https://example.org/?id=2")
