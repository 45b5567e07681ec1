"""Claims as rows of the table of evidence: who says what, in which words, and what of it stands."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.text import capfirst

from lib import edtf

from ..attributes import ValueKind
from ..models import Claim
from .figures import figure_of, printed, scope_of, words_url

NUMBERS = (ValueKind.MONEY, ValueKind.QUANTITY)


def evidence_row(claim: Claim, facilities: Mapping[str, str]) -> dict[str, Any]:
    """A row of `projects/_claims.html`; `facilities` are names by slug."""
    figure = figure_of(claim, with_notes=True)
    return {
        "attribute": capfirst(claim.spec.label),
        "url": claim.get_absolute_url(),
        "scope": scope_of(claim, facilities),
        # The words stand in a column of their own.
        "figure": figure and replace(figure, url="", as_printed=""),
        # Of a word there is no more and no less.
        "bound": str(claim.get_bound_display()) if claim.kind in NUMBERS else "",
        "as_printed": printed(claim),
        "source": {"name": str(claim.citation.source), "url": words_url(claim)},
        "locator": claim.citation.locator,
        "said_on": edtf.say(claim.said_on),
        "stands": claim.stands,
        "is_retired": claim.retired_at is not None,
        "reason": claim.reason,
    }
