"""What each list of the API is called, what it has, and on which page people read it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lib import edtf
from lib.filters import StrictFilterSet


@dataclass(frozen=True)
class ListKind:
    """`page` is the name of the page's address, "" for a list that only the API has."""

    name: Any
    about: Any
    page: str = ""


# By the name of its address in the API.
LISTS = {
    "api:project-list": ListKind(
        gettext_lazy("Investment projects"),
        gettext_lazy(
            "Which plant, line or power station is planned or built where, by whom and for how much, and what exactly"
            " the sources say about it. Every figure leads to the words that carry it."
        ),
        "projects:list",
    ),
    "api:claim-list": ListKind(
        gettext_lazy("Claims"),
        gettext_lazy("What sources say of investment projects, one row a statement, with its bound, sense and words."),
    ),
    "api:event-list": ListKind(
        gettext_lazy("Events"), gettext_lazy("What happened to investment projects or is to happen, by their sources.")
    ),
    "api:disagreement-list": ListKind(
        gettext_lazy("Where sources disagree"),
        gettext_lazy(
            "Claims on the same thing that say different things. The difference is the part by which the lowest figure"
            " lies below the highest; places, stages and days have none."
        ),
        "projects:disagreements",
    ),
    "api:investor-list": ListKind(
        gettext_lazy("Investors"),
        gettext_lazy(
            "Organizations and persons with a part in projects or agreements, found by any of their names and codes."
        ),
        "investors:list",
    ),
    "api:agreement-list": ListKind(
        gettext_lazy("Agreements"),
        gettext_lazy("Agreements between states or companies, with the organizations and sectors named in them."),
        "projects:agreements",
    ),
    "api:source-list": ListKind(
        gettext_lazy("Sources"),
        gettext_lazy("Publications, filings and data sets that the registry cites, with the words that it cites."),
        "sources:list",
    ),
    "api:region-list": ListKind(
        gettext_lazy("Regions"),
        gettext_lazy("Places of the world in one tree: areas, countries, their regions and cities."),
        "regions:list",
    ),
    "api:sector-list": ListKind(
        gettext_lazy("Sectors"),
        gettext_lazy("Branches of the economy, with their codes in ISIC Rev. 4, CRS and OC4IDS."),
        "projects:sectors",
    ),
    "api:product-list": ListKind(
        gettext_lazy("Products"), gettext_lazy("What investment projects take in or put out, with its code in the HS.")
    ),
}


def page_of_list(resource: str) -> str:
    """The address at which people read a list of the API; that of the API where there is no page."""
    return reverse(LISTS[resource].page or resource)


def title_of_selection(filterset: StrictFilterSet, resource: str, *, as_of: date | None = None) -> str:
    """The name of a list with the filters in use: "Investment projects (region: Kazakhstan; stage: under way)"."""
    parts = [
        f"{filterset.filters[name].label}: {', '.join(labels.values())}"
        for name, labels in filterset.said.items()
        if labels
    ]
    if as_of:
        parts.append(_("what was said by %(day)s") % {"day": edtf.say(as_of.isoformat())})
    name = str(LISTS[resource].name)
    return _("%(list)s (%(filters)s)") % {"list": name, "filters": "; ".join(parts)} if parts else name
