"""Honest sums in words: what is said, of how many, and what is left out."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lib.bounds import Bound, Total
from lib.numbers import Formatter, money_short, number, quantity, said

from ..attributes import ATTRIBUTES, Basis
from ..models import Missing, Project, RelationKind

# Sums of capacities that a row of totals shows: those that most projects state.
MOST_CAPACITIES = 2
# Projects that a sum names as left out.
MOST_NAMED = 3

# Why a project is in no sum; who says nothing at all is counted by "stated by", not named.
REASONS = {
    **{code.value: code.label for code in (*Missing, *RelationKind) if code != Missing.NOT_STATED},
    "no_rate": gettext_lazy("no rate to US dollars"),
}

dollars: Formatter = partial(money_short, currency="USD")


def in_words(figures: dict[str, Any], formatter: Formatter = number) -> str:
    """A sum of `stats` with its bound in words: "more than about 5,800"; "not stated" for none."""
    if not figures["bound"]:
        return said(None)
    total = Total(figures["low"], figures["high"], figures["value"], Bound(figures["bound"]), figures["about"])
    return said(total, formatter)


def totals(part: dict[str, Any], *, unstated_url: Callable[[str], str]) -> list[dict[str, Any]]:
    """The rows of `_totals.html` for a part of `stats`; `unstated_url` is where those without an attribute are listed.

    One query, where projects are left out by name.
    """
    sums = [("investment", "", part["investment_usd"], dollars), ("jobs", "", part["jobs"], number)]
    for figures in sorted(part["capacity"].values(), key=lambda figures: -figures["stated_by"])[:MOST_CAPACITIES]:
        in_unit = partial(quantity, unit=figures["unit"], per=figures["per"])
        sums.append(("capacity", figures["basis"], figures, in_unit))
    titles = _titles(figures for _name, _basis, figures, _formatter in sums)
    rows = [{"label": _("Projects"), "text": number(part["projects"])}]
    for attribute, basis, figures, formatter in sums:
        row = {"label": _label(attribute, basis), "text": in_words(figures, formatter), "note": _stated_by(figures)}
        row["url"] = unstated_url(attribute) if figures["stated_by"] < figures["of"] else ""
        rows.append(row | {"excluded": [_left_out(one, titles) for one in _named(figures)]})
    return rows


def _label(attribute: str, basis: str) -> str:
    label = capfirst(ATTRIBUTES[attribute].label)
    return f"{label} · {Basis(basis).label}" if basis else str(label)


def _stated_by(figures: dict[str, Any]) -> str:
    counts = {"stated": number(figures["stated_by"]), "all": number(figures["of"])}
    return _("stated by %(stated)s of %(all)s") % counts


def _named(figures: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in figures["excluded"] if one["reason"] in REASONS][:MOST_NAMED]


def _titles(sums: Iterable[dict[str, Any]]) -> dict[str, str]:
    slugs = {one["slug"] for figures in sums for one in _named(figures)}
    return {project.slug: project.title for project in Project.objects.filter(slug__in=slugs)} if slugs else {}


def _left_out(one: dict[str, Any], titles: dict[str, str]) -> dict[str, str]:
    url = reverse("projects:detail", args=[one["slug"]])
    return {"name": titles[one["slug"]], "url": url, "reason": str(REASONS[one["reason"]])}
