"""Names that are not typed as they are written: which ones were probably meant.

A word sounds by its consonants: Fufeng, Fufong and Файфын are all `ffn`. Names are looked up by these keys and by each
key with one letter left out, so that one consonant may be wrong, missing or too many; Chinese names by each pair of
neighbouring signs. Then likeness decides.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from .likeness import essence
from .tokens import is_signs, sign_token, skeleton

MARK = "0"  # in front of a key: no word of a text begins with a zero and goes on with letters
LONGEST_KEY = 12
SHORTEST_KEY = 2  # consonants: by one alone everything sounds alike
ONE_WORD = 0.85  # what one word alone counts where several were typed
CUTOFF = 70  # the lowest likeness, 0 to 100, of a name

SAME_CONSONANT = (
    ("tsz", "j"),
    ("ng", "n"),
    ("shch", "s"),
    ("sh", "s"),
    ("ch", "c"),
    ("ts", "c"),
    ("x", "s"),
    ("w", "v"),
)
VOWELS = str.maketrans("", "", "aeiou")


def sounds_of(text: str, *, with_slips: bool = True) -> set[str]:
    """The keys of a text: all, as they are stored, or only those that forgive no wrong consonant."""
    return {MARK + key for word in essence(text).split() for key in _keys(word, with_slips=with_slips)}


def nearest(typed: str, names: Iterable[tuple[int, str]], limit: int = 3) -> list[tuple[int, str]]:
    """Of pairs of a key and a name, those whose name is most like what was typed, the likest first, each key once."""
    wanted = essence(typed).split()
    rated = [(-likeness, name, key) for key, name in names if (likeness := _likeness(wanted, name)) >= CUTOFF]
    best: dict[int, str] = {}
    for _likeness_of, name, key in sorted(rated):
        best.setdefault(key, name)
    return list(best.items())[:limit]


def _likeness(wanted: list[str], name: str) -> float:
    """How like the words are to the likest ones of the name, 0 to 100; one that is very like will do."""
    named = essence(name).split()
    if not wanted or not named:
        return 0
    rated = [max(_like(word, other) for other in named) for word in wanted]
    return max(sum(rated) / len(rated), ONE_WORD * max(rated))


@lru_cache(maxsize=65536)
def _like(one: str, other: str) -> float:
    """By letters and by sounds alike: vowels are heard in many ways."""
    if is_signs(one) or is_signs(other):
        return fuzz.ratio(one, other)
    first, second = skeleton(one), skeleton(other)
    letters = fuzz.ratio(first, second)
    return max(letters, (letters + fuzz.ratio(_consonants(first), _consonants(second))) / 2)


def _consonants(spelt: str) -> str:
    for spelling, sound in SAME_CONSONANT:
        spelt = spelt.replace(spelling, sound)
    return spelt.translate(VOWELS)[:LONGEST_KEY]


def _keys(word: str, *, with_slips: bool) -> Iterator[str]:
    if is_signs(word):
        yield from (sign_token("".join(pair)) for pair in pairwise(word))
        return
    key = _consonants(skeleton(word))
    if len(key) < SHORTEST_KEY or not word.isalpha():
        return
    yield key
    if with_slips and len(key) > SHORTEST_KEY:
        yield from (key[:place] + key[place + 1 :] for place in range(len(key)))
