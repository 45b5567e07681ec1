import pytest

from lib.languages import language_name


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [
        ("kk", "en", "Kazakh"),
        ("zh-Hans", "en", "Chinese (Simplified)"),
        ("ru", "zh-hans", "俄语"),
        ("kk", "ru", "казахский"),
        ("xx-yy", "en", "xx-yy"),
        ("no language", "en", "no language"),
    ],
)
def test_a_language_is_named_in_the_language_of_the_page(tag, language, name):
    assert language_name(tag, language) == name
