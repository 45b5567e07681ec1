"""The examples of docs/search.md, on the registry as `make run` fills it."""

from urllib.parse import urlencode

import pytest

from tests.api import results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

FUFENG, LIHUA, WANLIN = "fufeng-corn-processing", "lihua-cotton-cluster", "wanlin-vegetable-processing"
PLACED = {FUFENG, LIHUA, "hesheng-grain-processing", "tbea-energy-almaty"}


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        *((words, {FUFENG}) for words in ("jambyl", "Жамбылская", "阜丰", "завод кукурузы", "жүгері")),
        *((words, {LIHUA}) for words in ("cottons", "хлопковый", "enterprises", "KZ-61", "turkest")),
        *((words, PLACED) for words in ("Kazakhstan", "Казахстан", "Қазақстан")),
        *((words, set()) for words in ("Fufong", "Файфын")),
    ],
)
def test_the_examples_of_the_documentation(api, words, slugs):
    assert {row["slug"] for row in results(api.get(f"projects/?{urlencode({'q': words})}"))} == slugs


@pytest.mark.parametrize("words", ["Fufong", "Файфын"])
def test_the_name_that_was_meant(api, words):
    answer = api.get(f"suggest/?{urlencode({'q': words})}").json()

    assert [one["name"] for one in answer["did_you_mean"]] == ["Fufeng Group"]
