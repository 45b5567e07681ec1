"""The projection: what lists filter and sort by, written from the claims that stand, by one function."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from lib.bulk import write_columns

from .attributes import Basis
from .completeness import CORE, LAST_SAID, Completeness, counts
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
# Those that tell how much is known of the project; docs/completeness.md has their rules.
COUNTED = ("stated", "applicable", "completeness", "unstated", "publishers", "doubts", *LAST_SAID)
PROJECTED = (*FILLED, *COUNTED)

# An attribute with a column is stated when the headline has it; any other one when any claim with a value stands.
HEADLINE = frozenset(attribute for attribute, _column in FILLED.values())

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
    dated = claims.current().exclude(said_on="").only("project_id", *FIRST_SAID.values())
    said = list(dated.order_by("-said_first", "-pk"))
    first_said = {claim.project_id: claim for claim in said}
    last_said = {claim.project_id: claim for claim in reversed(said)}
    by_project = defaultdict(list)
    for claim in standing:
        by_project[claim.project_id].append(claim)
    counted = counts(claims)
    changed = []
    for row in rows:
        values = _filled(row, headline(by_project[row.pk]), first_said.get(row.pk))
        values |= completeness(by_project[row.pk]).columns | _said(row, LAST_SAID, last_said.get(row.pk))
        values |= counted.get(row.pk, {"publishers": 0, "doubts": 0})
        if _set(row, values):
            changed.append(row)
    write_columns(changed, PROJECTED)
    keep_project_words(rows)
    return len(changed)


def headline(claims: Iterable["Claim"], *, silent: bool = False) -> dict[str, "Claim"]:
    """Of standing claims, first that stands first, the one of each attribute that speaks for the whole project.

    A `missing` claim does not: those are `silent`, and say why there is no value. The headline takes no facility, no
    for_date, and the basis blank or operation.
    """
    chosen: dict[str, Claim] = {}
    for claim in claims:
        is_whole = not (claim.facility or claim.for_date) and claim.basis in HEADLINE_BASES
        if is_whole and bool(claim.missing) == silent:
            chosen.setdefault(claim.attribute, claim)
    return chosen


def completeness(standing: list["Claim"]) -> Completeness:
    """What the standing claims of a project, first that stands first, state of the core attributes."""
    anywhere = {claim.attribute for claim in standing if not claim.missing}
    chosen = headline(standing)
    stated = {code for code in CORE if code in (chosen if code in HEADLINE else anywhere)}
    return Completeness.of(stated, headline(standing, silent=True))


def _mark(claims: Any, standing: set[int]) -> None:
    """Keep `stands` true on exactly these claims."""
    marked = set(claims.filter(stands=True).values_list("pk", flat=True))
    claims.filter(pk__in=marked - standing).update(stands=False)
    claims.filter(pk__in=standing - marked).update(stands=True)


def _filled(project: "Project", chosen: dict[str, "Claim"], first_said: "Claim | None") -> dict[str, Any]:
    """The values of the columns that a claim fills, by name."""
    values = {}
    for name, (attribute, column) in FILLED.items():
        claim = chosen.get(attribute)
        if claim is None and name in FIRST_SAID:
            values |= _said(project, {name: FIRST_SAID[name]}, first_said)
        else:
            values[name] = _value(project, name, claim, "region_id" if column == "region" else column)
    return values


def _said(project: "Project", columns: dict[str, str], claim: "Claim | None") -> dict[str, Any]:
    return {name: _value(project, name, claim, column) for name, column in columns.items()}


def _value(project: "Project", name: str, claim: "Claim | None", column: str) -> Any:
    """What the claim has in `column`, as the column of this name keeps it."""
    field = project._meta.get_field(name)
    value = (None if field.null else "") if claim is None else getattr(claim, column)
    value = value if field.is_relation else field.to_python(value)
    return None if value == date.min else value  # an open beginning is no day


def _set(project: "Project", values: dict[str, Any]) -> bool:
    """Set the projected columns; returns whether one of them changed."""
    named = {project._meta.get_field(name).attname: value for name, value in values.items()}
    changed = any(getattr(project, name) != value for name, value in named.items())
    for name, value in named.items():
        setattr(project, name, value)
    return changed
