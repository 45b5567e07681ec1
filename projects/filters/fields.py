"""What parameters of projects take that no other list has: a box, years, units."""

import re
from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lib.filters import CommaField, CommaFilter
from lib.units import UNITS, unit_label


class BoxField(forms.CharField):
    """west,south,east,north in degrees."""

    def clean(self, given: Any) -> tuple[float, float, float, float] | None:
        text = super().clean(given)
        if not text:
            return None
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise _invalid(_("Write west,south,east,north in degrees, as 46,40,88,56.")) from None
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise _invalid(_("West is at most east, south at most north, within -180 to 180 and -90 to 90."))
        return west, south, east, north


class BoxFilter(django_filters.Filter):
    field_class = BoxField


class YearField(CommaField):
    """Years of four digits, by comma or repetition."""

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        return {value: value for value in values}

    def _found(self, values: list[str]) -> set[str]:
        return {value for value in values if re.fullmatch(r"[0-9]{4}", value) and value != "0000"}

    def _error(self, value: str) -> ValidationError:
        return _invalid(_("Write a year as 2025."))


class YearFilter(CommaFilter):
    field_class = YearField


def units() -> list[tuple[str, str]]:
    return [(code, unit_label(code)) for code in UNITS]


def _invalid(message: Any) -> ValidationError:
    return ValidationError(message, code="invalid")
