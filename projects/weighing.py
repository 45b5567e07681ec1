"""The rule of `Claim.objects.standing` step by step: why one claim stands before another one."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sources.models import Authority

from .models import Claim, Rank


class Rule(TextChoices):
    """The step that decides."""

    ONLY = "only", _("it is the only claim of this")
    VALUE = "value", _("it gives a value")
    PREFERRED = "preferred", _("an editor prefers it")
    AUTHORITY = "authority", _("its source weighs more")
    NEWER = "newer", _("it was said later")
    RECORDED_LATER = "recorded_later", _("it was recorded later")


def _authority(claim: Claim) -> int:
    return -list(Authority.values).index(claim.citation.source.authority)


# In the order of models.standing.first_stands(), greater first; a test holds both equal.
STEPS: tuple[tuple[Callable[[Claim], Any], Rule], ...] = (
    (lambda claim: not claim.missing, Rule.VALUE),
    (lambda claim: claim.rank == Rank.PREFERRED, Rule.PREFERRED),
    (_authority, Rule.AUTHORITY),
    (lambda claim: claim.said_first or date.min, Rule.NEWER),
    (lambda claim: claim.recorded_at, Rule.RECORDED_LATER),
    (lambda claim: claim.pk, Rule.RECORDED_LATER),
)


def place(claim: Claim) -> tuple[Any, ...]:
    """What orders the claims of one group; the greatest stands."""
    return tuple(key(claim) for key, _rule in STEPS)


def rule_before(first: Claim, second: Claim) -> Rule | None:
    """The step that puts the first claim before the second; None for one and the same."""
    return next((rule for key, rule in STEPS if key(first) != key(second)), None)
