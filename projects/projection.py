"""The projection: what lists filter and sort by, written from the claims that stand, by one function."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from .attributes import Basis

if TYPE_CHECKING:
    from .models import Claim, ProjectQuerySet

# The columns of Project that settle() writes.
PROJECTED = (
    "stage", "region", "amount_low", "amount_high", "amount_currency", "amount_bound", "amount_usd_low", "amount_usd_high",
    "jobs_low", "jobs_high", "jobs_bound", "announced_on", "announced_first", "announced_last",
    "commissioning_on", "commissioning_first", "commissioning_last", "investment_claim", "jobs_claim",
)  # fmt: skip


NEVER = ("", None, None)


@transaction.atomic
def settle(projects: "ProjectQuerySet") -> int:
    """Write the projection of these projects, at most some hundred at once; returns how many rows changed.

    Five queries and one update for what changed, whatever the number of projects.
    """
    rows = list(projects)
    claims = projects.model._meta.get_field("claims").related_model.objects.filter(project__in=[row.pk for row in rows])
    _price(claims)
    standing = list(claims.standing().first_stands_first().select_related("region"))
    _mark(claims, {claim.pk for claim in standing})
    first_said = _first_said(claims)
    by_project = defaultdict(list)
    for claim in standing:
        by_project[claim.project_id].append(claim)
    changed = []
    for row in rows:
        wanted = _headline(by_project[row.pk], first_said.get(row.pk, NEVER))
        if any(getattr(row, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            changed.append(row)
    projects.model.objects.bulk_update(changed, PROJECTED, batch_size=100)
    return len(changed)


def headline(claims: Iterable["Claim"]) -> dict[str, "Claim"]:
    """Of standing claims, first that stands first, the one of each attribute that speaks for the whole project.

    A `missing` claim does not. The headline takes no facility, no for_date, and the basis blank or operation.
    """
    chosen: dict[str, Claim] = {}
    for claim in claims:
        if not (claim.missing or claim.facility or claim.for_date) and claim.basis in ("", Basis.OPERATION):
            chosen.setdefault(claim.attribute, claim)
    return chosen


def _price(claims: Any) -> None:
    """Write the value in US dollars of each claim of money; without a rate there is none."""
    dollars = claims.filter(currency="USD")
    dollars.filter(usd_low=None, amount_low__isnull=False).update(usd_low=F("amount_low"))
    dollars.filter(usd_high=None, amount_high__isnull=False).update(usd_high=F("amount_high"))


def _mark(claims: Any, standing: set[int]) -> None:
    """Keep `stands` true on exactly these claims."""
    marked = set(claims.filter(stands=True).values_list("pk", flat=True))
    claims.filter(pk__in=marked - standing).update(stands=False)
    claims.filter(pk__in=standing - marked).update(stands=True)


def _first_said(claims: Any) -> dict[int, tuple[Any, ...]]:
    """When each project was first spoken of: said_on as EDTF, its first and its last day."""
    said = claims.current().order_by("-said_first", "-pk").values_list("project", "said_on", "said_first", "said_last")
    return {project: days for project, *days in said}


def _headline(claims: list["Claim"], first_said: tuple[Any, ...]) -> dict[str, Any]:
    """The projected columns of one project."""
    chosen = headline(claims)
    investment, jobs = chosen.get("investment"), chosen.get("jobs")
    stage, region = chosen.get("stage"), chosen.get("region")
    values = {
        "stage": stage.code if stage else "",
        "region_id": region.region_id if region else None,
        "amount_low": investment and investment.amount_low,
        "amount_high": investment and investment.amount_high,
        "amount_currency": investment.currency if investment else "",
        "amount_bound": investment.bound if investment else "",
        "amount_usd_low": investment and investment.usd_low,
        "amount_usd_high": investment and investment.usd_high,
        "investment_claim_id": investment and investment.pk,
        "jobs_low": _whole(jobs and jobs.quantity_low),
        "jobs_high": _whole(jobs and jobs.quantity_high),
        "jobs_bound": jobs.bound if jobs else "",
        "jobs_claim_id": jobs and jobs.pk,
    }
    for name, fallback in (("announced", first_said), ("commissioning", NEVER)):
        claim = chosen.get(f"{name}_on")
        days = (claim.date, claim.date_first, claim.date_last) if claim else fallback
        values |= dict(zip((f"{name}_on", f"{name}_first", f"{name}_last"), days, strict=True))
    return values


def _whole(number: Any) -> int | None:
    return None if number is None else int(number)
