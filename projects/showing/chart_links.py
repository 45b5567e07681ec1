"""From a row of a chart to the selection narrowed to it, where the filters can say it."""

from datetime import date
from typing import Any

from django.http import QueryDict

from ..dimensions import REST, SEVERAL_YEARS
from ..filters import PARTICIPATION, ProjectFilter
from ..spread import NO_RATE, SIZES

# The attribute that `missing` asks for, by chart.
MISSING = {
    "region": "region",
    "stage": "stage",
    "year": "announced_on",
    "size": "investment",
    "announcements": "announced_on",
    "commissionings": "commissioning_on",
}
YEARS = {"year": "announced", "announcements": "announced", "commissionings": "commissioning"}

Parameters = dict[str, Any]


def narrowed(query: QueryDict, chosen: ProjectFilter, name: str, key: Any) -> QueryDict | None:
    """The parameters of the projects in one row of a chart; None where no filter says just these."""
    own = _parameters(chosen, name, key)
    if own is None:
        return None
    query = query.copy()
    for parameter, value in own.items():
        query[parameter] = value
    return query


def _parameters(chosen: ProjectFilter, name: str, key: Any) -> Parameters | None:
    if key in (REST, SEVERAL_YEARS, NO_RATE):
        return None
    if key is None:
        return _missing(chosen, name)
    if name in YEARS:
        first, last = date(key, 1, 1), date(key, 12, 31)
        return _between(chosen, f"{YEARS[name]}_after", first, f"{YEARS[name]}_before", last)
    if name == "size":
        below = SIZES[SIZES.index(key) + 1 :]
        return _between(chosen, "amount_min", key, "amount_max", below[0] - 1 if below else None)
    return {name: key} if _is_narrower(chosen, name, key) else None


def _missing(chosen: ProjectFilter, name: str) -> Parameters | None:
    """Of several attributes any one may be missing, so that a further one would widen the selection."""
    code = MISSING.get(name)
    return {"missing": code} if code and chosen.chosen.get("missing", [code]) == [code] else None


def _between(chosen: ProjectFilter, least: str, low: Any, most: str, high: Any) -> Parameters | None:
    """Within the limits that the selection has; what may lie there is not said by a filter alone."""
    if not chosen.certain:
        return None
    limits = {least: max(low, chosen.chosen.get(least, low)) or None}
    ends = [end for end in (high, chosen.chosen.get(most)) if end is not None]
    limits[most] = min(ends) if ends else None
    return {name: str(limit) for name, limit in limits.items() if limit is not None}


def _is_narrower(chosen: ProjectFilter, name: str, key: str) -> bool:
    """Whether the filter's value may be put in the place of what is chosen."""
    if name in PARTICIPATION:
        asked = PARTICIPATION.keys() & chosen.chosen.keys()
        return not asked or (asked == {name} and key in chosen.chosen[name])
    if name not in chosen.chosen or key in chosen.chosen[name]:
        return True
    return name == "stage" or (name == "region" and chosen.certain)
