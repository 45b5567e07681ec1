"""The page of one claim: what it says in full, why it stands or not, and the other claims of the same thing."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from history.words import moment
from lib import edtf
from lib.bounds import ABOUT_PERCENT, Bound
from lib.numbers import money, number, quantity

from ..attributes import ValueKind
from ..models import Claim, Facility, Rank
from .evidence import evidence_row
from .figures import figure_of, label_of, printed, value_in_words, words_url
from .links import Link, link_to
from .reasons import place, why_before

# A correction retires a claim and records another one in one go, but not in the same microsecond.
AT_ONCE = timedelta(seconds=10)

Row = dict[str, Any]


class ClaimPage:
    """A claim and all claims of its group, itself and retired ones among them; asks for the facility's name only."""

    def __init__(self, claim: Claim, group: Iterable[Claim]) -> None:
        self.claim = claim
        self.group = sorted(group, key=place, reverse=True)

    @cached_property
    def facility_names(self) -> dict[str, str]:
        if not self.claim.facility:
            return {}
        facilities = Facility.objects.current().filter(project=self.claim.project_id, slug=self.claim.facility)
        return {facility.slug: facility.name for facility in facilities}

    @property
    def title(self) -> str:
        """What is claimed, as it is read out: "Jobs: more than 4,000"."""
        parts = [label_of(self.claim), *self.facility_names.values()]
        return f"{' · '.join(parts)}: {value_in_words(self.claim)}"

    @property
    def cited(self) -> str:
        """What is claimed of what, and in which sense: "Port: Jobs: more than 4,000 (planned)"."""
        sense = f" ({self.claim.get_modality_display()})" if self.claim.modality else ""
        return f"{self.claim.project.title}: {self.title}{sense}"

    @property
    def printed(self) -> str:
        return printed(self.claim)

    @property
    def words_url(self) -> str:
        return words_url(self.claim)

    @property
    def crumbs(self) -> list[Row]:
        project = self.claim.project
        return [
            {"name": _("Projects"), "url": reverse("projects:list")},
            {"name": project.title, "url": project.get_absolute_url()},
        ]

    @property
    def facts(self) -> list[Row]:
        """All members of the claim that say something, in the order in which one asks for them."""
        claim = self.claim
        facts: list[Row] = [{"label": _("Says of"), "links": self._subject()}]
        facts.append({"label": capfirst(claim.spec.label), "figure": figure_of(claim, with_notes=True)})
        facts += self._limits()
        if claim.region:
            facts.append({"label": _("Place"), "links": [link_to(claim.region)]})
        if claim.rank != Rank.NORMAL:
            reason = f": {claim.reason}" if claim.reason else ""
            facts.append({"label": _("Rank"), "text": f"{capfirst(claim.get_rank_display())}{reason}"})
        source, locator = claim.citation.source, claim.citation.locator
        note = ", ".join(part for part in (source.publisher, locator) if part)
        facts.append({"label": _("Source"), "links": [Link(source.title, words_url(claim), note)]})
        facts.append({"label": _("Said on"), "text": edtf.say(claim.said_on)})
        facts.append({"label": _("Recorded"), "text": moment(claim.recorded_at)})
        if claim.retired_at:
            facts.append({"label": _("Retired"), "text": moment(claim.retired_at)})
        facts += [{"label": label, "links": links} for label, links in self._neighbours() if links]
        return facts

    def _subject(self) -> list[Link]:
        links = [link_to(self.claim.project)]
        for slug, name in self.facility_names.items():
            links.append(Link(name, f"{self.claim.project.get_absolute_url()}#facility-{slug}"))
        return links

    def _limits(self) -> list[Row]:
        """The number in full, the numbers between which the truth then lies, and in dollars where it was converted."""
        claim = self.claim
        if claim.missing or claim.kind not in (ValueKind.MONEY, ValueKind.QUANTITY):
            return []
        bound = str(claim.get_bound_display())
        if claim.bound == Bound.ABOUT:
            bound = _("about: plus or minus %(percent)s %%, a rule of this registry") % {"percent": ABOUT_PERCENT}
        facts: list[Row] = [{"label": _("Bound"), "text": capfirst(bound)}]
        if claim.low != claim.high or claim.bound != Bound.EXACT:
            low = self._full(claim.low) if claim.low is not None else _("open")
            high = self._full(claim.high) if claim.high is not None else _("open")
            facts.append({"label": _("Lowest and highest"), "text": f"{low} – {high}"})
        else:
            facts.append({"label": _("In full"), "text": self._full(claim.low)})
        return facts + self._dollars()

    def _full(self, amount: Any) -> str:
        claim = self.claim
        if claim.kind == ValueKind.MONEY:
            return f"{money(amount, claim.currency)} ({claim.currency})"
        return quantity(amount, claim.unit, claim.per)

    def _dollars(self) -> list[Row]:
        claim, rate = self.claim, self.claim.usd_rate
        if rate is None:
            return []
        ends = [money(end, "USD") for end in dict.fromkeys((claim.usd_low, claim.usd_high)) if end is not None]
        words = _("at %(rate)s %(currency)s for one dollar on %(day)s") % {
            "rate": number(rate.rate),
            "currency": rate.currency,
            "day": edtf.say(rate.day.isoformat()),
        }
        source = Link(rate.source.title, rate.source.get_absolute_url())
        return [
            {"label": _("In US dollars"), "text": f"{' – '.join(ends)}, {words}"},
            {"label": _("Rate from"), "links": [source]},
        ]

    def _neighbours(self) -> list[tuple[str, list[Link]]]:
        """What was retired when this claim was recorded, and what was recorded when it was retired."""
        claim, others = self.claim, [other for other in self.group if other.pk != self.claim.pk]
        before = [one for one in others if one.retired_at and abs(one.retired_at - claim.recorded_at) < AT_ONCE]
        after = [one for one in others if claim.retired_at and abs(one.recorded_at - claim.retired_at) < AT_ONCE]
        links = {_("Replaces"): before, _("Replaced by"): [one for one in after if one.recorded_at > claim.recorded_at]}
        return [(label, [_link(one) for one in found]) for label, found in links.items()]

    @property
    def standing(self) -> Claim | None:
        return next((claim for claim in self.group if claim.stands), None)

    @property
    def verdict(self) -> str:
        """Whether it stands, and by which step of the rule."""
        claim, current = self.claim, [one for one in self.group if not one.retired_at and one.rank != Rank.DEPRECATED]
        if claim.retired_at:
            return _("Retired: the registry holds it no longer, and keeps it for its past.")
        if claim.rank == Rank.DEPRECATED:
            return _("Set aside by an editor: it never stands.")
        if not claim.stands:
            return _("Does not stand: of another claim of the same thing, %(why)s.") % {"why": self._why(claim)}
        if len(current) == 1:
            return _("Stands: it is the only claim of this.")
        second = next(one for one in current if one.pk != claim.pk)
        return _("Stands before the other claims of the same thing: %(why)s.") % {"why": why_before(claim, second)}

    def _why(self, claim: Claim) -> str:
        return why_before(self.standing, claim) if self.standing else ""

    @property
    def rows(self) -> list[Row]:
        """The group as rows of evidence: what stands first, retired ones last, each with why it does not stand."""
        rows = sorted(self.group, key=lambda claim: (claim.retired_at is not None, not claim.stands))
        return [self._row(claim) for claim in rows]

    def _row(self, claim: Claim) -> Row:
        row = evidence_row(claim, self.facility_names)
        if not (claim.stands or claim.retired_at or claim.rank == Rank.DEPRECATED):
            row["reason"] = _("of what stands, %(why)s") % {"why": self._why(claim)}
        return row | {"is_this": claim.pk == self.claim.pk}

    @property
    def formats(self) -> list[Row]:
        return [{"name": "JSON", "url": f"{reverse('api:claim-detail', args=[self.claim.uid])}?format=json"}]


def _link(claim: Claim) -> Link:
    return Link(value_in_words(claim), claim.get_absolute_url(), note=edtf.say(claim.said_on))
