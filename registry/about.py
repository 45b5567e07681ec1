"""How figures are read: the method, the licence, the code lists, the ways to take the data along."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lib.bounds import ABOUT_PERCENT
from lib.contact import contact_url
from projects.attributes import ATTRIBUTES
from projects.codes import code_lists
from projects.completeness import CORE
from regions.models import Boundary

# All code lists, what a reader meets first at the beginning.
TITLES = {
    "bounds": gettext_lazy("Bounds"),
    "modalities": gettext_lazy("Senses"),
    "missing": gettext_lazy("Why there is no value"),
    "doubts": gettext_lazy("Doubts"),
    "ranks": gettext_lazy("Ranks of claims"),
    "stages": gettext_lazy("Stages"),
    "bases": gettext_lazy("What a figure refers to"),
    "attributes": gettext_lazy("Attributes"),
    "roles": gettext_lazy("Roles"),
    "events": gettext_lazy("Events"),
    "aims": gettext_lazy("Aims"),
    "directions": gettext_lazy("Directions of goods"),
    "relations": gettext_lazy("Relations of projects"),
    "project_kinds": gettext_lazy("Kinds of projects"),
    "facility_kinds": gettext_lazy("Kinds of facilities"),
    "agreement_kinds": gettext_lazy("Kinds of agreements"),
    "precisions": gettext_lazy("Precision of coordinates"),
    "publications": gettext_lazy("Publication"),
    "units": gettext_lazy("Units"),
    "per": gettext_lazy("Per time"),
}

# The lists of the API, by the first part of their names there.
LISTS = {
    "project": gettext_lazy("Projects"),
    "claim": gettext_lazy("Claims"),
    "event": gettext_lazy("Events"),
    "investor": gettext_lazy("Investors"),
    "agreement": gettext_lazy("Agreements"),
    "source": gettext_lazy("Sources"),
    "region": gettext_lazy("Regions"),
    "sector": gettext_lazy("Sectors"),
    "product": gettext_lazy("Products"),
}


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    shown = {
        "about_percent": ABOUT_PERCENT,
        "core": ", ".join(str(ATTRIBUTES[code].label) for code in CORE),
        "codes": [_code_list(name, rows) for name, rows in sorted(code_lists().items(), key=_place)],
        "contact": _contact(settings.CONTACT),
        "credits": Boundary.objects.order_by("credit").values_list("credit", flat=True).distinct(),
        "downloads": [{"name": label, "url": reverse(f"api:{name}-list")} for name, label in LISTS.items()],
        "licence": settings.DATA_LICENCE,
    }
    return render(request, "about.html", shown)


def _place(named: tuple[str, Any]) -> int:
    """Where a code list stands on the page; one without a title of its own at the end."""
    return list(TITLES).index(named[0]) if named[0] in TITLES else len(TITLES)


def _code_list(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    codes = [
        {"code": row.get("code", row.get("slug")), "label": row.get("label", row.get("name")), "note": _note(row)}
        for row in rows
    ]
    return {"id": name, "title": TITLES.get(name, name), "codes": codes, "has_notes": any(one["note"] for one in codes)}


def _note(row: dict[str, Any]) -> str:
    """What a code list says of a code beside its label: a sign, or the code of OC4IDS."""
    parts = [row.get("symbol", ""), row.get("oc4ids") and _("OC4IDS: %(code)s") % {"code": row["oc4ids"]}]
    return " · ".join(part for part in parts if part)


def _contact(given: str) -> dict[str, str]:
    """The address of whoever runs the registry, of mail or of a page; {} without one."""
    if not given:
        return {}
    return {"text": given, "url": contact_url(given)}
