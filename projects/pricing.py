"""What a claim of money is in US dollars: by which rate it is converted, and how the result is rounded.

A claim is converted by the latest rate on or before the first day of its said_on that is at most 31 days older; of
several sources on that day the more authoritative one counts. Without such a rate there is no value in dollars.
"""

from typing import TYPE_CHECKING, Any

from lib.bulk import write_columns

if TYPE_CHECKING:
    from .models import Claim, ExchangeRate

PRICED = ("usd_low", "usd_high", "usd_rate")

# The columns hold no more; a higher end beyond it is open.
MOST = 2**63 - 1
# Rates have six places.
SCALE = 10**6


def price(claims: Any) -> int:
    """Write the value in dollars of each claim of money; returns how many changed.

    Two queries and an update for what changed, whatever the number of claims.
    """
    rates = claims.model._meta.get_field("usd_rate").related_model.objects
    needed = ("currency", "amount_low", "amount_high", "said_first", *PRICED)
    rows = list(claims.exclude(currency="").annotate(latest_rate=rates.for_claims()).only(*needed))
    wanted = {row.latest_rate for row in rows} - {None}
    found = rates.in_bulk(wanted) if wanted else {}
    changed = [row for row in rows if _price(row, found.get(row.latest_rate))]
    write_columns(changed, PRICED)
    return len(changed)


def _price(claim: "Claim", rate: "ExchangeRate | None") -> bool:
    """Set the priced columns; returns whether one of them changed."""
    before = (claim.usd_low, claim.usd_high, claim.usd_rate_id)
    claim.usd_rate = rate if rate and rate.is_for(claim.said_first) else None
    if claim.currency == "USD":
        claim.usd_low, claim.usd_high = claim.amount_low, claim.amount_high
    else:
        claim.usd_low, claim.usd_high = in_dollars(claim.amount_low, claim.amount_high, claim.usd_rate)
    return (claim.usd_low, claim.usd_high, claim.usd_rate_id) != before


def in_dollars(low: int | None, high: int | None, rate: "ExchangeRate | None") -> tuple[int | None, int | None]:
    """The limits of an amount in whole US dollars, rounded outward so that the amount lies between them.

    None is open as it was; without a rate both are None.
    """
    if rate is None:
        return None, None
    units = int(rate.rate * SCALE)
    lowest = None if low is None else min(low * SCALE // units, MOST)
    highest = None if high is None else -(-high * SCALE // units)
    return lowest, None if highest is None or highest > MOST else highest
