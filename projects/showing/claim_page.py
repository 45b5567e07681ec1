"""The page of one claim: the words that carry it, and why it stands or not."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lib import edtf

from ..attributes import ATTRIBUTES, ValueKind
from ..models import Claim
from ..models.standing import GROUP
from .evidence import evidence_row
from .figures import figure_of, printed, scope_of, words_url
from .links import Link


class ClaimPage:
    """What `projects/claim.html` shows of a claim read with `for_record`. Two further queries."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.project = claim.project

    @property
    def crumbs(self) -> list[Link]:
        return [Link(_("Projects"), reverse("projects:list")), Link(str(self.project), self.project.get_absolute_url())]

    @property
    def title(self) -> str:
        return " · ".join(
            [capfirst(ATTRIBUTES[self.claim.attribute].label), *scope_of(self.claim, self.facility_names)]
        )

    @cached_property
    def facility_names(self) -> dict[str, str]:
        return {facility.slug: facility.name for facility in self.project.facilities.current()}

    @property
    def figure(self) -> Any:
        return figure_of(self.claim, with_notes=True)

    @property
    def printed(self) -> str:
        return printed(self.claim)

    @property
    def words_url(self) -> str:
        return words_url(self.claim)

    @property
    def facts(self) -> list[dict[str, Any]]:
        """How the claim is to be read, row by row."""
        claim = self.claim
        numeric = claim.kind in (ValueKind.MONEY, ValueKind.QUANTITY)
        texts = [
            (_("Bound"), claim.get_bound_display() if numeric else ""),
            (_("Sense"), claim.get_modality_display()),
            (_("No value because"), claim.get_missing_display()),
            (_("Said on"), edtf.say(claim.said_on)),
            (_("Recorded"), edtf.say(claim.recorded_at.date().isoformat())),
            (_("Retired"), edtf.say(claim.retired_at.date().isoformat()) if claim.retired_at else ""),
            (_("Rank"), claim.get_rank_display() if claim.rank != "normal" else ""),
            (_("Reason"), claim.reason),
        ]
        rows = [{"label": label, "text": capfirst(str(text))} for label, text in texts if text]
        source = self.claim.citation.source if self.claim.citation else None
        if source is None:
            return rows
        where = ", ".join(part for part in (source.publisher, self.claim.citation.locator) if part)
        return [*rows, {"label": _("Source"), "links": [Link(str(source), self.words_url, where)]}]

    @cached_property
    def others(self) -> list[dict[str, Any]]:
        """The other claims on the same thing, also retired ones, the one that stands first."""
        same = {name: getattr(self.claim, name) for name in GROUP}
        rows = Claim.objects.filter(**same).exclude(pk=self.claim.pk).for_record()
        ordered = sorted(rows, key=lambda claim: (not claim.stands, claim.retired_at is not None, -claim.pk))
        return [evidence_row(claim, self.facility_names) for claim in ordered]

    @property
    def verdict(self) -> str:
        """Whether it stands, in a sentence."""
        if self.claim.retired_at is not None:
            return _("The registry holds this claim no longer; it stays readable.")
        if self.claim.stands:
            return _("This claim stands: of all that is said on the same thing, the registry shows this.")
        return _("Another claim on the same thing stands.")

    @property
    def cite(self) -> str:
        """A line to cite the claim by, with its address."""
        return _("Investment project registry, %(project)s, %(what)s (claim %(uid)s)") % {
            "project": self.project,
            "what": self.title,
            "uid": self.claim.uid,
        }

    @property
    def exports(self) -> list[dict[str, str]]:
        return [{"name": "JSON", "url": reverse("api:claim-detail", args=[self.claim.uid])}]
