"""Honest sums over a selection of projects: by bounds, with what is not stated and what is left out by name."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from lib.bounds import Bound, Term, total
from lib.numbers import money, number, said
from lib.sums import WholeSum
from lib.units import UNITS, base_unit, convert, unit_symbol

from .dimensions import DIMENSIONS, NOT_STATED, Dimension
from .models import BASE_CURRENCY, Claim, Missing, Project, ProjectRelation, RelationKind

# A project related like this to another one of the selection would be counted twice.
COUNTED_WITH_OTHER = (RelationKind.PART_OF, RelationKind.SAME_AS, RelationKind.SUPERSEDED_BY)

# How many left-out projects a part names; `excluded_count` tells how many there are.
MOST_NAMED = 100


# Dimensions that a sum can be grouped by.
GROUPINGS = ("region", "sector", "top_sector", "stage", "country", "year", "certain_year", "investor")

# What groups can be compared by, and the column of the projection; projects are counted.
MEASURES = {"investment": "amount_usd", "jobs": "jobs", "projects": ""}


@dataclass(frozen=True)
class Grouping:
    """Pairs of project and group, each once, as rows with `group_key`; `to_project` leads from a row to its project."""

    rows: QuerySet[Any]
    to_project: str = ""

    @property
    def project(self) -> str:
        return f"{self.to_project}pk" if self.to_project else "pk"

    def column(self, name: str) -> str:
        """The path from a row to a column of its project."""
        return f"{self.to_project}{name}"


PartsOf = Callable[[Grouping], dict[Any, "Part"]]


def _grouped(dimension: Dimension, projects: QuerySet[Project]) -> Grouping:
    if dimension.rows is None:
        return Grouping(projects.annotate(group_key=dimension.key))
    # Of several rows of one project with the same value, the first: each project counts once in a group.
    rows = dimension.rows.objects.current().order_by().annotate(group_key=dimension.key)
    earlier = rows.filter(project=OuterRef("project"), pk__lt=OuterRef("pk"), group_key=OuterRef("group_key"))
    return Grouping(rows.filter(~Exists(earlier), project__in=projects), "project__")


def _whole(projects: QuerySet[Project]) -> Grouping:
    """All projects as one group, with the key null."""
    return Grouping(projects.annotate(group_key=Value(None, output_field=IntegerField())))


def stats(selection: QuerySet[Project], group_by: str | Dimension | None = None) -> dict[str, Any]:
    """Sums of a selection: `{"group_by", "total": part, "groups": [{"key", "label", **part}]}`.

    A part is `{"projects", "investment_usd", "jobs", "capacity": {"MW": ...}}`, each sum as `Part.figures()` gives it.
    A project in several groups counts in each and once in the total; the group with key null is "not stated". A project
    that is part of, the same as, or superseded by another one of the selection is left out, and named in `excluded`.
    """
    counted, left_out = counted_once(selection)
    dimension = DIMENSIONS[group_by] if isinstance(group_by, str) else group_by
    whole = _parts(_whole(counted))[None].answer(left_out)
    answer: dict[str, Any] = {"group_by": dimension and dimension.name, "total": whole}
    if dimension is not None:
        answer["groups"] = _groups(dimension, counted, _parts)
    return answer


def counted_once(selection: QuerySet[Project]) -> tuple[QuerySet[Project], list[dict[str, Any]]]:
    """The projects of a selection that its sums take, and those left out: [{"slug", "reason", "other"}]. One query."""
    counted, doubled = each_once(selection)
    left_out = [
        {"slug": slug, "reason": kind, "other": other}
        for slug, kind, other in doubled.order_by("project__slug").values_list("project__slug", "kind", "other__slug")
    ]
    return counted, left_out


def in_group(counted: QuerySet[Project], dimension: Dimension, key: str) -> QuerySet[Project]:
    """The projects of one group of `counted`; `key` is its key as a text, "" for "not stated"."""
    grouping = _grouped(dimension, counted)
    keyed = grouping.rows.alias(key_text=Coalesce(Cast("group_key", TextField()), Value(""), output_field=TextField()))
    within = Q(pk__in=keyed.filter(key_text=key).values(grouping.project))
    if dimension.rows is not None and not key:
        within |= ~Q(pk__in=grouping.rows.values("project"))
    return counted.filter(within)


def in_other_groups(counted: QuerySet[Project], dimension: Dimension, keys: Collection[str]) -> QuerySet[Project]:
    """The projects of all groups of `counted` together but of these, by their keys as texts, and of "not stated"."""
    grouping = _grouped(dimension, counted)
    keyed = grouping.rows.alias(key_text=Coalesce(Cast("group_key", TextField()), Value(""), output_field=TextField()))
    return counted.filter(pk__in=keyed.exclude(key_text__in=["", *keys]).values(grouping.project))


def part_of(counted: QuerySet[Project], name: str) -> "Part":
    """What one sum of these projects adds up, `name` as in `Part.sum_of`; of other sums there is nothing."""
    return _parts(_whole(counted), only=name)[None]


def headlines(counted: QuerySet[Project], dimension: Dimension) -> list[dict[str, Any]]:
    """The groups of `stats` without capacities and without the names of who states nothing: a few fast queries.

    `counted` is what `each_once` answers.
    """
    return _groups(dimension, counted, _headlines)


def headline_parts(counted: QuerySet[Project], dimension: Dimension) -> dict[Any, "Part"]:
    """What `headlines` adds up, by key, for callers that put groups together with `Part.add`. Three queries.

    Only of a dimension of the projects themselves, whose groups have no project in common.
    """
    return _headlines(_grouped(dimension, counted))


def largest(counted: QuerySet[Project], dimension: Dimension, measure: str, most: int) -> tuple[list[Any], int]:
    """The keys of the groups with the largest sum of `measure` (MEASURES), and how many groups there are.

    Two queries. What is not stated is no group.
    """
    grouping = _grouped(dimension, counted)
    rows = grouping.rows.exclude(group_key=None).exclude(group_key="")
    size: Any = Count("pk")
    if column := MEASURES[measure]:
        size = Sum(Coalesce(grouping.column(f"{column}_low"), grouping.column(f"{column}_high")))
    keys = rows.values_list("group_key").annotate(size=size).order_by(F("size").desc(nulls_last=True), "group_key")
    return [key for key, _size in keys[:most]], rows.values("group_key").distinct().count()


def each_once(selection: QuerySet[Project]) -> tuple[QuerySet[Project], QuerySet[ProjectRelation]]:
    """The projects that a sum counts, and the relations for which it leaves others of the selection out."""
    selection = selection.order_by()
    # Driven from the relations, which are few: each asks by primary key whether its ends are in the selection.
    doubled = ProjectRelation.objects.current().filter(
        Exists(selection.filter(pk=OuterRef("project"))),
        Exists(selection.filter(pk=OuterRef("other"))),
        kind__in=COUNTED_WITH_OTHER,
    )
    return selection.exclude(Exists(doubled.filter(project=OuterRef("pk")))), doubled


def _groups(dimension: Dimension, counted: QuerySet[Project], parts_of: PartsOf) -> list[dict[str, Any]]:
    """The parts by group, the largest first, "not stated" last."""
    grouping = _grouped(dimension, counted)
    parts = parts_of(grouping)
    if dimension.rows is not None:
        without = counted.exclude(pk__in=grouping.rows.values("project"))
        parts[None].add(parts_of(_whole(without))[None])
    labels = dimension.labels([key for key in parts if key is not None])
    groups = [
        {"key": key, "label": str(NOT_STATED) if key is None else labels.get(key, str(key)), **part.answer([])}
        for key, part in parts.items()
        if part.projects
    ]
    return sorted(groups, key=lambda group: (group["key"] is None, -group["projects"], str(group["key"])))


class Part:
    """What is added up for one group: terms of each sum, who states it, who is left out and why.

    `senses` has unit, time and basis of each sum of capacities, as codes.
    """

    def __init__(self) -> None:
        self.projects = 0
        self.terms: dict[str, list[Term]] = defaultdict(list)
        self.stated_by: dict[str, int] = defaultdict(int)
        self.excluded: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.senses: dict[str, dict[str, str]] = {}

    def add(self, other: "Part") -> None:
        """Take in another part that has no project in common with this one."""
        self.projects += other.projects
        for name, terms in other.terms.items():
            self.terms[name] += terms
        for name, count in other.stated_by.items():
            self.stated_by[name] += count
        for name, rows in other.excluded.items():
            self.excluded[name] += rows
        self.senses |= other.senses

    def answer(self, left_out: list[dict[str, Any]]) -> dict[str, Any]:
        capacities = sorted(name for name in self.terms if name not in ("investment_usd", "jobs"))
        return {
            "projects": self.projects,
            "investment_usd": self.sum_of("investment_usd", left_out),
            "jobs": self.sum_of("jobs", left_out),
            "capacity": {name: self.sum_of(name, left_out) for name in capacities},
        }

    def sum_of(self, name: str, left_out: list[dict[str, Any]]) -> dict[str, Any]:
        """One sum: `name` is investment_usd, jobs, or the key of a capacity that is among `senses`."""
        if name == "investment_usd":
            return self.figures(name, left_out, lambda amount: money(amount, BASE_CURRENCY))
        if name == "jobs":
            return self.figures(name, left_out, number)
        return self.senses[name] | self.figures(name, left_out, number, unclear="capacity")

    def figures(
        self, name: str, left_out: list[dict[str, Any]], formatter: Callable[[Any], str], unclear: str = ""
    ) -> dict[str, Any]:
        """One sum: low and high (null: open, or of nothing), the value and bound in which it is said, and of whom."""
        summed = total(self.terms[name])
        excluded = [*left_out, *self.excluded[unclear or name]]
        return {
            "low": plain(summed.low) if summed else None,
            "high": plain(summed.high) if summed else None,
            "value": plain(summed.value) if summed else None,
            "bound": summed.bound if summed else "",
            "about": summed.about if summed else False,
            "said": said(summed, formatter) if summed else str(NOT_STATED),
            "stated_by": self.stated_by[name],
            "of": self.projects,
            "excluded": excluded[:MOST_NAMED],
            "excluded_count": len(left_out)
            + (len(self.excluded[unclear]) if unclear else self.projects - self.stated_by[name]),
        }


def plain(figure: Any) -> int | float | None:
    """A number as JSON has it."""
    if figure is None:
        return None
    return int(figure) if figure == int(figure) else float(figure)


def _parts(grouping: Grouping, *, only: str = "") -> dict[Any, Part]:
    """The parts of all groups, by key: ten queries, whatever the number of groups and projects.

    `only` names the one sum that is wanted: four queries.
    """
    parts = _counted(grouping)
    if only in ("", "investment_usd"):
        _add_investment(parts, grouping)
        _name_excluded(parts, grouping, "investment_usd", "amount_usd", "investment")
    if only in ("", "jobs"):
        _add_jobs(parts, grouping)
        _name_excluded(parts, grouping, "jobs", "jobs", "jobs")
    if only not in ("investment_usd", "jobs"):
        _add_capacities(parts, grouping)
    return parts


def _headlines(grouping: Grouping) -> dict[Any, Part]:
    """How many projects there are, their investment and their jobs, by key: three queries."""
    parts = _counted(grouping)
    _add_investment(parts, grouping)
    _add_jobs(parts, grouping)
    return parts


def _add_investment(parts: dict[Any, Part], grouping: Grouping) -> None:
    _add_headline(parts, grouping, "investment_usd", "amount_usd", "amount_bound", _dollars_of_project(grouping))


def _add_jobs(parts: dict[Any, Part], grouping: Grouping) -> None:
    _add_headline(parts, grouping, "jobs", "jobs", "jobs_bound", F(grouping.column("jobs_claim__quantity")))


def _counted(grouping: Grouping) -> dict[Any, Part]:
    """Parts that have their number of projects and no sums yet."""
    parts: dict[Any, Part] = defaultdict(Part)
    for key, count in grouping.rows.values_list("group_key").annotate(n=Count("pk")):
        parts[key or None].projects += count
    parts[None]  # the whole has a part also when it has no project
    return parts


def _dollars_of_project(grouping: Grouping) -> Case:
    names = ("amount_currency", "investment_claim__amount", "amount_usd_low", "amount_usd_high", "amount_bound")
    return stated_dollars(*(grouping.column(name) for name in names))


def stated_dollars(currency: str, amount: str, low: str, high: str, bound: str) -> Case:
    """The investment as stated, in dollars, from these columns: `low` and `high` are in dollars.

    Of another currency it is the number that its limits in dollars follow from; of a range there is none.
    """
    return Case(
        When(**{currency: BASE_CURRENCY}, then=F(amount)),
        When(**{bound: Bound.RANGE}, then=Value(None, output_field=BigIntegerField())),
        When(**{bound: Bound.ABOUT, f"{high}__isnull": False}, then=F(low) + (F(high) - F(low)) / 2),
        default=Coalesce(low, high),
    )


def _add_headline(parts: dict[Any, Part], grouping: Grouping, name: str, column: str, bound: str, value: Any) -> None:
    """Add a figure of the projection: one term a bound, since figures of one bound add up to one of that bound.

    Those whose high end in dollars was too large to be kept are open, whatever their bound, and a term of their own.
    """
    low, high = grouping.column(f"{column}_low"), grouping.column(f"{column}_high")
    stated = grouping.rows.filter(Q(**{f"{low}__isnull": False}) | Q(**{f"{high}__isnull": False}))
    add = WholeSum if name == "investment_usd" else Sum
    is_open = Case(When(**{f"{high}__isnull": True}, then=Value(True)), default=Value(False))
    sums = stated.values_list("group_key", grouping.column(bound), is_open).annotate(
        n=Count("pk"), stated_sum=add(value), low_sum=add(low), high_sum=add(high)
    )
    for key, of_bound, _is_open, count, *figures in sums:
        parts[key or None].terms[name].append(Term(*figures, of_bound))
        parts[key or None].stated_by[name] += count


def _name_excluded(parts: dict[Any, Part], grouping: Grouping, name: str, column: str, attribute: str) -> None:
    """Name projects without this figure, each with the reason: that of the standing claim, no_rate, or not_stated."""
    low, high = grouping.column(f"{column}_low"), grouping.column(f"{column}_high")
    slug, claim = grouping.column("slug"), grouping.column(f"{attribute}_claim")
    unstated = grouping.rows.filter(**{low: None, high: None}).order_by(slug)
    named = list(unstated.values_list("group_key", grouping.project, slug, claim)[:MOST_NAMED])
    claims = Claim.objects.filter(stands=True, attribute=attribute, facility="", for_date="")
    missing = claims.filter(project__in=[row[1] for row in named]).exclude(missing="")
    reasons = dict(missing.values_list("project", "missing"))
    for key, project, project_slug, standing in named:
        reason = "no_rate" if standing else reasons.get(project, Missing.NOT_STATED)
        parts[key or None].excluded[name].append({"slug": project_slug, "reason": str(reason)})


def _add_capacities(parts: dict[Any, Part], grouping: Grouping) -> None:
    """Add the standing capacities at full scale, by unit, time and basis; a facility's only where its project has none.

    Capacities that are unclear have no unit: each sum names them.
    """
    claim = f"{grouping.to_project}claims__"
    # One filter() for each: two would join the claims twice and pair each with each.
    chosen = {f"{claim}in": capacities()}
    with_value = grouping.rows.filter(**chosen, **{f"{claim}missing": ""}).annotate(base=_base_of(f"{claim}unit"))
    sense = ["group_key", "base", f"{claim}per", f"{claim}basis"]
    sums = with_value.values_list(*sense, f"{claim}unit", f"{claim}bound").annotate(
        stated_sum=Sum(f"{claim}quantity"), low_sum=Sum(f"{claim}quantity_low"), high_sum=Sum(f"{claim}quantity_high")
    )
    for key, base, per, basis, unit, bound, *figures in sums:
        converted = [None if figure is None else convert(figure, unit, base) for figure in figures]
        name = capacity_name(base, per, basis)
        parts[key or None].senses[name] = {"unit": base, "per": per, "basis": basis}
        parts[key or None].terms[name].append(Term(*converted, bound))
    for key, base, per, basis, count in with_value.values_list(*sense).annotate(
        n=Count(grouping.project, distinct=True)
    ):
        parts[key or None].stated_by[capacity_name(base, per, basis)] = count
    unclear = grouping.rows.filter(**chosen, **{f"{claim}missing": Missing.UNCLEAR}).order_by(grouping.column("slug"))
    for key, slug, facility in unclear.values_list("group_key", grouping.column("slug"), f"{claim}facility")[
        :MOST_NAMED
    ]:
        reason = str(Missing.UNCLEAR)
        parts[key or None].excluded["capacity"].append({"slug": slug, "facility": facility, "reason": reason})


def capacities() -> QuerySet[Claim]:
    """The capacity claims that a sum takes: standing, at full scale, a facility's only where its project has none."""
    standing = Claim.objects.filter(attribute="capacity", stands=True, for_date="")
    whole = standing.filter(facility="", missing="", project=OuterRef("project"))
    own = whole.filter(unit=OuterRef("unit"), per=OuterRef("per"))
    return standing.filter(Q(facility="") | ~Exists(own))


def _base_of(column: str) -> Case:
    """The base unit of the dimension of the unit in `column`."""
    return Case(*[When(**{column: code}, then=Value(base_unit(code).code)) for code in UNITS], default=F(column))


def capacity_name(base: str, per: str, basis: str) -> str:
    """The key of a sum of capacities: the unit's international symbol, a year, the basis: "MW", "t/a input"."""
    return f"{unit_symbol(base, per, 'en') or UNITS[base].names['en']} {basis}".strip()
