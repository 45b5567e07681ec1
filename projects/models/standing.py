from datetime import date, datetime
from typing import Any, Self

from django.db.models import Case, F, IntegerField, Value, When, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber

from sources.models import Authority, CitedQuerySet

from .claim_codes import Rank

# What a claim is compared with: claims disagree, and one of them stands, only where all of these are equal.
GROUP = ("project", "facility", "attribute", "basis", "for_date")


class ClaimQuerySet(CitedQuerySet):
    def standing(self, *, as_of: date | None = None, known_on: datetime | None = None) -> Self:
        """Of each group the one claim that stands: the registry's only rule for it.

        A value beats a `missing`; then preferred before normal (deprecated never stands), the source's authority, the
        later first day of said_on, the later recorded_at, the later id. `as_of` takes what was said by the end of that
        day, `known_on` what the registry held at that moment (default: now).
        """
        held = self.current() if known_on is None else self.held_at(known_on)
        if as_of is not None:
            held = held.filter(said_last__lte=as_of)
        return held.exclude(rank=Rank.DEPRECATED).alias(standing_place=_place_in_group()).filter(standing_place=1)

    def first_stands_first(self) -> Self:
        """In the order of that rule, across groups."""
        return self.order_by(*first_stands())

    def for_record(self) -> Self:
        """Fetch what a claim's record form needs: two queries, whatever the number of rows."""
        related = ("project", "region", "citation__source", "usd_rate__source")
        return self.select_related(*related).prefetch_related("doubts")


def _place_in_group() -> Window:
    return Window(RowNumber(), partition_by=[F(name) for name in GROUP], order_by=first_stands())


def first_stands() -> list[Any]:
    """The order in which the claims of one group would stand."""
    value_first = Case(When(missing="", then=Value(0)), default=Value(1))
    preferred_first = Case(When(rank=Rank.PREFERRED, then=Value(0)), default=Value(1))
    latest_first = [F("said_first").desc(), F("recorded_at").desc(), F("id").desc()]
    return [value_first.asc(), preferred_first.asc(), authority_first("citation__source__"), *latest_first]


def authority_first(source: str) -> OrderBy:
    """The order in which sources weigh; `source` is the path to a row's source, as "citation__source__"."""
    places = enumerate(Authority.values)
    cases = [When(**{f"{source}authority": value}, then=Value(place)) for place, value in places]
    return Case(*cases, output_field=IntegerField()).asc()
