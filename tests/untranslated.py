"""How tests find English that is left on a page of another language."""

import re
from functools import cache
from html.parser import HTMLParser

from registry import catalogues
from tests.elements import VOID

SPOKEN = {"title", "aria-label", "placeholder", "data-label"}
QUOTED = {"blockquote", "cite", "code", "pre", "q", "script", "style"}


class Spoken(HTMLParser):
    """The texts of a page that its language should have: not quotes, codes, nor what says that it is in another one."""

    def __init__(self, language):
        super().__init__()
        self.language, self.open, self.texts = language, [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        is_other = given.get("lang", self.language) != self.language or given.get("translate") == "no"
        is_other = is_other or tag in QUOTED or any(other for _tag, other in self.open)
        if not is_other:
            self.texts += [given[name] for name in SPOKEN & given.keys() if given[name]]
        if tag not in VOID:
            self.open.append((tag, is_other))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if text.strip() and self.open and not self.open[-1][1]:
            self.texts.append(" ".join(text.split()))


@cache
def english_texts(locale):
    """What the catalogue translates: the plain texts, and one pattern for those with something inside."""
    catalogue = catalogues.kept(locale)
    plain, patterns = set(), []
    for text in catalogue:
        ids = text.id if text.pluralizable else (text.id,)
        said = text.string if text.pluralizable else (text.string,)
        for one in filter(None, ids):
            if one in said:
                continue
            if catalogues.PLACEHOLDER.search(one):
                patterns += [pattern_of(one)] * bool(re.search(r"[a-z]{3}", catalogues.PLACEHOLDER.sub("", one)))
            else:
                plain |= {one, one[0].upper() + one[1:], f"{one}:", f"{one[0].upper()}{one[1:]}:"}
    return plain, re.compile("|".join(patterns))


def pattern_of(text):
    """A pattern of an English text, of its longest part between tags; beside few words its placeholders are numbers."""
    part = max(re.split(r"<[^>]*>", text), key=len)
    words = catalogues.PLACEHOLDER.split(part)
    anything = ".+" if len(" ".join(words).split()) > 2 else r"[\d.,\s]+"
    return anything.join(map(re.escape, words))


def english_left(response, language, locale):
    page = Spoken(language)
    page.feed(response.content.decode())
    plain, patterns = english_texts(locale)
    return [text for text in page.texts if text in plain or patterns.fullmatch(text)]
