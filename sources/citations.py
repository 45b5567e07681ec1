"""The words of a source in pages, so that a data set with a hundred thousand of them can be read too."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, QueryDict

from .models import Citation, Source

# Words on one page; where they are marked in one text, all of them but for a text of thousands.
PAGE_SIZE = 200
PAGE_SIZE_IN_TEXT = 5000


class CitationPage:
    """The citations of a source that an address asks for: by `citation`, the key of one of them, else by `page`.

    `asked` is the key of that one. Raises Http404 for one that is not there.
    """

    def __init__(self, source: Source, given: QueryDict) -> None:
        self.query = given.copy()
        self.query.pop("citation", None)
        citations = source.citations.order_by("pk")
        number: Any = given.get("page", 1)
        size = PAGE_SIZE_IN_TEXT if hasattr(source, "text") else PAGE_SIZE
        self.asked: int | None = None
        if key := given.get("citation"):
            if not key.isascii() or not key.isdecimal() or not citations.filter(pk=key[:18]).exists():
                raise Http404
            self.asked = int(key)
            number = citations.filter(pk__lt=key).count() // size + 1
        try:
            self.page: Page[Citation] = Paginator(citations, size).page(number)
        except InvalidPage:
            raise Http404 from None

    @property
    def numbers(self) -> Iterable[Any]:
        """The page numbers to offer, with gaps."""
        return self.page.paginator.get_elided_page_range(self.page.number)
