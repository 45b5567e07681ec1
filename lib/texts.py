"""Texts that are kept to be cited: in which form, and where words stand in them. Places count characters from 0."""

import re
from collections.abc import Iterator
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_CHARACTERS = 1_000_000
MAX_BYTES = 4 * MAX_CHARACTERS  # no character takes more in UTF-8
# What no text has in it: controls but for tab, line feed and form feed, and halves of characters.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def composed(text: str) -> str:
    """The text in the one form in which it is kept and compared: Unicode NFC, each line end one line feed.

    Quotes, dashes and spaces stay as they are. A part of a text in this form is in this form too.
    """
    return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def check_text(text: str) -> None:
    """Raise ValidationError for what is no text to keep: nothing, too much, or a file of another kind."""
    if not text.strip():
        raise ValidationError(_("There is no text in it."), code="blank")
    if len(text) > MAX_CHARACTERS:
        message = _("A text has at most %(most)s characters, this one has %(count)s.")
        raise ValidationError(message, code="max_length", params={"most": MAX_CHARACTERS, "count": len(text)})
    if found := CONTROL.search(text):
        message = _("This is no plain text: at character %(place)s stands U+%(code)s.")
        place = {"place": found.start() + 1, "code": f"{ord(found[0]):04X}"}
        raise ValidationError(message, code="not_text", params=place)


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises ValidationError for another encoding and for more bytes than any text has.
    """
    if len(content) > MAX_BYTES:
        message = _("This is too large: a text has at most %(most)s characters.")
        raise ValidationError(message, code="max_length", params={"most": MAX_CHARACTERS})
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("This is not in UTF-8 (at byte %(place)s): save it so and try again.")
        raise ValidationError(message, code="not_utf8", params={"place": error.start + 1}) from None


def places(text: str, words: str) -> Iterator[int]:
    """Where the words begin in the text, also where they overlap themselves; nowhere for no words."""
    place = text.find(words) if words else -1
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def nearly(text: str, words: str) -> str:
    """What stands in the text where the words differ only in case, quotes, dashes or white space; "" for nothing."""
    parts = ["".join(_as_typed(letter) for letter in part) for part in words.split()]
    found = re.search(r"\s+".join(parts), text, re.IGNORECASE) if parts else None
    return found[0] if found else ""


ALIKE = ('"“”„‟«»″', "'‘’‚‛‹›′`", "-‐‑‒–—―−")


def _as_typed(letter: str) -> str:
    """A pattern for a character and those that a keyboard has no key for."""
    return next((f"[{re.escape(alike)}]" for alike in ALIKE if letter in alike), re.escape(letter))


def around(text: str, start: int, end: int, width: int = 160) -> tuple[str, str]:
    """What stands before and after a passage, cut at white space, with an ellipsis where it goes on."""
    before, after = text[max(start - width, 0) : start], text[end : end + width]
    if start > width:
        before = f"… {before.partition(' ')[2] or before}"
    if end + width < len(text):
        after = f"{after.rpartition(' ')[0] or after} …"
    return before, after


def paragraph(text: str, place: int) -> int:
    """The number, from 1, of the paragraph in which a place is: blank lines part paragraphs, else each line is one."""
    before = text[:place].lstrip()
    if BLANK_LINE.search(text.strip()):
        return len(BLANK_LINE.findall(before)) + 1
    return before.count("\n") + 1
