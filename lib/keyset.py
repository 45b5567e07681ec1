"""Paging by keyset: a page starts after a row, so that a deep page costs what the first one does."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """One term of an order: its name in addresses, the expression, whether the largest come first; null comes last."""

    name: str
    expression: Any
    descending: bool

    def order(self) -> Any:
        return self.expression.desc(nulls_last=True) if self.descending else self.expression.asc(nulls_last=True)


def stated(column: str) -> NullIf:
    """A column of text to order by, where blank is not stated: null, so that it comes last in both directions."""
    return NullIf(F(column), Value(""))


def in_order_of(column: str, values: Iterable[str]) -> Case:
    """A column of codes to order by as `values` stand; null for every other one."""
    places = [When(**{column: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*places, output_field=IntegerField())


def ordered(rows: QuerySet[Any], terms: list[Term]) -> QuerySet[Any]:
    """The rows in this order, ties by primary key."""
    return rows.order_by(*[term.order() for term in terms], "pk")


def keys(rows: QuerySet[Any], *columns: str) -> QuerySet[Any]:
    """The rows as tuples of their primary key and these columns."""
    # A plain queryset: the one with translated columns would add translations.
    return QuerySet(rows.model, query=rows.query.chain(), using=rows.db).values_list("pk", *columns)


def page_after(
    rows: QuerySet[Any], terms: list[Term], size: int, token: str, *, only_keys: bool = False
) -> tuple[list[Any], str | None]:
    """The `size` rows after the row that `token` names ("" is the start), and the next page's token, None at the end.

    With `only_keys` the rows are their primary keys. Raises ValidationError on `cursor` for a token that is none, or
    that comes from another order.
    """
    places = {f"place_{number}": term.expression for number, term in enumerate(terms)}
    order = _order(rows, terms)
    rows = ordered(rows.annotate(**places), terms)
    if token:
        rows = rows.filter(_after(terms, _read(token, order)))
    found = list((keys(rows, *places) if only_keys else rows)[: size + 1])
    shown = [row[0] for row in found[:size]] if only_keys else found[:size]
    if len(found) <= size:
        return shown, None
    last = found[size - 1]
    values = [*last[1:], last[0]] if only_keys else [*[getattr(last, name) for name in places], last.pk]
    return shown, _token(order, values)


def _after(terms: list[Term], values: list[Any]) -> Q:
    """The condition that a row comes after one with these values: later in a term and equal in all before it."""
    condition = Q()
    equal = Q()
    for number, (term, value) in enumerate(zip(terms, values[:-1], strict=True)):
        name = f"place_{number}"
        if value is None:
            equal &= Q(**{f"{name}__isnull": True})
            continue
        later = Q(**{f"{name}__{'lt' if term.descending else 'gt'}": value}) | Q(**{f"{name}__isnull": True})
        condition |= equal & later
        equal &= Q(**{name: value})
    return condition | equal & Q(pk__gt=values[-1])


def _signer() -> Signer:
    """A signed token was made here, so its values fit their columns; without a time in it, it stays the same."""
    return Signer(salt="lib.keyset", sep=".")


def _token(order: str, values: list[Any]) -> str:
    text = json.dumps([order, [_packed(value) for value in values]], separators=(",", ":"), ensure_ascii=False)
    return _signer().sign(urlsafe_b64encode(text.encode()).decode().rstrip("="))


def _read(token: str, order: str) -> list[Any]:
    """The values of a token that this registry made for this order."""
    try:
        text = _signer().unsign(token)
        made_for, values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except BadSignature:
        made_for, values = None, []
    if made_for != order:
        error = ValidationError(_("This cursor does not belong to this list."), code="invalid")
        raise ValidationError({"cursor": error})
    return [_unpacked(value) for value in values]


def _order(rows: QuerySet[Any], terms: list[Term]) -> str:
    names = ",".join(f"-{term.name}" if term.descending else term.name for term in terms)
    return f"{rows.model._meta.label_lower}:{names}"


# Values keep their type through JSON: text, truth values and None as they are, all others as [type, text].
TYPES: dict[str, tuple[type, Callable[[str], Any]]] = {
    # A datetime is a date too: the narrower type comes first.
    "t": (datetime, datetime.fromisoformat),
    "d": (date, date.fromisoformat),
    "n": (int, int),
    "m": (Decimal, Decimal),
    "f": (float, float),
    "u": (UUID, UUID),
}


def _packed(value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    for code, (kind, _parse) in TYPES.items():
        if isinstance(value, kind):
            return [code, value.isoformat() if isinstance(value, date) else str(value)]
    raise TypeError(f"cannot page by {type(value).__name__}")


def _unpacked(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    code, text = value
    return TYPES[code][1](text)
