"""Locks for what no row stands for."""

from django.db import connection


def hold(name: str) -> None:
    """Let other transactions that hold the same name wait until this one ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
