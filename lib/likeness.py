"""Which records seem to be the one that somebody is about to enter: likeness of names, titles and addresses."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from .search import fold

# What the names of organizations end in, and what tells none from another; folded.
FORMS = frozenset(
    [
        *(
            "co",
            "company",
            "corp",
            "corporation",
            "inc",
            "incorporated",
            "limited",
            "llc",
            "llp",
            "ltd",
            "plc",
            "group",
        ),
        *("holding", "holdings", "jsc", "cjsc", "ojsc", "gmbh", "ag", "sa", "a", "an", "the", "of", "and"),
        *("ао", "оао", "зао", "пао", "тоо", "ооо", "акционерное", "общество", "компания", "корпорация", "группа"),
        *("жшс", "ак", "холдинг", "холдингі", "тобы", "компаниясы", "корпорациясы"),
    ]
)
# The same in Chinese, which has no blanks between words.
CHINESE_FORMS = re.compile("股份有限公司|有限责任公司|有限公司|公司|集团|控股")
WORDS = re.compile(r"[^\W_]+")

LETTERS_A_SLIP = 6  # one slip (a letter more, less, other, or two turned round) is forgiven in so many letters
WHOLE_PART = 10  # letters of a name that is a part of another, to be worth a hint
FEW = 2000  # rows that are compared one by one in some ten milliseconds
TRACKING = ("utm_", "fbclid", "gclid", "yclid")


def essence(name: str) -> str:
    """The words of a name that tell it from others: folded, without punctuation and legal forms."""
    words = WORDS.findall(CHINESE_FORMS.sub(" ", fold(name)))
    return " ".join(word for word in words if word not in FORMS) or " ".join(words)


def are_alike(one: str, other: str) -> bool:
    """Whether two essences seem to name the same: with some slips, in another order, or one as a part of the other."""
    if not one or not other:
        return False
    slips = max(len(one), len(other)) // LETTERS_A_SLIP
    ordered = [" ".join(sorted(text.split())) for text in (one, other)]
    if min(OSA.distance(one, other), OSA.distance(*ordered)) <= slips:
        return True
    shorter = min(one, other, key=len)
    return len(shorter) >= WHOLE_PART and " " in shorter and fuzz.token_set_ratio(one, other) == 100


def like_these(records: QuerySet, texts: Iterable[str], limit: int = 5) -> list[int]:
    """The primary keys of up to `limit` records that have a line in `search_text` that is like one of these texts.

    Of a large table only records that share the beginning of a word with one of the texts are compared.
    """
    wanted = {essence(text) for text in texts if text} - {""}
    if not wanted:
        return []
    rows = list(records.order_by("pk").values_list("pk", "search_text")[: FEW + 1])
    if len(rows) > FEW:
        near = records.filter(_shares_beginnings(wanted)).order_by("pk")
        rows = list(near.values_list("pk", "search_text")[:FEW])
    found = [
        pk for pk, lines in rows if any(are_alike(one, essence(line)) for line in lines.split("\n") for one in wanted)
    ]
    return found[:limit]


def _shares_beginnings(essences: Iterable[str]) -> Q:
    condition = Q(pk__in=[])
    for word in {word for text in essences for word in text.split()}:
        if len(word) > 1:
            condition |= Q(search_text__contains=word[:4])
    return condition


def same_address(url: str) -> str:
    """A web address without what tells it from no other: scheme, "www.", marks of campaigns, last slash, fragment."""
    if not url:
        return ""
    parts = urlsplit(url.strip())
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not name.lower().startswith(TRACKING)]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}{query}"
