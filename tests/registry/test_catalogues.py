"""The catalogues are whole, and what is wrong with one is found and named."""

import json
import os

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils.translation.trans_real import DjangoTranslation, _translations

from registry import borrowed, catalogues
from tests.factories.accounts import UserFactory

WITH_PARTS = 'a <a href="%(url)s">port</a> of {size}'


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    """A catalogue of Russian alone, and a project that has these four texts."""
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), ("ru", "Русский")]
    found = Catalog(charset="utf-8")
    for text in ("port", WITH_PARTS, ("%(n)s port", "%(n)s ports")):
        found.add(text, locations=[("ports.py", 1)])
    found.add("open", context="port", locations=[("ports.py", 1)])
    monkeypatch.setattr(catalogues, "extracted", lambda locale: found)
    return tmp_path


TRANSLATED = {
    'msgid "port"\nmsgstr ""': 'msgid "port"\nmsgstr "порт"',
    'msgid "open"\nmsgstr ""': 'msgid "open"\nmsgstr "открыт"',
    'of {size}"\nmsgstr ""': 'of {size}"\nmsgstr "<a href=\\"%(url)s\\">порт</a>, {size}"',
    'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\nmsgstr[3] ""': "\n".join(
        f'msgstr[{n}] "%(n)s {word}"' for n, word in enumerate(("порт", "порта", "портов", "порта"))
    ),
}


def translate(**changes):
    """Fill the catalogue, then replace some of its text."""
    catalogues.update("ru")
    path = catalogues.path_of("ru")
    text = path.read_text()
    for before, after in {**TRANSLATED, **changes}.items():
        assert before in text
        text = text.replace(before, after)
    path.write_text(text)


def kinds():
    return {fault.text: fault.kind for fault in catalogues.faults("ru")}


@pytest.mark.parametrize("locale", ["kk", "ru", "zh_Hans"])
def test_each_catalogue_is_whole(locale):
    assert list(catalogues.faults(locale)) == []


def test_code_templates_and_members_of_records_are_found():
    found = catalogues.extracted("kk")

    assert found.get("%(n)s record").locations == [("templates/_list_top.html", 1)]
    assert found.get("primary", context="authority").locations == [("sources/models/source.py", 1)]
    assert ("projects/serializers/project.py", 1) in found.get("open ended").locations


def pair(text):
    return (text, text) if isinstance(text, str) else text


@pytest.mark.parametrize("locale", ["kk", "zh_Hans"])
def test_only_what_the_packages_lack_is_borrowed(settings, locale):
    settings.LOCALE_PATHS = []
    package = DjangoTranslation(locale.replace("_", "-").lower())
    _translations.clear()  # the packages' texts alone are in what was just loaded

    known = [
        one for text, _context in borrowed.texts(locale) for one in [pair(text)] if package.ngettext(*one, 1) != one[0]
    ]

    assert known == []


def test_a_new_text_is_missing_until_it_is_translated(folder):
    catalogues.update("ru")
    assert set(kinds().values()) == {"missing"}

    translate()

    assert kinds() == {}


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgid "port"', '#, fuzzy\nmsgid "port"', {"port": "fuzzy"}),
        ('msgid "port"', 'msgid "harbour"', {"port": "stale", "harbour": "gone"}),
        ("порт</a>, {size}", "порт</a>", {WITH_PARTS: "placeholders"}),
        ("порт</a>", "порт", {WITH_PARTS: "placeholders"}),
        ('"%(n)s портов"', '"много портов"', {"%(n)s port": "placeholders"}),
        ('msgstr[3] "%(n)s порта"\n', "", {"%(n)s port": "missing"}),
        ("nplurals=4", "nplurals=3", {"Plural-Forms": "plurals"}),
        ('msgstr "открыт"', 'msgstr ""', {"port: open": "missing"}),
    ],
)
def test_each_kind_of_fault_is_named(folder, before, after, fault):
    translate(**{before: after})

    assert kinds() == fault


def test_an_update_keeps_translations_drops_what_is_gone_and_is_quiet_when_nothing_changed(folder):
    translate()
    path = catalogues.path_of("ru")
    path.write_text(path.read_text() + '\nmsgid "harbour"\nmsgstr "гавань"\n')

    assert catalogues.update("ru")
    assert "harbour" not in path.read_text()
    assert "порт" in path.read_text()
    assert not catalogues.update("ru")


def test_a_catalogue_is_compiled_again_only_when_it_is_younger(folder):
    translate()
    path = catalogues.path_of("ru")

    assert catalogues.compile_stale() == ["ru"]
    assert catalogues.compile_stale() == []
    assert {file.name for file in path.parent.glob("*.mo")} == {"django.mo", "djangojs.mo"}
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 10))
    assert catalogues.compile_stale() == ["ru"]


def test_the_check_fails_and_names_each_fault_once_with_its_languages(folder, capsys):
    catalogues.update("ru")

    with pytest.raises(CommandError, match="4 texts are to be mended"):
        call_command("messages", "check")
    assert "missing (ru): 'port'\n" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_scripts_of_the_admin_speak_kazakh(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    assert json.dumps("Күнді таңдаңыз") in client.get("/kk/admin/jsi18n/").content.decode()
