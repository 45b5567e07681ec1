"""Along what projects can be counted and added up: where each dimension's values stand, and how they are called."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from django.db.models import Case, F, IntegerField, TextField, Value, When
from django.db.models.functions import Concat, ExtractYear, StrIndex, Substr
from django.utils.translation import gettext_lazy as _

from investors.models import Investor
from lib.countries import country_name
from regions.models import Region

from .attributes import Stage
from .models import (
    Aim,
    Participation,
    Product,
    ProjectAim,
    ProjectKind,
    ProjectMarket,
    ProjectProduct,
    ProjectSector,
    Role,
    Sector,
)

Labels = Callable[[Iterable[Any]], dict[Any, str]]

NOT_STATED = _("not stated")


@dataclass(frozen=True)
class Tree:
    """A tree of values: the `model` of its nodes, the column `node` that leads there, the path of a node by its prefix.

    A node is below another one when its path begins with the other's. `line` has the codes of a path from the top down.
    """

    model: type[Any]
    node: str
    path: Callable[[str], Any]
    line: Callable[[str], list[str]]


@dataclass(frozen=True)
class Dimension:
    """One way to tell projects apart.

    `key` is the expression of its value: of the project itself, or of the current rows of the model `rows`. `labels`
    answers the names of values in the language in use. `tree` is the tree that the values stand in: a value takes all
    below it too.
    """

    name: str
    key: Any
    labels: Labels
    rows: type[Any] | None = None
    tree: Tree | None = None


def _names(model: Any, key: str) -> Labels:
    return lambda keys: {getattr(row, key): str(row) for row in model.objects.filter(**{f"{key}__in": list(keys)})}


def _choices(choices: Any) -> Labels:
    return lambda keys: {key: str(choices(key).label) for key in keys}


PLACES = Tree(Region, "region", lambda prefix: F(f"{prefix}path"), lambda path: path.strip("/").split("/"))
SECTORS = Tree(
    Sector,
    "sector",
    lambda prefix: Concat(f"{prefix}code", Value(".")),
    lambda path: list(accumulate(path.strip(".").split("."), "{}.{}".format)),
)

DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("stage", F("stage"), _choices(Stage)),
        Dimension("region", F("region__code"), _names(Region, "code"), tree=PLACES),
        Dimension("sector", F("sector__code"), _names(Sector, "code"), rows=ProjectSector, tree=SECTORS),
        Dimension(
            "country",
            F("investor__country"),
            lambda keys: {key: country_name(key) for key in keys},
            rows=Participation,
        ),
        Dimension("investor", F("investor__slug"), _names(Investor, "slug"), rows=Participation),
        Dimension("role", F("role"), _choices(Role), rows=Participation),
        Dimension("product", F("product__slug"), _names(Product, "slug"), rows=ProjectProduct),
        Dimension("market", F("region__code"), _names(Region, "code"), rows=ProjectMarket, tree=PLACES),
        Dimension("aim", F("aim__slug"), _names(Aim, "slug"), rows=ProjectAim),
        Dimension("kind", F("kind"), _choices(ProjectKind)),
        Dimension("year", ExtractYear("announced_first"), lambda keys: {key: str(key) for key in keys}),
    )
}

# Filters that are facets, in the order in which they are offered.
FACETS = ("stage", "region", "sector", "country", "investor", "role", "product", "market", "aim", "kind")

# Sectors by the top of their tree: energy for energy.coal.
_PATH = Concat("sector__code", Value("."))
TOP_SECTORS = replace(
    DIMENSIONS["sector"],
    name="top_sector",
    key=Substr(_PATH, 1, StrIndex(_PATH, Value(".")) - 1, output_field=TextField()),
)

# The key of announcements whose date spans years, or has no beginning or no end.
SEVERAL_YEARS = -1
CERTAIN_YEARS = replace(
    DIMENSIONS["year"],
    name="certain_year",
    key=Case(
        When(announced_on="", then=None),
        When(announced_first__year=ExtractYear("announced_last"), then=ExtractYear("announced_first")),
        default=Value(SEVERAL_YEARS),
        output_field=IntegerField(),
    ),
    labels=lambda keys: {key: str(_("spans years")) if key == SEVERAL_YEARS else str(key) for key in keys},
)

DIMENSIONS |= {dimension.name: dimension for dimension in (TOP_SECTORS, CERTAIN_YEARS)}


def parts_of(place: Region) -> Dimension:
    """Projects within `place` by the part right below it; null where only `place` itself is stated."""
    below = Substr("region__path", len(place.path) + 1)
    key = Case(
        When(region__path=place.path, then=Value(None)),
        default=Substr(below, 1, StrIndex(below, Value("/")) - 1),
        output_field=TextField(),
    )
    return Dimension("part", key, _names(Region, "code"))


# The key of all groups that are not named; no code and no slug has such a sign.
REST = "*"


def with_rest(dimension: Dimension, named: Iterable[str], label: str) -> Dimension:
    """The dimension, whose key is a column, with the values that are not `named` as one group called `label`."""
    column = dimension.key.name
    key = Case(
        When(**{f"{column}__in": list(named)}, then=F(column)),
        When(**{f"{column}__isnull": True}, then=None),
        When(**{column: ""}, then=None),
        default=Value(REST),
        output_field=TextField(),
    )
    return replace(dimension, key=key, labels=lambda keys: dimension.labels(keys) | {REST: label})
