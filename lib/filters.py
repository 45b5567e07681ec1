"""Filtersets that never show everything by mistake: what is unknown or wrong is an error, and then there are no rows."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from .search import containing
from .suggest import close_matches, near_keys

MOST = 200  # values of one parameter
LONGEST = 200  # characters of one value


class CommaField(forms.Field):
    """Several values, by comma or repetition, each once; unknown ones are errors with near matches.

    The values are `choices` (pairs, or a callable that answers them) or the `key` of `records` (a callable that answers
    a queryset).
    """

    widget = forms.SelectMultiple

    def __init__(
        self,
        *,
        choices: Any = (),
        records: Callable[[], QuerySet[Any]] | None = None,
        key: str = "slug",
        **options: Any,
    ) -> None:
        self._choices, self.records, self.key = choices, records, key
        super().__init__(**options)

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return list(self._choices() if callable(self._choices) else self._choices)

    def clean(self, given: Any) -> list[str]:
        given = [given] if isinstance(given, str) else given or []
        values = list(dict.fromkeys(value.strip() for text in given for value in text.split(",") if value.strip()))
        if len(values) > MOST or any("\0" in value or len(value) > LONGEST for value in values):
            raise ValidationError(_("This is no list of codes."), code="invalid")
        found = self._found(values) if values else set()
        if wrong := [value for value in values if value not in found]:
            raise ValidationError([self._error(value) for value in wrong])
        return values

    def _found(self, values: list[str]) -> set[str]:
        if self.records is None:
            return {str(code) for code, _label in self.choices}
        return set(self.records().filter(**{f"{self.key}__in": values}).values_list(self.key, flat=True))

    def _error(self, value: str) -> ValidationError:
        if self.records is None:
            near = close_matches(value, [str(code) for code, _label in self.choices])
        else:
            near = near_keys(self.records(), self.key, value)
        message = _("“%(value)s” is not known here.")
        return ValidationError(message, code="invalid", params={"value": value[:60], "suggestions": near})


class CommaFilter(django_filters.Filter):
    """Rows whose `field_name` is one of several values."""

    field_class = CommaField

    def filter(self, queryset: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.field_name}__in": values}) if values else queryset


class StrictBooleanField(forms.Field):
    """true or false, nothing else; empty is None."""

    def to_python(self, given: Any) -> bool | None:
        if given in (None, ""):
            return None
        if given not in ("true", "false"):
            raise ValidationError(_("Write true or false."), code="invalid")
        return given == "true"


class StrictBooleanFilter(django_filters.Filter):
    field_class = StrictBooleanField


class DayFilter(django_filters.Filter):
    """A day as ISO 8601 writes it."""

    class field_class(forms.Field):  # noqa: N801 (django-filter's name for it)
        widget = forms.DateInput

        def to_python(self, given: Any) -> date | None:
            if given in (None, ""):
                return None
            try:
                if len(given) != 10:
                    raise ValueError
                return date.fromisoformat(given)
            except ValueError:
                raise ValidationError(_("Write a day as 2025-06-16."), code="invalid") from None


class CountFilter(django_filters.Filter):
    """A whole number, 0 or more."""

    class field_class(forms.IntegerField):  # noqa: N801 (django-filter's name for it)
        def __init__(self, **options: Any) -> None:
            super().__init__(min_value=0, max_value=10**18, **options)


class WordsFilter(django_filters.Filter):
    """Rows that have every word in their folded `search_text`."""

    class field_class(forms.CharField):  # noqa: N801 (django-filter's name for it)
        def __init__(self, **options: Any) -> None:
            super().__init__(max_length=LONGEST, **options)

    def filter(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        return queryset.filter(containing("search_text", words)) if words else queryset


class StrictFilterSet(django_filters.FilterSet):
    """The one filterset of a list, for its page, API and export.

    `orderings` are the orders a list offers, by name: an expression or column; `default_ordering` names some of them.
    `also_known` are parameters that are not filters.
    """

    orderings: dict[str, Any] = {}
    default_ordering: list[str] = []

    def __init__(
        self,
        data: QueryDict,
        queryset: QuerySet[Any],
        *,
        request: HttpRequest | None = None,
        also_known: Iterable[str] = (),
    ) -> None:
        self.given = data
        self.also_known = set(also_known)
        super().__init__(data=data, queryset=queryset, request=request)

    def known_parameters(self) -> set[str]:
        return set(self.filters) | self.also_known

    def rows(self) -> QuerySet[Any]:
        """The rows that the parameters choose; none at all when one of them is wrong."""
        return self.queryset.none() if self.errors_by_parameter() else self.qs

    def errors_by_parameter(self) -> dict[str, list[dict[str, Any]]]:
        """What is wrong, by parameter: [{"code", "message", "suggestions"?}]."""
        return self._problems

    @cached_property
    def _problems(self) -> dict[str, list[dict[str, Any]]]:
        problems = {}
        known = self.known_parameters()
        for name in self.given:
            if name not in known:
                message = _("There is no parameter “%(name)s”.") % {"name": name[:60]}
                problems[name] = [_problem("unknown", message, close_matches(name, known))]
        for name, errors in self.form.errors.as_data().items():
            problems["detail" if name == "__all__" else name] = [
                _problem(error.code or "invalid", " ".join(error.messages), (error.params or {}).get("suggestions"))
                for error in errors
            ]
        return problems

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The cleaned values of the filters that are in use."""
        if not self.form.is_valid():
            return {}
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}

    def but(self, *names: str) -> "StrictFilterSet":
        """The same selection without some of its filters, for counts of what else could be chosen."""
        data = self.given.copy()
        for name in names:
            data.pop(name, None)
        return type(self)(data, self.queryset, request=self.request, also_known=self.also_known)


def _problem(code: str, message: str, suggestions: list[str] | None = None) -> dict[str, Any]:
    problem: dict[str, Any] = {"code": code, "message": message}
    return problem | {"suggestions": suggestions} if suggestions else problem
