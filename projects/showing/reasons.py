"""Why one claim stands before another one, in words."""

from ..models import Claim
from ..weighing import place, rule_before

__all__ = ["place", "why_before"]


def why_before(first: Claim, second: Claim) -> str:
    """The step of the rule that puts the first claim before the second."""
    rule = rule_before(first, second)
    return str(rule.label) if rule else ""
