"""The sectors and aims that come with the registry, from the files in fixtures/reference."""

from itertools import groupby
from typing import Any

import yaml
from django.db import transaction
from modeltranslation.utils import build_localized_fieldname

from history.shipped import Counts, load_shipped
from lib.search import search_text
from regions.reference import languages, reference_folder

from .models import Aim, Sector


@transaction.atomic
def load_sectors() -> Counts:
    """Load all sectors, the upper ones first. Sectors that people edited are kept."""
    columns = [*_name_columns().values(), "parent_id", "isic", "dac", "oc4ids", "search_text"]
    counts, known = Counts(), {}
    by_depth = sorted(_read("sectors.yaml"), key=_depth)
    for _level, level in groupby(by_depth, key=_depth):
        rows = [_sector(given, known) for given in level]
        done, records = load_shipped(rows, key="code", columns=columns)
        counts, known = counts.plus(done), known | records
    return counts


@transaction.atomic
def load_aims() -> Counts:
    """Load all aims. Aims that people edited are kept."""
    rows = [_searchable(Aim(slug=given["slug"], **_names(given))) for given in _read("aims.yaml")]
    return load_shipped(rows, key="slug", columns=[*_name_columns().values(), "search_text"])[0]


def _sector(given: dict[str, Any], known: dict[str, Sector]) -> Sector:
    above = given["code"].rpartition(".")[0]
    crosswalk = {name: given.get(name, "") for name in ("dac", "oc4ids")}
    parent = known[above] if above else None
    return _searchable(Sector(code=given["code"], parent=parent, isic=given["isic"], **crosswalk, **_names(given)))


def _searchable(row: Any) -> Any:
    row.search_text = search_text(row.search_parts())
    return row


def _names(given: dict[str, Any]) -> dict[str, str]:
    return {column: given["names"][language] for language, column in _name_columns().items()}


def _name_columns() -> dict[str, str]:
    """The column of the name in each language."""
    return {language: build_localized_fieldname("name", language) for language in languages()}


def _depth(given: dict[str, Any]) -> int:
    return int(given["code"].count("."))


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((reference_folder() / name).read_text(encoding="utf-8"))
    return rows
