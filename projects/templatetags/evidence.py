"""What rests on the words of a source."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.text import capfirst

from lib.marks import Segment, Span, segments
from sources.models import Citation, Source

from ..models import Agreement, AgreementParticipant, AgreementParty, AgreementSector, Claim, Project
from ..services import ROWS
from ..showing.figures import value_of

register = template.Library()

# What a row other than a claim points to.
SHOWN = ("investor", "sector", "product", "region", "aim", "other")


@register.inclusion_tag("sources/_words.html", takes_context=True)
def words_of(context: dict[str, Any], source: Source) -> dict[str, Any]:
    """The words of a source that this reader may see used, and what rests on them; marked in its text where it is stored.

    One query for each kind of row, whatever their number. Words that only drafts cite are shown to editors alone.
    """
    user = getattr(context.get("request"), "user", AnonymousUser())
    uses: dict[Citation, list[dict[str, Any]]] = defaultdict(list)
    for citation, use in _uses(source, user):
        if use not in uses[citation]:
            uses[citation].append(use)
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for citation in sorted(uses, key=lambda citation: (citation.start or 0, citation.pk)):
        phrase = {"id": f"citation-{citation.pk}", "exact": citation.exact, "uses": uses[citation]}
        groups[citation.locator].append(phrase)
    in_order = sorted(groups.items(), key=lambda group: _natural(group[0]))
    rows = [{"locator": locator, "phrases": phrases} for locator, phrases in in_order]
    return {"groups": rows, "segments": _marked(source, list(uses)), "has_text": hasattr(source, "text")}


def _marked(source: Source, citations: list[Citation]) -> list[Segment]:
    if not hasattr(source, "text"):
        return []
    spans = [Span(one.start, one.end, f"citation-{one.pk}") for one in citations if one.start is not None]
    return segments(source.text.body, spans)


def _natural(locator: str) -> list[Any]:
    """Paragraph 10 comes after paragraph 9."""
    digits = "".join(letter if letter.isdigit() else " " for letter in locator).split()
    return [[int(number) for number in digits], locator]


def _uses(source: Source, user: Any) -> Iterator[tuple[Citation, dict[str, Any]]]:
    visible = Project.objects.visible_to(user)
    for kind in ROWS.values():
        related = [name for name in SHOWN if name in {field.name for field in kind.model._meta.fields}]
        rows = kind.model.objects.current().filter(citation__source=source, project__in=visible).order_by("pk")
        for row in rows.select_related("project", "citation", *related):
            yield row.citation, _use_of(row)
    for model, related in ((AgreementParty, "region"), (AgreementParticipant, "investor"), (AgreementSector, "sector")):
        rows = model.objects.current().filter(citation__source=source).select_related("agreement", "citation", related)
        for row in rows:
            yield row.citation, {"name": str(row.agreement), "url": row.agreement.get_absolute_url(), "note": str(row)}
    for agreement in Agreement.objects.filter(citation__source=source).select_related("citation"):
        yield agreement.citation, {"name": str(agreement), "url": agreement.get_absolute_url(), "note": ""}


def _use_of(row: Any) -> dict[str, Any]:
    if isinstance(row, Claim):
        value = str(row.get_missing_display()) if row.missing else value_of(row)[0]
        return {
            "name": f"{capfirst(row.spec.label)}: {value}",
            "url": row.get_absolute_url(),
            "note": str(row.project),
        }
    return {
        "name": f"{capfirst(row._meta.verbose_name)}: {row}",
        "url": row.project.get_absolute_url(),
        "note": str(row.project),
    }
