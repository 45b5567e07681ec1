"""Sums that no database is too small for."""

from typing import Any

from django.db.models import Aggregate, TextField

THOUSAND_MILLION = 10**9


class WholeSum(Aggregate):
    """The exact sum of an integer column or expression, none below zero; None of none.

    SQLite fails where a sum leaves 64 bits: there the thousand millions and the rest are added apart.
    """

    function = "SUM"
    name = "WholeSum"
    output_field = TextField()  # neither database's own conversion is wanted, `_whole` reads what comes

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.get_source_expressions()[0])
        parts = f"SUM({number} / {THOUSAND_MILLION}) || ' ' || SUM({number} %% {THOUSAND_MILLION})"
        return f"({parts})", (*params, *params)

    def get_db_converters(self, connection: Any) -> list[Any]:
        return [_whole]


def _whole(found: Any, _expression: Any, _connection: Any) -> int | None:
    if not isinstance(found, str):
        return None if found is None else int(found)
    thousand_millions, rest = found.split()
    return int(thousand_millions) * THOUSAND_MILLION + int(rest)
