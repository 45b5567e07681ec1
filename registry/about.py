"""How figures are read: the method, the licence, the code lists, the ways to take the data along."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.api.codes import code_lists

# The code lists that a reader meets, in the order of the page.
SHOWN = {
    "bounds": _("Bounds"),
    "modalities": _("Senses"),
    "missing": _("Why there is no value"),
    "doubts": _("Doubts"),
    "stages": _("Stages"),
    "bases": _("What a figure refers to"),
    "attributes": _("Attributes"),
    "roles": _("Roles"),
    "events": _("Events"),
    "aims": _("Aims"),
    "units": _("Units"),
}


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    lists = code_lists()
    codes = [{"name": name, "title": title, "codes": _codes(lists[name])} for name, title in SHOWN.items()]
    return render(request, "about.html", {"codes": codes, "contact": settings.CONTACT})


def _codes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"code": row.get("code") or row["slug"], "label": row.get("label") or row["name"]} for row in rows]
