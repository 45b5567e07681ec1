"""The form that narrows the list of projects: facets with their counts, ranges, days, and "not stated"."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lib.listing import PAGE_SIZE
from lib.pages import ListPage
from lib.units import unit_label

from ..attributes import ATTRIBUTES
from ..dimensions import DIMENSIONS
from ..facets import facets
from ..filters import ProjectFilter
from ..models import Project
from .facet_tree import in_tree
from .histogram import FilterHistogram

PAGE_SIZES = (25, 50, 100, 200)

Option = dict[str, Any]


@dataclass(frozen=True)
class Input:
    """A field of the form that is no checkbox; `type` is that of HTML's input, or "select"."""

    name: str
    label: Any
    type: str = "text"


@dataclass(frozen=True)
class Group:
    """One group of the form: checkboxes of the filter `choices`, inputs, or both, below the facet `histogram`.

    `missing` is what may be "not stated"; `label` is by default that of the filter.
    """

    choices: str = ""
    label: Any = ""
    histogram: str = ""
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()
    unit: Any = ""
    is_open: bool = False


def _between(name: str, low: str, high: str, first: Any, last: Any, kind: str = "text") -> tuple[Input, Input]:
    return Input(f"{name}_{low}", first, kind), Input(f"{name}_{high}", last, kind)


def _numbers(name: str) -> tuple[Input, Input]:
    return _between(name, "min", "max", _("at least"), _("at most"))


def _days(name: str) -> tuple[Input, Input]:
    return _between(name, "after", "before", _("on or after"), _("on or before"), "date")


GROUPS = (
    Group(label=_("Words"), inputs=(Input("q", _("in names, investors, places"), "search"),), is_open=True),
    Group("stage", missing=("stage",), is_open=True),
    Group("region", missing=("region",), is_open=True),
    Group("sector", missing=("sectors",), is_open=True),
    Group(
        label=_("Investment"),
        histogram="amount",
        inputs=_numbers("amount"),
        missing=("investment",),
        unit=_("in US dollars"),
        is_open=True,
    ),
    Group(label=_("Jobs"), histogram="jobs", inputs=_numbers("jobs"), missing=("jobs",), is_open=True),
    Group("year", label=_("Announced"), inputs=_days("announced"), missing=("announced_on",)),
    Group("country"),
    Group("investor", missing=("participations",)),
    Group("role"),
    Group("product", missing=("products",)),
    Group("market", missing=("markets",)),
    Group("aim", missing=("aims",)),
    Group("kind"),
    Group(
        label=_("Capacity"),
        inputs=(Input("capacity_min", _("at least")), Input("unit", _("unit"), "select")),
        missing=("capacity",),
    ),
    Group(label=_("Commissioning"), inputs=_days("commissioning"), missing=("commissioning_on",)),
    Group(
        label=_("How much is known"),
        inputs=(
            Input("completeness_min", _("percent stated, at least")),
            Input("publishers_min", _("publishers, at least")),
        ),
    ),
    Group(label=_("Last said"), inputs=_days("said")),
    Group("doubt"),
    Group("publication"),
)
ORDER = Group(
    label=_("Order"),
    inputs=(Input("ordering", _("sorted by"), "select"), Input("page_size", _("rows a page"), "select")),
)


class FilterForm:
    """The groups of `_filters.html` for a list of projects; counts are made without the parameters that are wrong."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.given: QueryDict = page.query
        self.usable: Any = _usable(page)
        self.facets = facets(self.usable)
        self.unstated = {value["value"]: value for value in self.facets["missing"]}

    @property
    def groups(self) -> list[dict[str, Any]]:
        claimed = {code for group in GROUPS for code in group.missing}
        rest = Group(label=_("Not stated"), missing=tuple(code for code in ATTRIBUTES if code not in claimed))
        return [drawn for group in (*GROUPS, rest, ORDER) if (drawn := self._draw(group))]

    @property
    def sent(self) -> set[str]:
        """The parameters that the form has an input for."""
        inputs = {one.name for group in (*GROUPS, ORDER) for one in group.inputs}
        return inputs | {group.choices for group in GROUPS} | {"missing", "match"}

    @property
    def kept(self) -> list[dict[str, str]]:
        """What the form sends along: filters without an input, and the clocks of a view of the past."""
        names = self.usable.known_parameters() - self.sent - {"page"}
        given = self.page.query.lists()
        return [{"name": name, "value": value} for name, values in given if name in names for value in values]

    @property
    def match(self) -> str:
        return self.given.get("match", "certain")

    def _draw(self, group: Group) -> dict[str, Any] | None:
        options = [
            *self._choices(group.choices),
            *self._missing(group.missing, alone=not (group.choices or group.inputs)),
        ]
        inputs = [self._input(one) for one in group.inputs]
        if not options and not inputs:
            return None
        chosen = sum(option["is_chosen"] for option in options) + sum(
            bool(self.given.get(one.name)) for one in group.inputs
        )
        return {
            "label": group.label or capfirst(self.usable.filters[group.choices].label),
            "name": group.choices or group.inputs[0].name if group.choices or group.inputs else "missing",
            "histogram": self._histogram(group.histogram),
            "options": options,
            "inputs": inputs,
            "unit": group.unit,
            "chosen": ngettext("%(n)s chosen", "%(n)s chosen", chosen) % {"n": chosen} if chosen else "",
            "is_open": group.is_open or bool(chosen) or any(one["error"] for one in inputs),
        }

    def _histogram(self, name: str) -> FilterHistogram | None:
        return FilterHistogram(name, self.facets[name], self.usable.chosen, self.page.changed) if name else None

    def _choices(self, name: str) -> list[Option]:
        """The values of a filter as checkboxes, with those that are chosen though nothing has them."""
        if name not in self.usable.filters:
            return []
        chosen = self.usable.chosen.get(name, [])
        if name not in self.facets:
            choices = self.usable.form.fields[name].choices
            return [_option(name, value, label, None, chosen) for value, label in choices]
        dimension = DIMENSIONS[name]
        stated = [value for value in self.facets[name] if value["value"] is not None]
        values = [value | {"value": str(value["value"])} for value in stated]
        lost = [value for value in chosen if value not in {known["value"] for known in values}]
        labels = dimension.labels(lost) if lost else {}
        values += [{"value": value, "label": labels.get(value, value), "count": 0} for value in lost]
        placed = in_tree(dimension.tree, values, chosen) if dimension.tree else [(value, 0) for value in values]
        return [
            _option(name, value["value"], value["label"], value["count"], chosen, depth=depth)
            for value, depth in placed
        ]

    def _missing(self, codes: Iterable[str], *, alone: bool) -> list[Option]:
        """The checkboxes for "not stated", by the attribute's name where they stand alone."""
        chosen = self.usable.chosen.get("missing", [])
        rows = [self.unstated[code] for code in codes]
        return [
            _option("missing", row["value"], row["label"] if alone else _("not stated"), row["count"], chosen)
            for row in rows
            if row["count"] or row["value"] in chosen
        ]

    def _input(self, one: Input) -> dict[str, Any]:
        value = self.given.get(one.name, "")
        options = getattr(self, f"_options_of_{one.name}")(value) if one.type == "select" else []
        is_wrong = one.name in self.page.problems
        return {
            "name": one.name,
            "label": one.label,
            "type": one.type,
            "value": value,
            "options": options,
            "error": is_wrong,
        }

    def _options_of_unit(self, value: str) -> list[Option]:
        codes = ATTRIBUTES["capacity"].units
        return _select([("", "–"), *((code, unit_label(code)) for code in codes)], value)

    def _options_of_page_size(self, value: str) -> list[Option]:
        return _select([("" if size == PAGE_SIZE else str(size), str(size)) for size in PAGE_SIZES], value)

    def _options_of_ordering(self, value: str) -> list[Option]:
        """Both directions of each order; the default one sends nothing."""
        filterset = self.page.filterset
        default = ",".join(filterset.usual_ordering)
        options = [("", _("Best match first"))] if filterset.searched else []
        for name in ProjectFilter.orderings:
            label = ATTRIBUTES[name].label if name in ATTRIBUTES else Project._meta.get_field(name).verbose_name
            for sign, words in (("-", _("%(name)s, descending")), ("", _("%(name)s, ascending"))):
                order = f"{sign}{name}"
                options.append(("" if order == default else order, capfirst(words % {"name": label})))
        return _select(options, "" if value == default else value)


def _usable(page: ListPage) -> Any:
    """The filterset without what is wrong; without all filters where errors still remain."""
    usable = page.filterset.but(*page.problems)
    return usable.but(*usable.given) if usable.errors_by_parameter() else usable


def _option(name: str, value: str, label: Any, count: int | None, chosen: list[str], *, depth: int = 0) -> Option:
    return {
        "name": name,
        "value": value,
        "label": label,
        "count": count,
        "depth": depth,
        "is_chosen": value in chosen,
    }


def _select(options: list[tuple[str, Any]], value: str) -> list[Option]:
    """The options of a select; a value that is none of them is offered too, so that sending the form keeps it."""
    if value not in {code for code, _label in options}:
        options = [(value, value), *options]
    return [{"value": code, "label": label, "is_chosen": code == value} for code, label in options]
