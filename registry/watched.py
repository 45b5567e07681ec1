"""Which tables the log of touched rows is about: all that the registry's own answers are made of."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from lib.touched import Watched, keep_log
from projects.models import Project

# Not people, sessions and locks, which change with each visit, nor the history, which is written beside these.
APPS = ("regions", "sources", "investors", "projects")


def watched() -> Iterator[Watched]:
    """The tables of these apps; the rows that a project has are noted as the project."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            owner: Any = next((field for field in model._meta.fields if _leads_to_project(field)), None)
            key: Any = owner or model._meta.pk
            yield Watched(model._meta.db_table, key.column, (Project if owner else model)._meta.db_table)


def _leads_to_project(field: Any) -> bool:
    return field.name == "project" and field.related_model is Project


def keep_watching(**_signal: Any) -> None:
    """Make the log and its triggers where they are missing; to be called when all migrations are in."""
    tables = list(watched())
    if {one.table for one in tables} <= set(connection.introspection.table_names()):
        keep_log(tables)
