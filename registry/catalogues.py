"""The catalogues of the interface's texts: found in code and templates, kept in locale/, compiled and checked by Babel.

English stands in the code; a catalogue `locale/<locale>/LC_MESSAGES/django.po` holds one other language. Its compiled
twin (.mo) is made where the registry is set up and is not kept under version control.
"""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize
from rest_framework.fields import ChoiceField, Field

from exchange.undo import KINDS
from history.words import phrase

from . import borrowed

# Where each function has its message: plain, a singular and a plural, or behind a context.
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
FOREIGN = {".venv", ".venv-lock", "bench", "locale", "migrations", "static", "tests", "var"}

# How each language counts, as Django's own catalogues say it: a catalogue that counts otherwise would not be merged.
PLURALS = {
    "kk": "nplurals=2; plural=(n!=1);",
    "ru": "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
    "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);",
    "zh_Hans": "nplurals=1; plural=0;",
}
# Members of a header that change without any text having changed.
NOISE = re.compile(
    r'^"(Project-Id-Version|Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language-Team|Generated).*\n', re.M
)

PLACEHOLDER = re.compile(r"%%|%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z][^>]*>")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one text of a catalogue.

    `kind` is missing (no translation), stale (found in the code, not in the catalogue), gone (the other way round),
    fuzzy (a guess), plurals (a header that counts otherwise) or placeholders (others than in English, or other tags).
    """

    kind: str
    text: str


def locales() -> list[str]:
    """The locales that need a catalogue: all but that of the code."""
    return [to_locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def path_of(locale: str) -> Path:
    return Path(settings.LOCALE_PATHS[0], locale, "LC_MESSAGES", "django.po")


def extracted(locale: str) -> Catalog:
    """All that has to be said in a language, each text with the files in which it stands.

    These are the texts of the project's code and templates, the members and codes that the history shows by name,
    and what installed packages do not say in this language.
    """
    catalogue = Catalog(charset="utf-8")
    for path in _files():
        for _line, text, _comments, context in extract("python", io.BytesIO(_code_of(path)), KEYWORDS):
            catalogue.add(text, context=context, locations=[(path.relative_to(settings.BASE_DIR).as_posix(), 1)])
    for kind in KINDS.values():
        location = f"{kind.serializer.__module__.replace('.', '/')}.py"
        for name in _names(kind.serializer(context={"document": True})):
            catalogue.add(phrase(name), locations=[(location, 1)])
    for text, context in (*borrowed.texts(locale), *borrowed.of_scripts(locale)):
        catalogue.add(text, context=context, locations=[("registry/borrowed.py", 1)])
    return catalogue


def kept(locale: str) -> Catalog:
    """The catalogue of a language as it lies in locale/; an empty one if there is none yet."""
    path = path_of(locale)
    if not path.is_file():
        return Catalog(locale, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale, charset="utf-8")


def update(locale: str) -> bool:
    """Write what there is to say into a catalogue: translations stay, what is gone goes; whether anything changed."""
    catalogue, path, text = kept(locale), path_of(locale), io.BytesIO()
    catalogue.update(extracted(locale), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.header_comment = "# The words for the registry's terms are in docs/glossary.md."
    catalogue.mime_headers = [("Plural-Forms", PLURALS[locale])]
    write_po(text, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    said = NOISE.sub("", text.getvalue().decode())
    if path.is_file() and path.read_text("utf-8") == said:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(said, "utf-8")
    return True


def compile_stale() -> list[str]:
    """Compile the catalogues that are younger than their compiled twin, and answer their locales.

    Another process may start or compile meanwhile: it finds the former file or the new one, never half of it.
    """
    compiled = []
    for locale in locales():
        path = path_of(locale)
        target = path.with_suffix(".mo")
        if not path.is_file() or (target.is_file() and target.stat().st_mtime >= path.stat().st_mtime):
            continue
        _write(target.with_stem("djangojs"), _of_scripts(locale))
        _write(target, kept(locale))
        compiled.append(locale)
    return compiled


def _of_scripts(locale: str) -> Catalog:
    """The part of a catalogue that the admin's scripts read."""
    catalogue, part = kept(locale), Catalog(locale, charset="utf-8", fuzzy=False)
    part.mime_headers = [("Plural-Forms", PLURALS[locale])]
    for text, context in borrowed.of_scripts(locale):
        if said := catalogue.get(text, context):
            part.add(text, said.string, context=context)
    return part


def _write(target: Path, catalogue: Catalog) -> None:
    new = target.with_suffix(f".{os.getpid()}")
    with new.open("wb") as file:
        write_mo(file, catalogue)
    new.replace(target)


def faults(locale: str) -> Iterator[Fault]:
    """Tell what keeps a catalogue from being whole and right."""
    catalogue, found = kept(locale), extracted(locale)
    if catalogue.plural_forms != PLURALS[locale]:
        yield Fault("plurals", "Plural-Forms")
    for text in found:
        if text.id and not catalogue.get(text.id, text.context):
            yield Fault("stale", _named(text))
    for text in catalogue:
        kind = _fault(text, catalogue.num_plurals) if found.get(text.id, text.context) else "gone"
        if text.id and kind:
            yield Fault(kind, _named(text))


def _fault(text: Message, num_plurals: int) -> str:
    """What is wrong with one translated text, "" if nothing is."""
    said = text.string if isinstance(text.string, tuple) else (text.string,)
    if not all(said):
        return "missing"
    if text.fuzzy:
        return "fuzzy"
    if any(_marks(form) not in _allowed(text, form is said[0] and num_plurals == 2) for form in said):
        return "placeholders"
    return ""


def _allowed(text: Message, is_for_one: bool) -> list[list[str]]:
    """The placeholders a form must have: those of the plural, or of the singular where it is for the number 1 alone."""
    if not text.pluralizable:
        return [_marks(text.id)]
    one, many = text.id
    return [_marks(many), _marks(one)] if is_for_one else [_marks(many)]


def _marks(text: str) -> list[str]:
    """The placeholders and tags of a text, and whether it ends a line."""
    return sorted(PLACEHOLDER.findall(text)) + ["\n"] * text.endswith("\n")


def _named(text: Message) -> str:
    name = text.id[0] if text.pluralizable else text.id
    return f"{text.context}: {name}" if text.context else name


def _names(form: Field) -> Iterator[str]:
    """The members and codes of a record form and of the forms within it."""
    for name, field in getattr(form, "fields", {}).items():
        yield name
        if isinstance(field, ChoiceField):
            yield from filter(None, field.choices)
        yield from _names(getattr(field, "child", field))


def _files() -> Iterator[Path]:
    """The project's code and templates, in an order that is the same everywhere."""
    for folder, folders, names in os.walk(settings.BASE_DIR):
        folders[:] = sorted(name for name in folders if name not in FOREIGN and not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".py") or (name.endswith((".html", ".txt")) and "templates" in Path(folder).parts):
                yield Path(folder, name)


def _code_of(path: Path) -> bytes:
    """A file as Python that calls gettext: of a template its texts alone, which may stand at any indent."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    return text.encode()
