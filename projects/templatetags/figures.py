"""Figures of claims, and marks that lead from a row to the words of its source."""

from typing import Any

from django import template

from ..models import Claim
from ..showing.figures import figure_of, printed, words_url

register = template.Library()


@register.inclusion_tag("_figure.html")
def figure(claim: Claim | None) -> dict[str, Any]:
    """The value of a claim with its bound, its sense, its doubts and a mark; None is "not stated"."""
    return {"figure": figure_of(claim)}


@register.inclusion_tag("_mark.html")
def mark(cited: Any) -> dict[str, Any]:
    """The mark that leads from a cited row to the words of its source."""
    return {"url": words_url(cited), "as_printed": printed(cited)}
