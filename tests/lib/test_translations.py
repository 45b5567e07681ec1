import pytest
from django.utils.translation import override

from lib.translations import fallback_language, other_texts, shown
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db


def region():
    return RegionFactory.build(name_en="Almaty", name_kk="Алматы", name_ru="Алматы", parent=None)


def test_other_texts_are_those_in_languages_the_page_is_not_in_each_once():
    assert other_texts(region(), "name") == [{"language": "kk", "text": "Алматы"}]


def test_a_text_that_is_shown_is_not_told_again_in_another_language():
    with override("ru"):
        assert other_texts(region(), "name") == [{"language": "en", "text": "Almaty"}]


@pytest.mark.parametrize(("language", "expected"), [("en", ""), ("kk", ""), ("zh-hans", "en")])
def test_a_text_shown_in_place_of_a_translation_has_the_language_it_is_in(language, expected):
    with override(language):
        assert fallback_language(region(), "name") == expected


def test_a_page_says_which_language_stands_in_for_a_missing_translation():
    with override("zh-hans"):
        assert shown(region(), "name") == '<span class="other-language" lang="en">Almaty</span>'


def test_a_translated_text_needs_no_word_of_its_language():
    with override("kk"):
        assert shown(region(), "name") == "Алматы"


def test_a_text_that_stands_in_is_still_escaped():
    place = RegionFactory.build(name_en="<b>Port</b>", name_ru="", parent=None)

    with override("ru"):
        assert "&lt;b&gt;Port" in shown(place, "name")
