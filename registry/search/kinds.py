"""The kinds of records that a search looks through, each by the filterset of its own list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from investors.filters import InvestorFilter
from investors.models import Investor
from lib.countries import country_name
from lib.edtf import say
from lib.filters import StrictFilterSet
from lib.keyset import ordered
from lib.listing import Listing
from projects.filters import AgreementFilter, ProductFilter, ProjectFilter, SectorFilter
from projects.models import Agreement, Product, Project, Sector
from regions.filters import RegionFilter
from regions.models import Region
from sources.filters import SourceFilter
from sources.models import Source

# Records that suggestions are chosen from: the words of somebody who has just begun to type fit very many.
MOST_LOOKED_AT = 1000


@dataclass(frozen=True)
class Kind:
    """One kind: `rows` are the records that everybody may see, `note` tells two of one name apart.

    `address` is the name of the page of its list, blank where it has none.
    """

    name: str
    label: Any
    filterset: type[StrictFilterSet]
    rows: Callable[[], QuerySet[Any]]
    address: str
    note: Callable[[Any], str]
    url: Callable[[Any], str] = lambda record: record.get_absolute_url()

    def found(self, words: str) -> Listing:
        """The records that are found by these words, what fits best first."""
        return Listing(self.filterset(asking(words), self.rows()), members=[])

    def suggested(self, words: str, limit: int) -> QuerySet[Any]:
        """A few of them, in that order; of very many only those that were entered first are looked at."""
        listing = self.found(words)
        first = listing.selection.order_by("pk").values("pk")[:MOST_LOOKED_AT]
        return ordered(self.rows().filter(pk__in=first), listing.terms)[:limit]

    def list_url(self, words: str) -> str:
        """The list of all that is found; blank where there is none."""
        return f"{reverse(self.address)}?{asking(words).urlencode()}" if self.address else ""


def asking(words: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query["q"] = words
    return query


def _projects_with(product: Product) -> str:
    return f"{reverse('projects:list')}?product={product.slug}"


PROJECTS = Kind(
    "projects",
    _("Projects"),
    ProjectFilter,
    lambda: Project.objects.public().select_related("region"),
    "projects:list",
    lambda project: str(project.region or ""),
)
OTHERS = (
    Kind(
        "investors",
        _("Investors"),
        InvestorFilter,
        Investor.objects.all,
        "investors:list",
        lambda investor: country_name(investor.country) if investor.country else "",
    ),
    Kind(
        "regions",
        _("Regions"),
        RegionFilter,
        lambda: Region.objects.select_related("parent"),
        "regions:list",
        lambda region: str(region.parent or ""),
    ),
    Kind(
        "sectors",
        _("Sectors"),
        SectorFilter,
        lambda: Sector.objects.select_related("parent"),
        "projects:sectors",
        lambda sector: str(sector.parent or ""),
    ),
    Kind("products", _("Products"), ProductFilter, Product.objects.all, "", lambda product: product.hs, _projects_with),
    Kind(
        "sources",
        _("Sources"),
        SourceFilter,
        Source.objects.all,
        "sources:list",
        lambda source: " · ".join(filter(None, [source.publisher, source.published and say(source.published)])),
    ),
    Kind(
        "agreements",
        _("Agreements"),
        AgreementFilter,
        Agreement.objects.all,
        "projects:agreements",
        lambda agreement: say(agreement.date) if agreement.date else "",
    ),
)
KINDS = (PROJECTS, *OTHERS)
