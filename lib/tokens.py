"""Words as searches compare them: one stream of tokens, made here, that both databases only store and look up.

A token is ASCII letters and digits, so that no database cuts or folds it in its own way. A word gives its *skeleton*,
in which the Cyrillic and Latin spellings of a name meet (Жамбыл, Zhambyl and Jambyl are `jambil`), and that of its
English or Russian stem. Chinese, which has no blanks, gives each pair of neighbouring signs.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import combining, decimal, normalize

import snowballstemmer

LONGEST = 120  # letters of a token: PostgreSQL takes 2,046, and nobody types more
SHORTEST_BEGINNING = 2  # letters that the last word needs to be the beginning of others too
MOST_WORDS = 30  # words of a question; what comes after them is not asked

# Signs that are written without blanks between words: Chinese, and the syllables that Japanese puts between them.
SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
MARKS = "\u0300-\u036f"
APOSTROPHES = "'’ʼʹ`´"
LETTER = rf"[^\W_{SIGNS}][{MARKS}]*"
PIECES = re.compile(rf"(?P<signs>[{SIGNS}]+)|(?:{LETTER})+(?:[{APOSTROPHES}](?:{LETTER})+)*")

LATIN = {
    **dict(zip("абвгдезиклмнопрстуфыэіїєґў", "abvgdeziklmnoprstufieiiegu", strict=True)),
    # Kazakh; where its Latin has a letter with a mark, the mark falls off anyway.
    **dict(zip("әғқңөұүһй", "agknouuhi", strict=True)),
    **{"ж": "j", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ъ": "", "ь": ""},
    **{"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ž": "j", "ı": "i", "ə": "a"},
    **{"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"},
}
KAZAKH = frozenset("әғқңөұүһі")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")

# Spellings of one sound, in this order.
SAME_SOUND = (("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("q", "k"), ("y", "i"), ("ii", "i"))
# Names whose spellings differ by more than that: Туркестан and Түркістан, Kazakhstan and Қазақстан.
SAME_NAME = (("estan", "istan"), ("kazah", "kazak"))

# Words that tell nothing: asked only where nothing else is.
EMPTY = frozenset(
    [
        *("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"),
        *("в", "во", "для", "за", "и", "из", "к", "на", "о", "об", "от", "по", "с", "со", "у"),
        *("және", "мен", "үшін"),
    ]
)


class Word(NamedTuple):
    """A word of a question: found where one of `tokens` is stored, or a token that starts with `beginning`, if any."""

    tokens: tuple[str, ...]
    beginning: str = ""

    def is_in(self, stored: Iterable[str]) -> bool:
        """Whether one of these stored tokens answers it."""
        return any(
            token in self.tokens or bool(self.beginning) and token.startswith(self.beginning) for token in stored
        )


def tokens(text: str) -> list[str]:
    """All tokens of a text, each once, in the order in which they come: what is stored."""
    return list(dict.fromkeys(token for piece in _pieces(text) for token in _stored(piece)))


def query(text: str) -> list[Word]:
    """What a text asks for: words that must all be found, in any order; none when it has no letter, digit or sign.

    The last word is the beginning of others too; a single Chinese sign is part of any pair.
    """
    pieces = list(_pieces(text))
    told = [piece for piece in pieces[:-1] if _folded(piece) not in EMPTY] + pieces[-1:]
    if len(told) > 1 and _folded(told[-1]) in EMPTY and len(told[-1]) < SHORTEST_BEGINNING:
        del told[-1]
    words = [word for place, piece in enumerate(told) for word in _asked(piece, is_last=place == len(told) - 1)]
    return list(dict.fromkeys(words))[:MOST_WORDS]


def marked(text: str, words: list[Word]) -> list[tuple[str, bool]]:
    """The text in parts, each with whether it answers one of the words."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _answers(text, words):
        if start > end:
            parts.append((text[end:start], False))
        if parts and parts[-1][1] and start <= end:
            parts[-1] = (parts[-1][0] + text[max(start, end) : stop], True)
        else:
            parts.append((text[start:stop], True))
        end = stop
    return [*parts, (text[end:], False)] if text[end:] else parts


def _answers(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Where in the text something answers one of the words."""
    for piece in PIECES.finditer(text):
        if not piece["signs"]:
            stored = _word_tokens(piece[0])
            if any(word.is_in(stored) for word in words):
                yield piece.span()
            continue
        for place in range(piece.start(), piece.end()):
            pair = text[place : min(place + 2, piece.end())]
            if any(sign_token(pair) in word.tokens for word in words):
                yield place, place + len(pair)
            elif any(sign_token(text[place]) == word.beginning for word in words):
                yield place, place + 1


def skeleton(word: str) -> str:
    """A folded word in ASCII, in which spellings of the same sounds are one: `shimkent` of Шымкент and Shymkent."""
    latin = "".join(map(_letter, word))
    while (simpler := _one_sound(latin)) != latin:
        latin = simpler
    return latin[:LONGEST]


def _one_sound(word: str) -> str:
    for spelling, sound in SAME_SOUND:
        word = word.replace(spelling, sound)
    return word


def _same_name(word: str) -> str:
    for spelling, name in SAME_NAME:
        word = word.replace(spelling, name)
    return word


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    if (latin := LATIN.get(letter)) is not None:
        return latin
    if letter.isdecimal():
        return str(decimal(letter))
    plain = "".join(one for one in normalize("NFKD", letter) if not combining(one))
    if plain.isascii():
        return "".join(filter(str.isalnum, plain)).lower()
    return LATIN.get(plain) or sign_token(letter)


def sign_token(signs: str) -> str:
    """Signs of any script as a token; the token of the first sign is the beginning of that of both."""
    return "".join(f"u{ord(sign):05x}" for sign in signs)


def _pieces(text: str) -> Iterator[str]:
    """The words of a text, and runs of signs, as they compare."""
    folded = normalize("NFKC", normalize("NFKC", text).casefold())
    return (piece[0] for piece in PIECES.finditer(folded))


def is_signs(piece: str) -> bool:
    """Whether a piece of a text is of signs that are written without blanks between words."""
    found = PIECES.match(piece)
    return found is not None and found["signs"] is not None


def _stored(piece: str) -> tuple[str, ...]:
    return _sign_tokens(piece) if is_signs(piece) else _word_tokens(piece)


def _asked(piece: str, *, is_last: bool) -> list[Word]:
    if is_signs(piece):
        if len(piece) == 1:
            return [Word((), sign_token(piece))]
        return [Word((sign_token(pair),)) for pair in map("".join, pairwise(piece))]
    found = _word_tokens(piece)
    if not is_last or len(found[0]) < SHORTEST_BEGINNING:
        return [Word(found)]
    # Asked once: a token that begins so is found by its beginning.
    return [Word(tuple(token for token in found if not token.startswith(found[0])), found[0])]


def _sign_tokens(signs: str) -> tuple[str, ...]:
    """Each pair of neighbours, and the last sign, which begins no pair."""
    return (*(sign_token(pair) for pair in map("".join, pairwise(signs))), sign_token(signs[-1]))


def _folded(word: str) -> str:
    folded = normalize("NFKC", normalize("NFKC", word).casefold()).replace("ё", "е")
    for apostrophe in APOSTROPHES:
        folded = folded.replace(f"{apostrophe}s", "") if folded.endswith(f"{apostrophe}s") else folded
    return re.sub(f"[{APOSTROPHES}]", "", folded)


@lru_cache(maxsize=65536)
def _word_tokens(word: str) -> tuple[str, ...]:
    """The skeleton of a word, first as it is spelt, and that of its stem."""
    folded = _folded(word)
    spelt = skeleton(folded) or sign_token(folded or word)[:LONGEST]
    stem = skeleton(_stem(folded))
    return tuple(dict.fromkeys(token for token in (spelt, _same_name(spelt), stem, _same_name(stem)) if token))


def _stem(word: str) -> str:
    """The English or Russian stem; a word in Kazakh letters, and one with a digit, stays whole."""
    if KAZAKH & set(word) or not word.isalpha():
        return word
    # A stemmer works on itself, so that threads cannot share one; a new one takes a microsecond.
    return str(snowballstemmer.stemmer("russian" if CYRILLIC.search(word) else "english").stemWord(word))
