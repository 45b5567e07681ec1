"""Why one claim stands before another one: the rule of `Claim.objects.standing` told in words, step by step."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sources.models import Authority

from ..models import Claim, Rank

Step = tuple[Callable[[Claim], Any], Any]


def _authority(claim: Claim) -> int:
    return -list(Authority.values).index(claim.citation.source.authority)


# In the order of models.standing.first_stands(), greater first; a test holds both equal.
STEPS: tuple[Step, ...] = (
    (lambda claim: not claim.missing, _("it gives a value")),
    (lambda claim: claim.rank == Rank.PREFERRED, _("an editor prefers it")),
    (_authority, _("its source weighs more")),
    (lambda claim: claim.said_first or date.min, _("it was said later")),
    (lambda claim: claim.recorded_at, _("it was recorded later")),
    (lambda claim: claim.pk, _("it was recorded later")),
)


def place(claim: Claim) -> tuple[Any, ...]:
    """What orders the claims of one group; the greatest stands."""
    return tuple(key(claim) for key, _words in STEPS)


def why_before(first: Claim, second: Claim) -> str:
    """The step of the rule that puts the first claim before the second."""
    for key, words in STEPS:
        if key(first) != key(second):
            return str(words)
    return ""
