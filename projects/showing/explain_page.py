"""The page that tells how a sum is made: its terms with the marks to their words, and who is not in it and why."""

from collections import defaultdict
from functools import cached_property, partial
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lib import edtf
from lib.numbers import Formatter, money, number
from lib.pages import ListPage

from ..explain import SUMS, Explanation, TermListing, with_what_is_shown
from ..filters import GROUPING_LABELS, OF_SUM, ExplainFilter
from ..models import BASE_CURRENCY, Claim, Facility, Missing, Project
from .figures import figure_of
from .links import Link
from .totals import REASONS, formatter_of, label_of_sum, titles_of, total_of

Row = dict[str, Any]


class ExplainPage(ListPage):
    """One sum of the projects that the address chooses, term by term."""

    def __init__(self, request: HttpRequest) -> None:
        projects = Project.objects.visible_to(request.user)
        super().__init__(request, ExplainFilter, projects, resource="api:project-explain")
        self.listing: TermListing = TermListing(
            self.filterset, members=[], read=lambda terms: with_what_is_shown(terms).prefetch_related("doubts")
        )

    @property
    def explanation(self) -> Explanation:
        return self.listing.explanation

    @cached_property
    def total(self) -> Row:
        """The sum in words, as `_totals.html` has it, and whether no project is there at all."""
        figures = self.explanation.total
        return total_of(self.explanation.of, figures) | {"is_empty": not (figures["of"] or self.excluded)}

    @property
    def ends(self) -> Row:
        """The lowest and the highest end of the sum, for the foot of the table."""
        total = self.explanation.total
        return {"low": self._end(total["low"]), "high": self._end(total["high"])}

    @cached_property
    def table(self) -> list[Row]:
        """The terms of this page of the list; a query for the names of facilities, where there are any."""
        plants = self._facilities({claim.facility for claim in self.rows})
        return [self._row(claim, plants[claim.project.slug].get(claim.facility, "")) for claim in self.rows]

    def _row(self, claim: Claim, facility: str) -> Row:
        term = self.explanation.term(claim)
        return {
            "project": Link(claim.project.title, claim.project.get_absolute_url(), facility),
            "figure": figure_of(claim),
            "claim_url": claim.get_absolute_url(),
            "low": self._end(term.low),
            "high": self._end(term.high),
            "rate": _rate(claim),
        }

    @cached_property
    def has_rates(self) -> bool:
        return any(row["rate"] for row in self.table)

    @cached_property
    def _formatter(self) -> Formatter:
        # In full: this is where one adds up oneself.
        of = self.explanation.of
        return partial(money, currency=BASE_CURRENCY) if of.attribute == "investment" else formatter_of(of)

    def _end(self, end: Any) -> str:
        return _("open") if end is None else self._formatter(end)

    @cached_property
    def excluded(self) -> list[Row]:
        """Who is not in the sum: project, facility, reason, the project that counts instead, and the claim's page."""
        rows = self.explanation.excluded
        others = [{"slug": row["other"]} for row in rows if "other" in row]
        titles = titles_of([*rows, *others])
        plants = self._facilities({row.get("facility", "") for row in rows})
        return [
            {
                "project": _link(row["slug"], titles, plants[row["slug"]].get(row.get("facility", ""), "")),
                "reason": _reason(row["reason"]),
                "other": _link(row["other"], titles) if "other" in row else None,
                "claim_url": reverse("projects:claim", args=[row["claim"]]) if row["claim"] else "",
            }
            for row in rows
        ]

    @property
    def more_excluded(self) -> int:
        """How many more are not in the sum than are named."""
        return self.explanation.excluded_count - len(self.excluded)

    def _facilities(self, slugs: set[str]) -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = defaultdict(dict)
        found = Facility.objects.current().filter(slug__in=slugs - {""}).select_related("project")
        for facility in found if slugs - {""} else ():
            names[facility.project.slug][facility.slug] = facility.name
        return names

    @property
    def chips(self) -> list[Row]:
        """The filters in use, and the group."""
        chips = super().chips
        if not self.problems and (grouped := self.filterset.grouped):
            url = self._address(self._but_of("group_by", "group", "but"))
            label = GROUPING_LABELS[grouped.group_by]
            chips = [*chips, {"label": label, "value": self.filterset.group_label(), "url": url}]
        return chips

    @property
    def clear_url(self) -> str:
        """The same sum of all projects, in the same view of the past."""
        chosen = set(self.filterset.filters) - {"figure"}
        return self._address(self._but_of(*chosen))

    @property
    def list_url(self) -> str:
        """The list of the projects that the sum is of."""
        query = self._but_of(*OF_SUM, "page", "page_size")
        return f"{reverse('projects:list')}?{query.urlencode(safe=',')}".removesuffix("?")

    @property
    def others(self) -> list[Row]:
        """Other sums of the same selection that every registry has."""
        names = ("investment_usd", "jobs")
        return [{"name": label_of_sum(SUMS[name]), "url": self._of(name)} for name in names if name != self.of_name]

    @property
    def of_name(self) -> str:
        return self.explanation.of.name

    def _of(self, name: str) -> str:
        query = self.query.copy()
        query["figure"] = name
        return self._address(query)

    def _but_of(self, *names: str) -> QueryDict:
        query = self.query.copy()
        for name in names:
            query.pop(name, None)
        return query

    @property
    def exports(self) -> list[Row]:
        return [one for one in super().exports if one["name"] == "JSON"]


def _rate(claim: Claim) -> Row | None:
    """The rate by which a claim was converted: its words, and its source."""
    rate = claim.usd_rate
    if rate is None:
        return None
    words = _("%(rate)s %(currency)s for one dollar on %(day)s") % {
        "rate": number(rate.rate),
        "currency": rate.currency,
        "day": edtf.say(rate.day.isoformat()),
    }
    return {"words": words, "source": Link(str(rate.source), rate.source.get_absolute_url())}


def _link(slug: str, titles: dict[str, str], note: str = "") -> Link:
    return Link(titles[slug], reverse("projects:detail", args=[slug]), note)


def _reason(code: str) -> str:
    return str(capfirst(REASONS.get(code) or Missing(code).label))
