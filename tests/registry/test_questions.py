"""The questions of docs/questions.md have the answers that it tells."""

import re
from pathlib import Path

import pytest

from tests.pages import text_of

QUESTIONS = (Path(__file__).parents[2] / "docs" / "questions.md").read_text(encoding="utf-8").split("\n## ")[1:]


@pytest.mark.django_db
@pytest.mark.usefixtures("further")
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.partition(".")[0])
def test_the_address_gives_the_answer(client, question):
    (address,) = re.findall(r"^    (/\S+)$", question, re.M)
    told = [" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", question, re.S)]

    shown = " ".join(text_of(client.get(address)).replace("“”", "").split())

    place = 0
    for words in told:
        assert words in shown[place:], words
        place = shown.index(words, place) + len(words)


def test_there_are_ten_questions():
    assert len(QUESTIONS) == 10
