"""Other records as links with what is said of the relation, as `_link.html` draws them."""

from dataclasses import dataclass
from typing import Any

from lib.translations import shown_name

from ..models import LinkBasis
from .figures import printed, words_url


@dataclass(frozen=True)
class Link:
    """A name that leads to a record; `basis` says that nobody stated the relation, the mark leads to who did."""

    name: str
    url: str = ""
    note: str = ""
    basis: str = ""
    words_url: str = ""
    as_printed: str = ""


def link_to(record: Any, cited: Any = None, *, url: str | None = None, note: str = "") -> Link:
    """A link to a record, or to `url`, with the mark of the cited row that names it.

    A row with a basis says so where it is inferred: what is stated needs no word for it.
    """
    url = record.get_absolute_url() if url is None else url
    if cited is None:
        return Link(shown_name(record), url, note)
    basis = str(LinkBasis.INFERRED.label) if getattr(cited, "basis", "") == LinkBasis.INFERRED else ""
    return Link(shown_name(record), url, note, basis, words_url(cited), printed(cited))
