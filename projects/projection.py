"""The projection: what lists filter and sort by, written from the claims that stand, by one function."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from lib.bulk import write_columns

from .attributes import Basis
from .pricing import price
from .words import keep_project_words

if TYPE_CHECKING:
    from .models import Claim, Project, ProjectQuerySet

# The columns of Project that settle() writes, each with the attribute whose standing claim fills it and from where.
FILLED = {
    "stage": ("stage", "code"),
    "region": ("region", "region"),
    "amount_low": ("investment", "amount_low"),
    "amount_high": ("investment", "amount_high"),
    "amount_currency": ("investment", "currency"),
    "amount_bound": ("investment", "bound"),
    "amount_usd_low": ("investment", "usd_low"),
    "amount_usd_high": ("investment", "usd_high"),
    "investment_claim": ("investment", "id"),
    "jobs_low": ("jobs", "quantity_low"),
    "jobs_high": ("jobs", "quantity_high"),
    "jobs_bound": ("jobs", "bound"),
    "jobs_claim": ("jobs", "id"),
    "announced_on": ("announced_on", "date"),
    "announced_first": ("announced_on", "date_first"),
    "announced_last": ("announced_on", "date_last"),
    "commissioning_on": ("commissioning_on", "date"),
    "commissioning_first": ("commissioning_on", "date_first"),
    "commissioning_last": ("commissioning_on", "date_last"),
}
PROJECTED = tuple(FILLED)

# Where no claim states when a project was announced, the first thing that is known to be said of it does.
FIRST_SAID = {"announced_on": "said_on", "announced_first": "said_first", "announced_last": "said_last"}

# A claim of these bases speaks for the whole project.
HEADLINE_BASES = ("", Basis.OPERATION)


@transaction.atomic
def settle(projects: "ProjectQuerySet") -> int:
    """Write the projection of these projects, at most some hundred at once; returns how many rows changed.

    A fixed number of queries and updates for what changed, whatever the number of projects. They are locked, so that no
    writer adds a claim meanwhile. What the projects are found by is written too, but is no column of theirs.
    """
    rows = list(projects.order_by("pk").select_for_update(no_key=True))
    claims = projects.model._meta.get_field("claims").related_model.objects.filter(project__in=[row.pk for row in rows])
    price(claims)
    standing = list(claims.standing().first_stands_first())
    _mark(claims, {claim.pk for claim in standing})
    said = claims.current().exclude(said_on="").only("project_id", *FIRST_SAID.values())
    first_said = {claim.project_id: claim for claim in said.order_by("-said_first", "-pk")}
    by_project = defaultdict(list)
    for claim in standing:
        by_project[claim.project_id].append(claim)
    changed = [row for row in rows if _fill(row, headline(by_project[row.pk]), first_said.get(row.pk))]
    write_columns(changed, PROJECTED)
    keep_project_words(rows)
    return len(changed)


def headline(claims: Iterable["Claim"]) -> dict[str, "Claim"]:
    """Of standing claims, first that stands first, the one of each attribute that speaks for the whole project.

    A `missing` claim does not. The headline takes no facility, no for_date, and the basis blank or operation.
    """
    chosen: dict[str, Claim] = {}
    for claim in claims:
        if not (claim.missing or claim.facility or claim.for_date) and claim.basis in HEADLINE_BASES:
            chosen.setdefault(claim.attribute, claim)
    return chosen


def _mark(claims: Any, standing: set[int]) -> None:
    """Keep `stands` true on exactly these claims."""
    marked = set(claims.filter(stands=True).values_list("pk", flat=True))
    claims.filter(pk__in=marked - standing).update(stands=False)
    claims.filter(pk__in=standing - marked).update(stands=True)


def _fill(project: "Project", chosen: dict[str, "Claim"], first_said: "Claim | None") -> bool:
    """Set the projected columns; returns whether one of them changed."""
    changed = False
    for name, (attribute, column) in FILLED.items():
        claim = chosen.get(attribute)
        if claim is None and name in FIRST_SAID:
            claim, column = first_said, FIRST_SAID[name]
        field = project._meta.get_field(name)
        empty = None if field.null else ""
        value = empty if claim is None else getattr(claim, "region_id" if column == "region" else column)
        value = value if field.is_relation else field.to_python(value)
        value = None if value == date.min else value  # an open beginning is no day
        changed = changed or getattr(project, field.attname) != value
        setattr(project, field.attname, value)
    return changed
