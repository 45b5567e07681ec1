"""The places of the world that come with the registry, from the files in fixtures/reference."""

import json
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from modeltranslation.utils import build_localized_fieldname

from history.shipped import Counts, load_shipped
from lib.countries import locale_of
from lib.geometry import box_of
from lib.search import search_text

from .models import Boundary, Region

PLACES = ("places.json", "kz-regions.json")
BOUNDARIES = ("world-boundaries.geojson", "kz-boundaries.geojson")
BOX = ("west", "south", "east", "north")
OWN = ("kind", "path", "aliases", "search_text", "latitude", "longitude", *BOX, "valid_from", "valid_to")


def reference_folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "reference"


def languages() -> list[str]:
    return [language for language, _name in settings.LANGUAGES]


@transaction.atomic
def load_places() -> dict[str, Counts]:
    """Load all places with their boundaries; returns the counts of both by name. Places that people edited are kept."""
    outlines = _read_boundaries()
    boxes = {code: box_of(geojson) for code, (geojson, _credit) in outlines.items()}
    places = {place["code"]: place for name in PLACES for place in _read(name)["places"]}
    columns = [
        *OWN,
        "parent_id",
        *(build_localized_fieldname(field, code) for field in ("name", "capital") for code in languages()),
    ]
    counts, known = Counts(), {}
    by_depth = sorted(places.values(), key=lambda place: _depth(places, place))
    for _level, level in groupby(by_depth, key=lambda place: _depth(places, place)):
        rows = [_region(place, known.get(place["parent"]), boxes.get(place["code"])) for place in level]
        former = dict(Region.objects.filter(code__in=[row.code for row in rows]).values_list("code", "path"))
        done, records = load_shipped(rows, key="code", columns=columns)
        for code, record in records.items():
            if former.get(code, record.path) != record.path:
                Region.objects.move_below(former[code], record.path)
        counts, known = counts.plus(done), known | records
    return {"regions": counts, "boundaries": _load_boundaries(outlines, known)}


def _region(place: dict[str, Any], parent: Region | None, box: tuple[float, float, float, float] | None) -> Region:
    """The unsaved row of a place; its names are its own, or Babel's for an area or country."""
    names = place.get("names") or {language: _cldr_name(place["code"], language) for language in languages()}
    capitals = place.get("capitals", {})
    region = Region(
        code=place["code"],
        kind=place["kind"],
        parent=parent,
        aliases=place.get("aliases", {}),
        latitude=place.get("latitude"),
        longitude=place.get("longitude"),
        valid_from=_day(place.get("valid_from")),
        valid_to=_day(place.get("valid_to")),
        **{build_localized_fieldname("name", language): name for language, name in names.items()},
        **{build_localized_fieldname("capital", language): name for language, name in capitals.items()},
    )
    if box:
        region.west, region.south, region.east, region.north = box
    region.path = region.path_below(parent.path if parent else "")
    region.search_text = search_text(region.search_parts())
    return region


def _cldr_name(code: str, language: str) -> str:
    """The name of a country or an area of M49 in CLDR, as it stands at the beginning of a line ("World").

    Raises LookupError when CLDR has none: another language must not slip in.
    """
    name = locale_of(language).territories.get(code)
    if not name:
        raise LookupError(f"CLDR has no name of {code} in {language}")
    return name[0].upper() + name[1:]


def _load_boundaries(outlines: dict[str, tuple[dict[str, Any], str]], known: dict[str, Region]) -> Counts:
    stored = Boundary.objects.in_bulk([known[code].pk for code in outlines])
    made, changed, kept = [], [], 0
    for code, (geojson, credit) in outlines.items():
        region = known[code]
        boundary = stored.get(region.pk)
        if boundary is None:
            made.append(Boundary(region=region, geojson=geojson, credit=credit))
        elif (boundary.geojson, boundary.credit) != (geojson, credit):
            if region.version > 1:
                kept += 1
            else:
                boundary.geojson, boundary.credit = geojson, credit
                changed.append(boundary)
    Boundary.objects.bulk_create(made)
    Boundary.objects.bulk_update(changed, ["geojson", "credit", "updated_at"])
    return Counts(len(made), len(changed), kept, len(outlines) - len(made) - len(changed) - kept)


def _read_boundaries() -> dict[str, tuple[dict[str, Any], str]]:
    """Outline and credit line by the code of the place."""
    found = {}
    for name in BOUNDARIES:
        collection = _read(name)
        for feature in collection["features"]:
            found[feature["properties"]["code"]] = (feature["geometry"], collection["credit"])
    return found


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((reference_folder() / name).read_text(encoding="utf-8"))
    return content


def _depth(places: dict[str, dict[str, Any]], place: dict[str, Any]) -> int:
    return 1 + _depth(places, places[place["parent"]]) if place["parent"] else 0


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
