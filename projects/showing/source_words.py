"""What rests on the words of a source: claims and other rows, each with the way to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from investors.models import Ownership
from lib import edtf
from lib.marks import Segment, Span, segments
from sources.models import Citation, Source

from ..models import Agreement, AgreementParticipant, AgreementParty, AgreementSector, Claim, Facility, Project
from ..services import ROWS
from .figures import value_of

# What a row other than a claim points to.
SHOWN = ("investor", "sector", "product", "region", "aim", "other")

Use = dict[str, Any]


class SourceWords:
    """The words of some citations of a source, as `sources/_words.html` shows them to a reader.

    Only words that a record this reader may see rests on: those that a draft alone cites would give it away. What the
    registry holds no longer rests on nothing, but where just these words are `asked` for (by their key) it is told. One
    query for each kind of row, whatever their number.
    """

    def __init__(self, source: Source, citations: Sequence[Citation], reader: Any, asked: int | None = None) -> None:
        self.source = source
        self.uses: dict[Citation, list[Use]] = defaultdict(list)
        self._add(_uses(citations, reader))
        former = [citation for citation in citations if citation.pk == asked and citation not in self.uses]
        if former:
            self._add(_former_uses(former[0], reader))

    def _add(self, uses: Iterable[tuple[Citation, Use]]) -> None:
        for citation, use in uses:
            if use not in self.uses[citation]:
                self.uses[citation].append(use)

    @property
    def has_text(self) -> bool:
        return hasattr(self.source, "text")

    @property
    def segments(self) -> list[Segment]:
        """The stored text in pieces, marked with the keys of the citations that each lies in."""
        if not self.has_text:
            return []
        spans = [Span(one.start, one.end, str(one.pk)) for one in self.uses if one.start is not None and one.end]
        return segments(self.source.text.body, spans)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The phrases by where they stand, in the order of the source."""
        groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for citation in sorted(self.uses, key=lambda citation: (citation.start or 0, citation.pk)):
            phrase = {"key": citation.pk, "exact": citation.exact, "is_marked": citation.is_checked}
            groups[citation.locator].append(phrase | {"uses": self.uses[citation]})
        in_order = sorted(groups.items(), key=lambda group: _natural(group[0]))
        return [{"locator": locator, "phrases": phrases} for locator, phrases in in_order]


def _natural(locator: str) -> list[Any]:
    """Paragraph 10 comes after paragraph 9."""
    digits = "".join(letter if letter.isdigit() else " " for letter in locator).split()
    return [[int(number) for number in digits], locator]


def _uses(citations: Sequence[Citation], reader: Any) -> Iterator[tuple[Citation, Use]]:
    by_key = {citation.pk: citation for citation in citations}
    rows = list(_rows_of_projects(citations, reader))
    facilities = _facilities(rows)
    for row in rows:
        yield by_key[row.citation_id], _use_of(row, facilities)
    for key, use in [*_of_agreements(citations), *_of_owners(citations)]:
        yield by_key[key], use


def _former_uses(citation: Citation, reader: Any) -> Iterator[tuple[Citation, Use]]:
    """What rested on words that nothing rests on today."""
    rows = list(_rows_of_projects([citation], reader, is_current=False))
    facilities = _facilities(rows)
    for row in rows:
        use = _use_of(row, facilities)
        yield citation, use | {"note": _joined([use["note"], _("retired")])}


def _rows_of_projects(citations: Sequence[Citation], reader: Any, *, is_current: bool = True) -> Iterator[Any]:
    visible = Project.objects.visible_to(reader)
    for kind in ROWS.values():
        related = [name for name in SHOWN if name in {field.name for field in kind.model._meta.fields}]
        rows = kind.model.objects.current() if is_current else kind.model.objects.all()
        yield from (
            rows.filter(citation__in=citations, project__in=visible).order_by("pk").select_related("project", *related)
        )


def _facilities(rows: Iterable[Any]) -> dict[tuple[int, str], str]:
    """The names of the facilities that these rows are about, by project and slug."""
    projects = {row.project_id for row in rows if getattr(row, "facility", "")}
    named = Facility.objects.current().filter(project__in=projects)
    return {(facility.project_id, facility.slug): facility.name for facility in named}


def _use_of(row: Any, facilities: dict[tuple[int, str], str]) -> Use:
    facility = getattr(row, "facility", "")
    scope = [str(row.project), facility and facilities.get((row.project_id, facility), facility)]
    if not row.project.is_public:
        scope.append(str(row.project.get_publication_display()))
    if not isinstance(row, Claim):
        name, url = f"{capfirst(row._meta.verbose_name)}: {row}", row.project.get_absolute_url()
        return {"name": name, "url": url, "note": _joined(scope)}
    value = str(row.get_missing_display()) if row.missing else value_of(row)[0]
    scope += [row.basis and str(row.get_basis_display()), edtf.say(row.for_date)]
    return {"name": f"{capfirst(row.spec.label)}: {value}", "url": row.get_absolute_url(), "note": _joined(scope)}


def _of_agreements(citations: Sequence[Citation]) -> Iterator[tuple[int, Use]]:
    for agreement in Agreement.objects.filter(citation__in=citations):
        name = f"{capfirst(agreement._meta.verbose_name)}: {agreement}"
        yield agreement.citation_id, {"name": name, "url": agreement.get_absolute_url(), "note": ""}
    for model, related in ((AgreementParty, "region"), (AgreementParticipant, "investor"), (AgreementSector, "sector")):
        for row in model.objects.current().filter(citation__in=citations).select_related("agreement", related):
            part = row.get_scope_display() if model is AgreementSector else model._meta.verbose_name
            use = {"name": f"{capfirst(part)}: {row}", "url": row.agreement.get_absolute_url()}
            yield row.citation_id, use | {"note": str(row.agreement)}


def _of_owners(citations: Sequence[Citation]) -> Iterator[tuple[int, Use]]:
    for row in Ownership.objects.current().filter(citation__in=citations).select_related("owner", "owned"):
        name = f"{capfirst(row._meta.verbose_name)}: {row.owner}"
        yield (
            row.citation_id,
            {"name": name, "url": row.owned.get_absolute_url(), "note": _joined([row.owned, row.share])},
        )


def _joined(parts: Iterable[Any]) -> str:
    return " · ".join(str(part) for part in parts if part)
