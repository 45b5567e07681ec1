"""What pages of places show beside the sums of their projects: who invests most, and what the registry heard last."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.utils.http import urlencode
from django.utils.text import capfirst

from lib import edtf
from regions.models import Region

from ..dimensions import REST
from ..models import Claim
from .charts import Charts
from .counts import projects_url
from .figures import figure_of
from .links import link_to
from .panels import Selection

# Rows of what is new, and the claims that they are made of.
NEWEST, MOST_CLAIMS = 5, 40


def leading_in(place: Region, clocks: Mapping[str, str]) -> dict[str, Any]:
    """The largest investors of a place as a chart, and the ways to all its charts and maps."""
    selection = Selection(region=place.code)
    asked = selection.parameters | dict(clocks)
    charts = Charts(
        selection.listing.selection,
        "investment",
        lambda name, key: projects_url(**asked, **{name: key}) if _is_slug(key) else "",
        selection.explain(clocks),
    )
    chart = charts["investor"]
    return {
        "chart": chart if any(_is_slug(bar.key) for bar in chart.bars) else None,
        "ways": {view: f"{projects_url(**asked)}&{urlencode({'view': view})}" for view in ("map", "charts")},
    }


def _is_slug(key: Any) -> bool:
    """Whether a row is one investor: not all others, not nobody."""
    return key not in (None, REST)


def news_of(place: Region) -> list[dict[str, Any]]:
    """What the registry heard last of the published projects of a place, a source on a project a row. Two queries."""
    inside = Selection(region=place.code).listing.selection
    newest = Claim.objects.current().filter(project__in=inside.values("pk"), missing="").order_by("-pk").for_record()
    told = [_told(list(claims)) for _of, claims in groupby(newest[:MOST_CLAIMS], key=_project_and_source)]
    return told[:NEWEST]


def _project_and_source(claim: Claim) -> tuple[int, int]:
    return claim.project_id, claim.citation.source_id


def _told(claims: list[Claim]) -> dict[str, Any]:
    first = claims[0]
    return {
        "project": link_to(first.project),
        "source": link_to(first.citation.source),
        "said_on": edtf.say(first.said_on),
        "claims": [
            {"name": capfirst(claim.spec.label), "url": claim.get_absolute_url(), "figure": figure_of(claim)}
            for claim in reversed(claims)
        ],
    }
