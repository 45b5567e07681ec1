"""What happened to a project, what is to happen, and when which source said what: one list by the day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lib import edtf

from ..models import Claim, Event, Modality, Project
from .figures import figure_of, label_of, printed, words_url

# Days of the projection that stand in the list, and the figures of which it tells when a source gave them.
DAYS = {"announced_on": "announced", "commissioning_on": "commissioned"}
FIGURES = ("investment", "jobs", "capacity", "stage", "region", "commissioning_on")

Row = dict[str, Any]


def timeline(project: Project, chosen: Mapping[str, Claim]) -> list[Row]:
    """Rows of `projects/_timeline.html`: the earliest first, undated ones last.

    A day that an event tells is told once. `chosen` are the claims that speak for the whole project by attribute.
    """
    events = list(project.events.all())
    told = {event.kind for event in events}
    rows = [_event(event) for event in events]
    rows += [_day(chosen[code]) for code, kind in DAYS.items() if code in chosen and kind not in told]
    rows += _said(project.claims.all())
    return sorted((row for row in rows if row), key=lambda row: (row["first"] is None, row["first"] or date.min))


def _row(text: str, first: date | None, last: date | None, **members: Any) -> Row:
    is_day = first is not None and first == last
    return {
        "kind": text,
        "first": None if first == date.min else first,
        "datetime": first.isoformat() if is_day and first else "",
        **members,
    }


def _event(event: Event) -> Row:
    return _row(
        capfirst(event.get_kind_display()),
        event.date_first,
        event.date_last,
        date=edtf.say(event.date),
        note=event.note,
        words_url=words_url(event),
        as_printed=printed(event),
    )


def _day(claim: Claim) -> Row:
    """A day that a claim gives, planned ones marked as ahead; nothing for a claim without one."""
    if claim.missing:
        return {}
    sense = claim.get_modality_display()
    label = capfirst(claim.spec.label)
    return _row(
        f"{label} · {sense}" if sense else label,
        claim.date_first,
        claim.date_last,
        date=edtf.say(claim.date),
        is_ahead=claim.modality not in ("", Modality.ACTUAL, Modality.IN_PROGRESS),
        words_url=words_url(claim),
        as_printed=printed(claim),
    )


def _said(claims: Iterable[Claim]) -> list[Row]:
    """Of each source and day the figures on the whole project that it gave, in the order of FIGURES."""
    grouped: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.attribute in FIGURES and claim.said_on and not (claim.missing or claim.facility or claim.for_date):
            grouped[claim.citation.source_id, claim.said_on].append(claim)
    return [_source(sorted(said, key=lambda claim: FIGURES.index(claim.attribute))) for said in grouped.values()]


def _source(said: list[Claim]) -> Row:
    first = said[0]
    source = first.citation.source
    return _row(
        _("%(source)s says") % {"source": source.publisher or str(source)},
        first.said_first,
        first.said_last,
        date=edtf.say(first.said_on),
        is_said=True,
        figures=[{"label": label_of(claim), "figure": figure_of(claim), "stands": claim.stands} for claim in said],
    )
