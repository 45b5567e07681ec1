"""Which sum is to be explained: the filters of projects, the figure, and one group where it is the sum of one."""

from functools import cached_property
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lib.filters import LONGEST, MOST
from regions.models import Region

from ..dimensions import NOT_STATED, SEVERAL_YEARS
from ..explain import SUMS, Grouped, Sum
from ..stats import GROUPINGS
from .projects import ProjectFilter, ProjectForm

# What a program writes for the group of what is not stated; nothing behind the sign says the same.
NULL = "null"
# Parameters that say which sum of the selection, not which projects.
OF_SUM = ("figure", "group_by", "group", "but")

# The parts right below the one place that is chosen: only of a selection, so no grouping of `stats`.
PART = "part"
# By grouping that is no filter, the filter whose values are its keys.
KEYS_OF = {"top_sector": "sector", PART: "region"}
GROUPING_LABELS = {
    name: ProjectFilter.base_filters[filtered].label
    if (filtered := KEYS_OF.get(name, name)) in ProjectFilter.base_filters
    else _("year of announcement")
    for name in (*GROUPINGS, PART)
}


class ExplainForm(ProjectForm):
    """Checks that a group belongs to its grouping."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("figure") and "figure" not in self.errors:
            message = _("Say which sum: investment_usd, jobs, or a capacity as capacity:MW.")
            self._wrong("figure", message, "required", suggestions=list(SUMS)[:3])
        group_by, but = cleaned.get("group_by", ""), cleaned.get("but", "")
        has_group = "group" in self.data
        if (has_group or but) and not group_by and "group_by" not in self.errors:
            self._wrong("group_by", _("A group needs its grouping, as group_by=region."), "required")
        if group_by and not (has_group or but):
            self._wrong("group", _("Say which group: its key, or nothing for “not stated”."), "required")
        if has_group and but:
            self._wrong("but", _("It is one group, or all but some."), "invalid")
        if group_by == PART and (len(cleaned.get("region") or []) != 1 or cleaned.get("match") == "possible"):
            self._wrong("group_by", _("Parts are those of one place: choose it, as region=KZ."), "invalid")
        if group_by:
            self._check_keys(group_by, "group", [cleaned.get("group", "")])
            self._check_keys(group_by, "but", keys(but))
        return cleaned

    def _check_keys(self, group_by: str, name: str, found: list[str]) -> None:
        try:
            for key in found:
                if key not in ("", NULL):
                    _check_key(group_by, key)
        except ValidationError as error:
            self.add_error(name, error)

    def _wrong(self, name: str, message: Any, code: str, **params: Any) -> None:
        self.add_error(name, ValidationError(message, code=code, params=params or None))


def keys(text: str) -> list[str]:
    """The keys of a comma list."""
    return [key for part in text.split(",") if (key := part.strip())]


def _number(key: str) -> Any:
    return SEVERAL_YEARS if key == str(SEVERAL_YEARS) else key


def _check_key(group_by: str, key: str) -> None:
    """Raise ValidationError, with near matches, for what can be no key of this grouping."""
    filtered = KEYS_OF.get(group_by, group_by)
    if filtered not in ProjectFilter.base_filters:
        if not (group_by == "certain_year" and key == str(SEVERAL_YEARS)) and not (
            key.isascii() and key.isdecimal() and len(key) <= len("2025")
        ):
            raise ValidationError(_("Write a year as 2025."), code="invalid")
    elif ProjectFilter.base_filters[filtered].field.clean(key) != [key]:
        raise ValidationError(_("This parameter takes one value."), code="invalid")


class ExplainFilter(ProjectFilter):
    """The filters of projects, and `figure`, `group_by`, `group` and `but`, which say what sum of them is meant."""

    figure = django_filters.ChoiceFilter(label=_("figure"), choices=[(name, name) for name in SUMS])
    group_by = django_filters.ChoiceFilter(label=_("group by"), choices=list(GROUPING_LABELS.items()))
    group = django_filters.CharFilter(label=_("group"), max_length=LONGEST)
    but = django_filters.CharFilter(label=_("all groups but"), max_length=LONGEST * MOST)

    orderings: dict[str, Any] = {}
    default_ordering: list[str] = []
    checked_always = (*ProjectFilter.checked_always, *OF_SUM)

    class Meta(ProjectFilter.Meta):
        form = ExplainForm

    @property
    def sum(self) -> Sum:
        return SUMS[self.chosen["figure"]]

    @cached_property
    def grouped(self) -> Grouped | None:
        group_by, key = self.chosen.get("group_by"), self.chosen.get("group", "")
        if not group_by:
            return None
        place = Region.objects.get(code=self.chosen["region"][0]) if group_by == PART else None
        return Grouped(group_by, "" if key == NULL else key, tuple(keys(self.chosen.get("but", ""))), place)

    def group_label(self) -> str:
        """The group in words."""
        grouped = self.grouped
        if grouped is None or not (grouped.key or grouped.but):
            return str(NOT_STATED)
        found = grouped.but or (grouped.key,)
        # Years are numbers there.
        labels = {str(key): label for key, label in grouped.dimension.labels(map(_number, found)).items()}
        said = ", ".join(labels.get(key, key) for key in found)
        return str(_("all but %(names)s") % {"names": said}) if grouped.but else said

    def labels(self, name: str, chosen: Any) -> dict[Any, str]:
        # These say which sum it is: the page has them in its words.
        return {} if name in OF_SUM else super().labels(name, chosen)
