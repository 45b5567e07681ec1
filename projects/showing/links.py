"""Other records as links with what is said of the relation, as `_link.html` draws them."""

from dataclasses import dataclass
from typing import Any

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


def link_to(record: Any, cited: Any = None, *, note: str = "", basis: str = "") -> Link:
    """A link to a record, with the mark of the cited row that names it. What is stated needs no word for it."""
    said = str(LinkBasis(basis).label) if basis == LinkBasis.INFERRED else ""
    address = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    if cited is None:
        return Link(str(record), address, note, said)
    return Link(str(record), address, note, said, words_url(cited), printed(cited))
