"""Which sum is to be explained: the filters of projects, the figure, and one group where it is the sum of one."""

from functools import cached_property
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..dimensions import DIMENSIONS, NOT_STATED
from ..explain import SUMS, Grouped, Sum
from ..stats import GROUPINGS
from .projects import ProjectFilter, ProjectForm

# What a program writes for the group of what is not stated; nothing behind the sign says the same.
NULL = "null"
# Parameters that say which sum of the selection, not which projects.
OF_SUM = ("figure", "group_by", "group")

GROUPING_LABELS = {
    name: ProjectFilter.base_filters[name].label if name in ProjectFilter.base_filters else _("year of announcement")
    for name in GROUPINGS
}


class ExplainForm(ProjectForm):
    """Checks that a group belongs to its grouping."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("figure") and "figure" not in self.errors:
            message = _("Say which sum: investment_usd, jobs, or a capacity as capacity:MW.")
            self._wrong("figure", message, "required", suggestions=list(SUMS)[:3])
        group_by, group = cleaned.get("group_by", ""), cleaned.get("group", "")
        has_group = "group" in self.data
        if has_group and not group_by and "group_by" not in self.errors:
            self._wrong("group_by", _("A group needs its grouping, as group_by=region."), "required")
        if group_by and not has_group:
            self._wrong("group", _("Say which group: its key, or nothing for “not stated”."), "required")
        if group_by and group not in ("", NULL):
            try:
                _check_key(group_by, group)
            except ValidationError as error:
                self.add_error("group", error)
        return cleaned

    def _wrong(self, name: str, message: Any, code: str, **params: Any) -> None:
        self.add_error(name, ValidationError(message, code=code, params=params or None))


def _check_key(group_by: str, key: str) -> None:
    """Raise ValidationError, with near matches, for what can be no key of this grouping."""
    if group_by not in ProjectFilter.base_filters:
        if not (key.isascii() and key.isdecimal() and len(key) <= len("2025")):
            raise ValidationError(_("Write a year as 2025."), code="invalid")
    elif ProjectFilter.base_filters[group_by].field.clean(key) != [key]:
        raise ValidationError(_("This parameter takes one value."), code="invalid")


class ExplainFilter(ProjectFilter):
    """The filters of projects, and `figure`, `group_by` and `group`, which say what sum of them is meant."""

    figure = django_filters.ChoiceFilter(label=_("figure"), choices=[(name, name) for name in SUMS])
    group_by = django_filters.ChoiceFilter(label=_("group by"), choices=list(GROUPING_LABELS.items()))
    group = django_filters.CharFilter(label=_("group"), max_length=200)

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
        return Grouped(group_by, "" if key == NULL else key) if group_by else None

    def group_label(self) -> str:
        """The group in words."""
        if self.grouped is None or not self.grouped.key:
            return str(NOT_STATED)
        key: Any = self.grouped.key
        return DIMENSIONS[self.grouped.group_by].labels([key]).get(key, key)

    def labels(self, name: str, chosen: Any) -> dict[Any, str]:
        # These say which sum it is: the page has them in its words.
        return {} if name in OF_SUM else super().labels(name, chosen)
