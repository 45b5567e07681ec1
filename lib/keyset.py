"""Paging by keyset: a page starts after a row, so that a deep page costs what the first one does."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """One term of an order: its name in addresses, the expression, whether the largest come first; null comes last."""

    name: str
    expression: Any
    descending: bool

    def order(self) -> Any:
        return self.expression.desc(nulls_last=True) if self.descending else self.expression.asc(nulls_last=True)


def ordered(rows: QuerySet[Any], terms: list[Term]) -> QuerySet[Any]:
    """The rows in this order, ties by primary key."""
    return rows.order_by(*[term.order() for term in terms], "pk")


def page_after(rows: QuerySet[Any], terms: list[Term], size: int, token: str) -> tuple[list[Any], str | None]:
    """The `size` rows after the row that `token` names ("" is the start), and the token of the next page, None at the end.

    Raises ValidationError on `cursor` for a token that is none, or that comes from another order.
    """
    places = {f"place_{number}": term.expression for number, term in enumerate(terms)}
    rows = ordered(rows.annotate(**places), terms)
    if token:
        rows = rows.filter(_after(terms, _read(terms, token)))
    found = list(rows[: size + 1])
    if len(found) <= size:
        return found, None
    return found[:size], _token(terms, found[size - 1])


def _after(terms: list[Term], values: list[Any]) -> Q:
    """The condition that a row comes after one with these values: later in a term and equal in all before it."""
    condition = Q()
    equal = Q()
    for number, (term, value) in enumerate(zip(terms, values, strict=False)):
        name = f"place_{number}"
        if value is None:
            equal &= Q(**{f"{name}__isnull": True})
            continue
        later = Q(**{f"{name}__{'lt' if term.descending else 'gt'}": value}) | Q(**{f"{name}__isnull": True})
        condition |= equal & later
        equal &= Q(**{name: value})
    return condition | equal & Q(pk__gt=values[-1])


def _token(terms: list[Term], row: Any) -> str:
    values = [_packed(getattr(row, f"place_{number}")) for number in range(len(terms))]
    text = json.dumps([_order(terms), values, row.pk], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(terms: list[Term], token: str) -> list[Any]:
    try:
        order, values, pk = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if order != _order(terms) or len(values) != len(terms) or not isinstance(pk, int):
            raise ValueError
        return [*[_unpacked(value) for value in values], pk]
    except (ValueError, TypeError, KeyError, BadBase64, InvalidOperation, RecursionError):
        raise ValidationError(
            {"cursor": ValidationError(_("This cursor does not belong to this list."), code="invalid")}
        ) from None


def _order(terms: list[Term]) -> str:
    return ",".join(f"-{term.name}" if term.descending else term.name for term in terms)


# Values keep their type through JSON: text, truth values and None as they are, all others as [type, text].
PACKED = {"n": int, "m": Decimal, "t": datetime.fromisoformat, "d": date.fromisoformat, "f": float}


def _packed(value: Any) -> Any:
    match value:
        case None | str() | bool():
            return value
        case datetime():
            return ["t", value.isoformat()]
        case date():
            return ["d", value.isoformat()]
        case int():
            return ["n", str(value)]
        case float():
            return ["f", repr(value)]
    return ["m", str(value)]


def _unpacked(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        if isinstance(value, str) and "\0" in value:
            raise ValueError
        return value
    kind, text = value
    return PACKED[kind](text)
