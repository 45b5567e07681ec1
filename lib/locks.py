"""Locks for what no row stands for."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def hold(name: str) -> None:
    """Let other transactions that hold the same name wait until this one ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def read_shared(rows: QuerySet[Any]) -> list[tuple[Any, ...]]:
    """The rows of a queryset of `values_list`, which until this transaction ends nobody else changes.

    Who has changed one of them is waited for, and his change is read. Others may read them so too.
    """
    statement, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            table = connection.ops.quote_name(rows.model._meta.db_table)
            statement = f"{statement} FOR SHARE OF {table}"
        cursor.execute(statement, params)
        return list(cursor.fetchall())
