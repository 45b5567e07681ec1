"""A project in a few sentences, made from the claims that stand: "More than 4,000 jobs are aimed at." """

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from babel.lists import format_list
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lib import edtf
from lib.bounds import Bound
from lib.countries import locale_of
from lib.numbers import number
from lib.translations import shown_name

from ..attributes import ATTRIBUTES, Stage
from ..completeness import CORE
from ..disagreements import Group
from ..models import Claim, Missing, Modality, Project
from ..weighing import place
from . import sentences
from .columns import BACKERS
from .evidence_page import evidence_url
from .figures import dollars_of, value_of
from .links import Link, link_to

# Organizations that are named; more than one further is counted.
MOST_NAMED = 3
# Stages that a project has as soon as it is planned.
PLANS = (Stage.ANNOUNCED, Stage.AGREED, Stage.PREPARING)
# Senses in which a thing is not yet so.
AHEAD = (Modality.PLANNED, Modality.EXPECTED, Modality.AIMED, Modality.AGREED)
# What the first sentence tells, also that it is not stated.
TOLD_FIRST = ("stage", "region")

HOLE = re.compile(r"%\((?P<name>\w+)\)s|\[(?P<words>[^\]]+)\]")


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: a text, and where it leads, "" for nowhere."""

    text: str
    url: str = ""


Sentence = list[Piece]


class Story:
    """The sentences of a project.

    `chosen` are the claims that speak for it by attribute, or say why there is no value; `capacity` is the one to tell,
    also of a facility (`facilities` are names by slug). Needs the project's participations and claims fetched.
    """

    def __init__(
        self,
        project: Project,
        chosen: Mapping[str, Claim],
        capacity: Claim | None,
        facilities: Mapping[str, str],
    ) -> None:
        self.project, self.facilities = project, facilities
        self.chosen = {**chosen, "capacity": capacity} if capacity else dict(chosen)
        self.spoken = {code: claim for code, claim in self.chosen.items() if not claim.missing}

    @property
    def sentences(self) -> list[Sentence]:
        told = [self._where(), self._who()]
        tell = {
            "investment": self._investment,
            "jobs": self._jobs,
            "capacity": self._capacity,
            "commissioning_on": self._commissioning,
        }
        told += [tell[code](self.spoken[code]) for code in tell if code in self.spoken]
        told += [*self._silent(), self._disagreeing()]
        return [_begun(sentence) for sentence in told if sentence]

    def _where(self) -> Sentence:
        """Stage and place; a stage that is still ahead is told as such."""
        stage, region = self.spoken.get("stage"), self.spoken.get("region")
        own = {"place": [_to(region, shown_name(region.region))]} if region and region.region else {}
        if stage is None:
            return _sentence(sentences.PLACED[""] if own else sentences.PLACELESS[""], own)
        if stage.code not in PLANS and stage.modality in AHEAD:
            own["stage"] = [_to(stage, f"{stage.label} ({stage.get_modality_display()})")]
            return _sentence(sentences.AHEAD_PLACED if "place" in own else sentences.AHEAD_PLACELESS, own)
        said = sentences.PLACED if own else sentences.PLACELESS
        return _sentence(said[Stage(stage.code)], own, stage.get_absolute_url())

    def _who(self) -> Sentence:
        """Who invests, the first of many by name."""
        named: dict[int, Link] = {}
        for row in self.project.participations.all():
            if row.role in BACKERS and (row.investor_id not in named or named[row.investor_id].basis):
                named[row.investor_id] = link_to(row.investor, row)
        links = list(named.values())
        if not links:
            return [Piece(_("Who invests is not stated."))]
        first = links if len(links) <= MOST_NAMED + 1 else links[:MOST_NAMED]
        names = [
            Piece(format_html("{} ({})", one.name, one.basis) if one.basis else one.name, one.url) for one in first
        ]
        if rest := len(links) - len(first):
            names.append(Piece(ngettext("%(n)s more", "%(n)s more", rest) % {"n": number(rest)}, "#who"))
        said = _("The investor is %(names)s.") if len(links) == 1 else _("The investors are %(names)s.")
        return _sentence(said, {"names": _listed(names)})

    def _investment(self, claim: Claim) -> Sentence:
        amount, dollars = value_of(claim)[1], dollars_of(claim)
        own = {"amount": [_to(claim, f"{amount} ({dollars})" if dollars else amount)]}
        return _sentence(sentences.INVESTMENT[claim.modality], own)

    def _jobs(self, claim: Claim) -> Sentence:
        ends = {"number": claim.value, "low": claim.low, "high": claim.high}
        n = int(next(end for end in (claim.value, claim.high, claim.low) if end is not None))
        written = {name: number(end) for name, end in ends.items() if end is not None}
        words = sentences.COUNTED[Bound(claim.bound)] % {"n": n, **written}
        said = sentences.JOBS[claim.modality] % {"n": n, "jobs": "%(jobs)s"}
        return _sentence(said, {"jobs": [_to(claim, _with_basis(claim, words))]})

    def _capacity(self, claim: Claim) -> Sentence:
        own = {"capacity": [_to(claim, _with_basis(claim, value_of(claim)[1]))]}
        if not claim.facility:
            return _sentence(sentences.CAPACITY[claim.modality], own)
        name = self.facilities.get(claim.facility, claim.facility)
        own["facility"] = [Piece(name, f"#facility-{claim.facility}")]
        return _sentence(sentences.CAPACITY_OF_PART[claim.modality], own)

    def _commissioning(self, claim: Claim) -> Sentence:
        own = {"date": [_to(claim, edtf.say(claim.date))]}
        return _sentence(sentences.COMMISSIONING[claim.modality], own)

    def _silent(self) -> list[Sentence]:
        """What every project should state and this one does not, by reason; a claim that says so is linked."""
        reasons = defaultdict(list)
        for code in CORE:
            if code not in self.spoken and code not in TOLD_FIRST:
                claim = self.chosen.get(code)
                label = str(sentences.NAMES.get(code, ATTRIBUTES[code].label))
                reason = Missing(claim.missing) if claim else Missing.NOT_STATED
                reasons[reason].append(_to(claim, label) if claim else Piece(label))
        return [
            _sentence(said, {"attributes": _listed(reasons[reason])})
            for reason, said in sentences.SILENT.items()
            if reasons[reason]
        ]

    def _disagreeing(self) -> Sentence:
        """Of which of these things the sources say different ones."""
        groups = Group.all_of(sorted(self.project.claims.all(), key=place, reverse=True))
        differ = {group.about.attribute for group in groups if group.differs}
        names = [
            Piece(str(spec.label), evidence_url(self.project.slug, code))
            for code, spec in ATTRIBUTES.items()
            if code in differ
        ]
        return _sentence(_("The sources disagree: %(attributes)s."), {"attributes": _listed(names)}) if names else []


def _to(claim: Claim, text: str) -> Piece:
    return Piece(text, claim.get_absolute_url())


def _with_basis(claim: Claim, said: str) -> str:
    return f"{said} ({claim.get_basis_display()})" if claim.basis else said


def _sentence(said: Any, own: Mapping[str, Sentence], url: str = "") -> Sentence:
    """The pieces of a text whose names stand for `own` pieces, and whose bracketed words lead to `url`."""
    text, end, pieces = str(said), 0, []
    for hole in HOLE.finditer(text):
        pieces.append(Piece(text[end : hole.start()]))
        pieces += own.get(hole["name"], []) if hole["name"] else [Piece(hole["words"], url)]
        end = hole.end()
    return [piece for piece in [*pieces, Piece(text[end:])] if piece.text]


def _listed(names: list[Piece]) -> Sentence:
    """Names with the commas and the "and" of the language between them."""
    marks = [f"%({spot})s" for spot in range(len(names))]
    said = format_list(marks, locale=locale_of(get_language() or "en"))
    return _sentence(said, {str(spot): [name] for spot, name in enumerate(names)})


def _begun(sentence: Sentence) -> Sentence:
    """The sentence with a capital; a name in another language stays as it is."""
    first, *rest = sentence
    return sentence if isinstance(first.text, SafeString) else [replace(first, text=capfirst(first.text)), *rest]
