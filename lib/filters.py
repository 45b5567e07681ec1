"""Filtersets that never show everything by mistake: whatever is unknown or wrong is an error, and gives no rows."""

import re
from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from . import edtf
from .keyset import Term
from .numbers import number
from .search import by_title, found, relevance
from .suggest import close_matches, near_keys
from .tokens import query

MOST = 200  # values of one parameter
LONGEST = 200  # characters of one value
MOST_SUGGESTED = 10  # wrong values of one parameter, or unknown parameters, to look for near matches of

# Parameters of every view: they change what the tables hold for it, not which rows it takes.
CLOCKS = frozenset({"as_of", "known_on"})

# Codes of Django's own validators: to whoever sent the value they all say that it is wrong.
INVALID = frozenset(
    {
        *("invalid_choice", "invalid_list", "null_characters_not_allowed", "max_length", "min_length"),
        *("max_value", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
    }
)


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
            raise ValidationError([self._error(value) for value in wrong[:MOST_SUGGESTED]])
        return values

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        """These values in words, in their order; a value that nobody knows is not among them."""
        if self.records is None:
            named = {str(code): str(label) for code, label in self.choices}
        else:
            rows = self.records().filter(**{f"{self.key}__in": list(values)})
            named = {getattr(row, self.key): str(row) for row in rows}
        return {value: named[value] for value in values if value in named}

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
        if not values:
            return queryset
        rows = queryset.filter(**{f"{self.field_name}__in": values})
        return rows.distinct() if self.distinct else rows


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
                # fromisoformat alone takes 20250616 and 2025-W25-1 too.
                if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
                    raise ValueError
                return date.fromisoformat(given)
            except ValueError:
                raise ValidationError(_("Write a day as 2025-06-16."), code="invalid") from None


class CountFilter(django_filters.Filter):
    """A whole number from 0 to `max_value`."""

    class field_class(forms.IntegerField):  # noqa: N801 (django-filter's name for it)
        def __init__(self, *, max_value: int = 10**18, **options: Any) -> None:
            super().__init__(min_value=0, max_value=max_value, **options)

        def to_python(self, given: Any) -> int | None:
            # int() takes 1_000 and the digits of all scripts, which the API would then have to keep.
            if given not in (None, "") and not re.fullmatch(r"\s*-?[0-9]{1,30}\s*", str(given), re.ASCII):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            return super().to_python(given)


class QuantityFilter(django_filters.Filter):
    """A number, 0 or more, as quantities are kept: up to 11 digits before the point and 4 behind it."""

    class field_class(forms.DecimalField):  # noqa: N801 (django-filter's name for it)
        def __init__(self, **options: Any) -> None:
            super().__init__(min_value=0, max_digits=15, decimal_places=4, **options)

        def to_python(self, given: Any) -> Decimal | None:  # type: ignore[override]
            # Decimal() takes 1e-999999 too, which PostgreSQL can't hold.
            if given not in (None, "") and not re.fullmatch(
                r"\s*-?[0-9]{1,30}(\.[0-9]{1,30})?\s*", str(given), re.ASCII
            ):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            return super().to_python(given)


class WordsFilter(django_filters.Filter):
    """Rows that are found by every word (docs/search.md); signs without a letter or digit are no words."""

    class field_class(forms.CharField):  # noqa: N801 (django-filter's name for it)
        def __init__(self, **options: Any) -> None:
            super().__init__(max_length=LONGEST, **options)

        def clean(self, given: Any) -> str:
            words: str = super().clean(given)
            if words and not query(words):
                raise ValidationError(_("Write a word or a number to search for."), code="invalid")
            return words

    def filter(self, queryset: QuerySet[Any], words: str) -> QuerySet[Any]:
        return queryset.filter(found(queryset.model, words)) if words else queryset


class StrictFilterSet(django_filters.FilterSet):
    """The one filterset of a list, for its page, API and export.

    `orderings` are the orders a list offers, by name: an expression or column; `default_ordering` names some of them.
    `also_known` are parameters that are not filters.
    """

    orderings: dict[str, Any] = {}
    default_ordering: list[str] = []
    # Filters that the form's `clean()` may find fault with though they were not given.
    checked_always: tuple[str, ...] = ()
    # The order of what is searched for: what fits best, then by title. Only a search has it.
    RELEVANCE = "relevance"

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
        # As django-filter's own does, which copies every filter in depth: that takes longer than a list's rows.
        self.is_bound = True
        self.data = self._once(data)
        self.queryset = queryset
        self.request = request
        self.form_prefix = None
        self.filters = {name: self._own(one) for name, one in self.base_filters.items()}

    def _own(self, one: django_filters.Filter) -> django_filters.Filter:
        own = copy(one)
        own.extra = dict(one.extra)
        own.__dict__.pop("_field", None)
        own.parent, own.model = self, self.queryset.model
        if one.method is not None:
            own.method = one.method  # binds it anew, to this copy
        return own

    @classmethod
    def _once(cls, data: QueryDict) -> QueryDict:
        """The parameters with each empty or equal repetition of one that takes a single value left out.

        A form reads the last of them: with `q=wind&q=` it would see no words.
        """
        once = data.copy()
        for name, one in cls.base_filters.items():
            if name in data and not _takes_several(one):
                once.setlist(name, list(dict.fromkeys(value for value in data.getlist(name) if value.strip())))
        return once

    @cached_property
    def searched(self) -> str:
        """The words that are searched for, blank without any."""
        return str(self.chosen.get("q", "")) if isinstance(self.filters.get("q"), WordsFilter) else ""

    @property
    def offered_orderings(self) -> dict[str, Any]:
        """The orders that this selection can have."""
        return self.orderings | ({self.RELEVANCE: relevance(self.searched)} if self.searched else {})

    @property
    def usual_ordering(self) -> list[str]:
        """The order of a selection that asks for none."""
        return [f"-{self.RELEVANCE}"] if self.searched else self.default_ordering

    def terms(self, names: Iterable[str]) -> list[Term]:
        """What the rows are ordered by, of names that this selection offers."""
        terms = []
        for name in names:
            bare = name.removeprefix("-")
            expression = self.offered_orderings[bare]
            expression = F(expression) if isinstance(expression, str) else expression
            terms.append(Term(bare, expression, name.startswith("-")))
            if bare == self.RELEVANCE:
                terms.append(Term("title", by_title(self.queryset.model), False))
        return terms

    def known_parameters(self) -> set[str]:
        return set(self.filters) | self.also_known | CLOCKS

    @cached_property
    def form(self) -> forms.Form:
        """The form with its errors; unknown parameters and such as contradict themselves are among them."""
        return self._form_of(self.filters)

    @cached_property
    def checked(self) -> forms.Form:
        """The same form, of the parameters that were given: a page shows all fields, most answers need few."""
        return self._form_of([name for name in self.filters if name in self.data or name in self.checked_always])

    def _form_of(self, names: Iterable[str]) -> forms.Form:
        fields = {name: self.filters[name].field for name in names}
        form: forms.Form = type("FilterForm", (self._meta.form,), fields)(self.data, prefix=self.form_prefix)
        for name, error in self._wrong_names():
            form.add_error(name, error)
        return form

    def _wrong_names(self) -> list[tuple[str | None, ValidationError]]:
        known = self.known_parameters()
        wrong: list[tuple[str | None, ValidationError]] = []
        for name in self.given:
            if name not in known:
                near = close_matches(name, known) if len(wrong) < MOST_SUGGESTED else []
                params = {"name": name[:60], "parameter": name, "suggestions": near}
                error = ValidationError(_("There is no parameter “%(name)s”."), code="unknown", params=params)
                wrong.append((None, error))
            elif name in self.filters and not _takes_several(self.filters[name]) and len(self.data.getlist(name)) > 1:
                wrong.append((name, ValidationError(_("This parameter takes one value."), code="invalid")))
        return wrong

    @property
    def qs(self) -> QuerySet[Any]:
        """The same as `rows`: django-filter's own has everything when a value is wrong."""
        return self.rows()

    def rows(self) -> QuerySet[Any]:
        """The rows that the parameters choose; none at all when one of them is wrong."""
        return self.queryset.none() if self.errors_by_parameter() else self.filter_queryset(self.queryset.all())

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for name, value in self.chosen.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def errors_by_parameter(self) -> dict[str, list[dict[str, Any]]]:
        """What is wrong, by parameter: [{"code", "message", "suggestions"?}]."""
        return self._problems

    @cached_property
    def _problems(self) -> dict[str, list[dict[str, Any]]]:
        problems: dict[str, list[dict[str, Any]]] = {}
        for name, errors in self.checked.errors.as_data().items():
            for error in errors:
                params = error.params or {}
                key = params.get("parameter") or ("detail" if name == "__all__" else name)
                problems.setdefault(key, []).append(self._problem(name, error))
        return problems

    def _problem(self, name: str, error: ValidationError) -> dict[str, Any]:
        near = (error.params or {}).get("suggestions")
        if error.code == "invalid_choice":
            choices = getattr(self.checked.fields[name], "choices", ())
            codes = [str(code) for code, _label in choices if code != ""]
            near = close_matches(str((error.params or {}).get("value", "")), codes)
        code = "invalid" if error.code in INVALID else error.code or "invalid"
        problem: dict[str, Any] = {"code": code, "message": " ".join(error.messages)}
        return problem | {"suggestions": near} if near else problem

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The cleaned values of the filters that are in use."""
        if not self.checked.is_valid():
            return {}
        return {name: value for name, value in self.checked.cleaned_data.items() if value not in (None, "", [])}

    @cached_property
    def said(self) -> dict[str, dict[Any, str]]:
        """The filters in use by name, each with its chosen values and what they say in words."""
        return {name: self.labels(name, value) for name, value in self.chosen.items()}

    def labels(self, name: str, chosen: Any) -> dict[Any, str]:
        """The chosen values of one filter in words; {} for what is no filter in use."""
        field = self.form.fields[name]
        if isinstance(field, CommaField):
            return field.labels(chosen)
        match chosen:
            case bool():
                pass
            case date():
                return {chosen: edtf.say(chosen.isoformat())}
            case int() | Decimal():
                return {chosen: number(chosen)}
        named = dict(getattr(field, "choices", ()))
        return {chosen: str(named.get(chosen) or self.given.get(name))}

    def but(self, *names: str) -> "StrictFilterSet":
        """The same selection without some of its filters, for counts of what else could be chosen."""
        other = copy(self)
        other.given, other.data = self.given.copy(), self.data.copy()
        for name in names:
            other.given.pop(name, None)
            other.data.pop(name, None)
        if self.errors_by_parameter():
            for known in ("form", "checked", "chosen", "_problems", "searched"):
                other.__dict__.pop(known, None)
        else:  # what was checked need not be checked again
            other.__dict__.pop("form", None)
            other.__dict__.pop("searched", None)
            other.chosen = {name: value for name, value in self.chosen.items() if name not in names}
        return other


def _takes_several(one: django_filters.Filter) -> bool:
    widget = one.extra.get("widget") or one.field_class.widget
    return bool(getattr(widget, "allow_multiple_selected", False))
