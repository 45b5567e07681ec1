"""The page of one project: what stands of it, and all that its sources say."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from lib import edtf
from lib.numbers import number
from lib.translations import shown
from sources.models import Source

from ..attributes import ATTRIBUTES
from ..models import Claim, Missing, Project, ProjectQuerySet, ProjectRelation
from ..projection import headline
from ..services import ROWS
from . import parts
from .evidence_list import evidence_list
from .evidence_page import evidence_url
from .figures import by_attribute, figure_of, label_of
from .links import Link, link_to
from .related import related
from .story import Sentence, Story
from .timeline import timeline

# What the strip at the top of the page shows, in this order; the rest of the facts stands beside.
STRIP = ("investment", "jobs", "capacity", "stage")
DAYS = ("announced_on", "commissioning_on")

Row = dict[str, Any]


class Profile:
    """A project as its page shows it. Needs what `reading.with_everything` fetches; asks nothing more.

    `named_by` are relations of other projects to this one, such as the reader may see; `among` all projects that the
    reader may see, for those that are related without a source that says so, which are asked for.
    """

    def __init__(
        self, project: Project, *, named_by: Iterable[ProjectRelation] = (), among: ProjectQuerySet | None = None
    ) -> None:
        self.project = project
        self.named_by = list(named_by)
        self.among = among
        self.claims: list[Claim] = list(project.claims.all())
        self.facility_names = {facility.slug: facility.name for facility in project.facilities.all()}

    @cached_property
    def standing(self) -> dict[str, list[Claim]]:
        """The claims that stand, by facility; "" is the whole project."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            if claim.stands:
                found[claim.facility].append(claim)
        return found

    @cached_property
    def chosen(self) -> dict[str, Claim]:
        """By attribute the claim that speaks for the whole project; where there is none, the one that says why."""
        standing = self.standing[""]
        speaking = headline(standing)
        for claim in standing:
            # Of several bases the projection has chosen already.
            if claim.pk in (self.project.investment_claim_id, self.project.jobs_claim_id):
                speaking[claim.attribute] = claim
        silent = [claim for claim in standing if claim.missing and not claim.for_date]
        return by_attribute([*speaking.values(), *silent])

    @property
    def crumbs(self) -> list[Row]:
        return [{"name": _("Projects"), "url": reverse("projects:list")}]

    @property
    def names(self) -> list[Row]:
        """The title in the languages in which the page is not."""
        shown = self.project.title
        texts = {
            code: getattr(self.project, build_localized_fieldname("title", code)) for code, _ in settings.LANGUAGES
        }
        return [{"language": code, "text": text} for code, text in texts.items() if text and text != shown]

    @property
    def strip(self) -> list[Row]:
        """The figures that matter most; a capacity with its basis, or that of a facility where only those have one."""
        rows = []
        for code in STRIP:
            claim = self.chosen.get(code) if code != "capacity" else self.capacity
            label = label_of(claim) if claim else _label(code)
            facility = self.facility_names.get(claim.facility, "") if claim else ""
            rows.append({"label": f"{label} · {facility}" if facility else label, "figure": figure_of(claim)})
        return rows

    @cached_property
    def capacity(self) -> Claim | None:
        """The capacity to show first: of the whole project, of a facility, and only then a reason why there is none."""
        claims = [claim for claims in self.standing.values() for claim in claims if claim.attribute == "capacity"]
        claims.sort(key=lambda claim: (bool(claim.missing), bool(claim.for_date), bool(claim.facility), claim.pk))
        return claims[0] if claims else None

    @property
    def facts(self) -> list[Row]:
        """What stands beside the strip: place, sectors, days, and every further claim on the whole project."""
        project, region = self.project, self.chosen.get("region")
        links = [link_to(region.region, region)] if region and region.region else []
        facts: list[Row] = [{"label": _label("region"), "links": links, "figure": None if links else figure_of(region)}]
        if project.place:
            facts.append({"label": _("Place"), "text": project.place})
        facts.append({"label": _("Sectors"), "links": self.sectors})
        facts.append({"label": _("Kind"), "text": capfirst(project.get_kind_display())})
        facts += [self._day(code) for code in DAYS]
        facts += [{"label": label_of(claim), "figure": figure_of(claim)} for claim in self._further()]
        facts += [{"label": one.scheme, "text": one.value} for one in project.identifiers.all()]
        verified = edtf.say(project.verified_on.isoformat()) if project.verified_on else _("not yet")
        return [*facts, {"label": _("Verified"), "text": verified}]

    @property
    def known(self) -> list[Row]:
        """How much is known of the project, as far as it follows from what it should state."""
        project = self.project
        told = _("%(stated)s of %(applicable)s attributes") % {
            "stated": project.stated,
            "applicable": project.applicable,
        }
        gaps = [
            Link(capfirst(gap.label), evidence_url(project.slug, gap.attribute), _reason(gap.reason))
            for gap in project.gaps_told
        ]
        facts: list[Row] = [{"label": _("Stated"), "text": told}]
        facts += [{"label": _("Open"), "links": gaps}] if gaps else []
        facts.append({"label": _("Independent publishers"), "text": number(project.publishers)})
        facts.append({"label": _("Last said"), "text": edtf.say(project.last_said_on)})
        return [*facts, {"label": _("Open doubts"), "text": number(project.doubts)}]

    @property
    def sectors(self) -> list[Link]:
        """The primary one first."""
        rows = sorted(self.project.project_sectors.all(), key=lambda row: not row.primary)
        return [link_to(row.sector, row, note=_("primary") if row.primary and len(rows) > 1 else "") for row in rows]

    def _day(self, code: str) -> Row:
        """A day of the projection: that of a claim, or for the announcement the day on which a source first spoke."""
        claim, text = self.chosen.get(code), getattr(self.project, code)
        if text and (claim is None or claim.missing):
            return {"label": _label(code), "text": edtf.say(text)}
        return {"label": _label(code), "figure": figure_of(claim)}

    def _further(self) -> list[Claim]:
        """The standing claims on the whole project that no other part of the page shows."""
        shown = {*STRIP, *DAYS, "region", *(code for code, spec in ATTRIBUTES.items() if spec.rows)}
        spoken = {claim.pk for code, claim in self.chosen.items() if code in shown - {"capacity"}}
        spoken.add(self.capacity.pk if self.capacity else 0)
        return [claim for claim in self.standing[""] if claim.pk not in spoken]

    @cached_property
    def parties(self) -> list[Row]:
        return parts.parties(self.project, self.facility_names)

    @cached_property
    def facilities(self) -> list[Row]:
        return parts.facilities(self.project, self.standing)

    @cached_property
    def goods(self) -> list[Row]:
        return parts.goods(self.project, self.chosen.get("markets"))

    @cached_property
    def timeline(self) -> list[Row]:
        return timeline(self.project, self.chosen)

    @cached_property
    def relations(self) -> list[Row]:
        return parts.relations(self.project, self.named_by)

    @cached_property
    def related(self) -> list[Row]:
        """Projects that are related without a source that says so."""
        told = {row.other_id for row in self.project.relations.all()} | {row.project_id for row in self.named_by}
        return [] if self.among is None else related(self.project, self.among, but=told)

    @cached_property
    def evidence(self) -> list[Row]:
        return evidence_list(self.project, self.claims, self.facility_names)

    @property
    def story(self) -> list[Sentence]:
        return Story(self.project, self.chosen, self.capacity, self.facility_names).sentences

    @property
    def contents(self) -> list[Row]:
        """The sections that the page has, in their order."""
        sections = [
            ("who", _("Who"), self.parties),
            ("facilities", _("Facilities"), self.facilities),
            ("goods", _("Goods, markets, aims"), self.goods),
            ("events", _("Timeline"), self.timeline),
            ("related", _("Related projects"), self.relations or self.related),
            ("note", _("Note"), self.project.note),
            ("evidence", _("Evidence"), True),
            ("history", _("History"), True),
            ("cite", _("Cite as"), True),
        ]
        return [{"id": code, "title": title} for code, title, rows in sections if rows]

    @cached_property
    def sources(self) -> list[Row]:
        """The sources of all rows, those that say most first."""
        rows = [row for name in ROWS for row in getattr(self.project, name).all() if row.citation is not None]
        counts = Counter(row.citation.source_id for row in rows)
        by_pk = {row.citation.source_id: row.citation.source for row in rows}
        return [self._source(by_pk[pk], count) for pk, count in counts.most_common()]

    def _source(self, source: Source, count: int) -> Row:
        about = [
            source.publisher,
            edtf.say(source.published),
            source.get_kind_display(),
            source.get_authority_display(),
        ]
        return {
            "title": shown(source, "title"),
            "url": source.get_absolute_url(),
            "about": [x for x in about if x],
            "count": count,
        }

    @property
    def formats(self) -> list[Row]:
        """The record itself, and its claims as a table."""
        record = reverse("api:project-detail", args=[self.project.slug])
        claims = f"{reverse('api:claim-list')}?project={self.project.slug}"
        return [
            {"name": "JSON", "url": f"{record}?format=json"},
            {"name": _("Claims as CSV"), "url": f"{claims}&format=csv"},
        ]


def _reason(code: str) -> str:
    return str(Missing(code).label) if code else _("no claim on the whole project")


def _label(attribute: str) -> str:
    return str(capfirst(ATTRIBUTES[attribute].label))
