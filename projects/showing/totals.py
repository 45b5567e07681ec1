"""Honest sums in words: what is said, of how many, and what is left out."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lib.bounds import OPEN_BELOW, Bound, Total
from lib.numbers import WORDS, Formatter, number, quantity, said

from ..attributes import ATTRIBUTES, Basis
from ..explain import OTHER_SENSE, SUMS, Sum
from ..histograms import dollars
from ..models import Missing, Project, RelationKind

# Sums of capacities that a row of totals shows: those that most projects state.
MOST_CAPACITIES = 2
# Projects that a sum names as left out.
MOST_NAMED = 3

# Why a project is in no sum; who says nothing at all is counted by "stated by", not named.
REASONS = {
    **{code.value: code.label for code in (*Missing, *RelationKind) if code != Missing.NOT_STATED},
    "no_rate": gettext_lazy("no rate to US dollars"),
    OTHER_SENSE: gettext_lazy("states a capacity of another kind"),
}

# The address that explains the sum of this name; further words say of which group it is.
Explain = Callable[..., str]


def in_words(figures: dict[str, Any], formatter: Formatter = number) -> str:
    """A sum of `stats` with its bound in words: "more than about 5,800"; "not stated" for none."""
    if not figures["bound"]:
        return said(None)
    total = Total(figures["low"], figures["high"], figures["value"], Bound(figures["bound"]), figures["about"])
    return said(total, formatter)


def limits_in_words(figures: dict[str, Any], formatter: Formatter = number) -> str:
    """Between which numbers the sum lies: "at least 5,770, no upper limit"; "" where its words say so already."""
    low, high, bound = figures["low"], figures["high"], figures["bound"]
    if not bound or low == high or bound in (Bound.RANGE, *OPEN_BELOW):
        return ""
    if high is None:
        return "" if low == figures["value"] else _("at least %(low)s, no upper limit") % {"low": formatter(low)}
    return str(WORDS[Bound.RANGE] % {"low": formatter(low), "high": formatter(high)})


def formatter_of(of: Sum) -> Formatter:
    """How numbers of a sum are written."""
    match of.attribute:
        case "investment":
            return dollars
        case "capacity":
            return partial(quantity, unit=of.unit, per=of.per)
    return number


def totals(part: dict[str, Any], *, explain_url: Explain) -> list[dict[str, Any]]:
    """The rows of `_totals.html` for a part of `stats`; `explain_url` is where the sum of this name is explained.

    One query, where projects are left out by name.
    """
    sums = [(SUMS["investment_usd"], part["investment_usd"]), (SUMS["jobs"], part["jobs"])]
    by_many = sorted(part["capacity"].items(), key=lambda capacity: -capacity[1]["stated_by"])
    sums += [(SUMS[f"capacity:{key}"], figures) for key, figures in by_many[:MOST_CAPACITIES]]
    titles = titles_of(one for _sum, figures in sums for one in _named(figures))
    rows: list[dict[str, Any]] = [{"label": _("Projects"), "text": number(part["projects"])}]
    for of, figures in sums:
        left_out = [_left_out(one, titles) for one in _named(figures)]
        rows.append(total_of(of, figures) | {"url": explain_url(of.name), "excluded": left_out})
    return rows


def count_row(part: dict[str, Any], explain: Explain) -> dict[str, Any]:
    """A row of `projects/_counts.html` for a part of `stats`, without its name."""
    return {
        "projects": number(part["projects"]),
        "investment": in_words(part["investment_usd"], dollars),
        "investment_url": explain("investment_usd"),
        "jobs": in_words(part["jobs"]),
        "jobs_url": explain("jobs"),
    }


def total_of(of: Sum, figures: dict[str, Any]) -> dict[str, Any]:
    """One sum in words: what is said, between which limits, and by how many it is stated."""
    formatter = formatter_of(of)
    return {
        "label": label_of_sum(of),
        "text": in_words(figures, formatter),
        "limits": limits_in_words(figures, formatter),
        "note": stated_by(figures),
    }


def label_of_sum(of: Sum) -> str:
    label = capfirst(ATTRIBUTES[of.attribute].label)
    return f"{label} · {Basis(of.basis).label}" if of.basis else str(label)


def stated_by(figures: dict[str, Any]) -> str:
    counts = {"stated": number(figures["stated_by"]), "all": number(figures["of"])}
    return _("stated by %(stated)s of %(all)s") % counts


def _named(figures: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in figures["excluded"] if one["reason"] in REASONS][:MOST_NAMED]


def titles_of(named: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The titles of projects that are named by slug. One query, or none."""
    slugs = {one["slug"] for one in named}
    return {project.slug: project.title for project in Project.objects.filter(slug__in=slugs)} if slugs else {}


def _left_out(one: dict[str, Any], titles: dict[str, str]) -> dict[str, str]:
    url = reverse("projects:detail", args=[one["slug"]])
    return {"name": titles[one["slug"]], "url": url, "reason": str(REASONS[one["reason"]])}
