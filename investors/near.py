"""Organizations that were probably meant by a name that is not written so."""

from urllib.parse import urlencode

from lib.near import nearest, sounds_of
from lib.search import Found
from lib.tokens import Word
from lib.translations import texts

from .models import Investor

FEW = 500  # names that are compared one by one


def near_investors(typed: str, *, limit: int = 3) -> list[Investor]:
    """Up to `limit` organizations with a name, of any kind and language, like the words typed; the likest first.

    Two or three queries, whatever the number of organizations: only names that sound alike are compared.
    """
    for with_slips in (False, True):
        keys = sounds_of(typed, with_slips=with_slips)
        if not keys:
            return []
        alike = Investor.objects.filter(Found(Investor, [Word(tuple(sorted(keys)))]))
        investors = {one.pk: one for one in alike.order_by("pk").prefetch_related("names")[:FEW]}
        names = [(one.pk, name) for one in investors.values() for name in _names(one)]
        if found := nearest(typed, names, limit):
            return [investors[key] for key, _name in found]
    return []


def meant(words: str, path: str = "") -> list[dict[str, str]]:
    """Organizations with a name like these words, as `_did_you_mean.html` draws them: searched for at `path`."""
    return [{"name": one.name, "url": f"{path}?{urlencode({'q': one.name})}"} for one in near_investors(words)]


def _names(investor: Investor) -> list[str]:
    return [*texts(investor, "name").values(), *(name.text for name in investor.names.all())]
