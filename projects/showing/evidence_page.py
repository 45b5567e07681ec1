"""What sources say of one attribute of a project, side by side: who, when, which stands and why, and how far apart."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib.numbers import percent
from lib.translations import shown

from ..attributes import ATTRIBUTES
from ..disagreements import NUMBERS, Group
from ..models import Claim, Project, Rank
from ..weighing import Rule, place, rule_before
from .evidence import evidence_row
from .figures import label_of, printed, scope_of, value_in_words, words_url
from .time_chart import TimeChart, formatter

Row = dict[str, Any]


class GroupShown:
    """A group as a section of the page; `facilities` are names by slug, `number` its place on the page."""

    def __init__(self, group: Group, facilities: Mapping[str, str], number: int = 1) -> None:
        self.group, self.facilities, self.number = group, facilities, number

    @property
    def title(self) -> str:
        """What the claims are about, beside the attribute."""
        parts = scope_of(self.group.about, self.facilities)
        return capfirst(", ".join(parts)) if parts else _("The whole project, at full scale")

    @property
    def verdict(self) -> str:
        """Which claim stands, and by which step of the rule."""
        claim, rule = self.group.stands, self.group.rule
        if claim is None or rule is None:
            return _("None stands: an editor set all of them aside.")
        said = {"value": value_in_words(claim), "why": str(rule.label), "reason": claim.reason}
        if rule == Rule.PREFERRED:
            return _("“%(value)s” stands: %(why)s. The reason: %(reason)s") % said
        return _("“%(value)s” stands: %(why)s.") % said

    @property
    def difference(self) -> str:
        return difference_of(self.group)

    @cached_property
    def chart(self) -> TimeChart | None:
        return TimeChart(self.group, self.number) if len(self.group.claims) > 1 else None

    @property
    def rows(self) -> list[Row]:
        """The claims as rows of evidence, what stands first, each of the others with why it does not."""
        return [self._row(claim) for claim in self.group.claims]

    def _row(self, claim: Claim) -> Row:
        row = evidence_row(claim, self.facilities)
        if not claim.stands and claim.rank != Rank.DEPRECATED and self.group.stands:
            rule = rule_before(self.group.stands, claim)
            row["reason"] = _("of what stands, %(why)s") % {"why": rule.label if rule else ""}
        return row

    @property
    def acts(self) -> list[Row]:
        """For each claim what an editor can do with it: its value and the address that prefers it, "" where it is."""
        return [
            {
                "value": value_in_words(claim),
                "source": claim.citation.source.publisher or str(claim.citation.source),
                "prefer_url": reverse("admin:projects_claim_prefer", args=[claim.pk])
                if claim.rank != Rank.PREFERRED
                else "",
            }
            for claim in self.group.claims
        ]


class EvidencePage:
    """The page of one attribute of a project."""

    def __init__(self, project: Project, attribute: str, groups: Iterable[Group]) -> None:
        self.project, self.spec = project, ATTRIBUTES[attribute]
        ordered = sorted(groups, key=lambda group: (group.key[1:], group.about.pk))
        names = {facility.slug: facility.name for facility in project.facilities.current()} if _named(ordered) else {}
        self.groups = [GroupShown(group, names, place) for place, group in enumerate(ordered, 1)]

    @property
    def title(self) -> str:
        return str(capfirst(self.spec.label))

    @property
    def crumbs(self) -> list[Row]:
        return [
            {"name": _("Projects"), "url": reverse("projects:list")},
            {"name": self.project.title, "url": self.project.get_absolute_url()},
        ]

    @property
    def summary(self) -> str:
        count = sum(len(shown.group.claims) for shown in self.groups)
        sources = len({claim.citation.source_id for shown in self.groups for claim in shown.group.claims})
        said = ngettext("%(count)s claim", "%(count)s claims", count) % {"count": count}
        by = ngettext("%(count)s source", "%(count)s sources", sources) % {"count": sources}
        return _("%(claims)s by %(sources)s") % {"claims": said, "sources": by}

    @property
    def formats(self) -> list[Row]:
        address = reverse("api:evidence", args=[self.project.slug])
        return [{"name": "JSON", "url": f"{address}?attribute={self.spec.code}&format=json"}]


def _named(groups: Iterable[Group]) -> bool:
    return any(group.about.facility for group in groups)


def difference_of(group: Group) -> str:
    """Whether the claims of a group differ, and how far their numbers lie apart."""
    if len(group.compared) < 2:
        return ""
    if not group.differs:
        is_number = group.compared[0].kind in NUMBERS
        return _("They cannot be compared.") if is_number and group.span is None else _("The sources agree.")
    if group.spread is None:
        return _("The sources disagree.")
    if not group.spread:
        return _("The sources disagree on the bound only.")
    return _("The sources disagree: the lowest figure is %(part)s below the highest.") % {"part": part_of(group)}


def part_of(group: Group) -> str:
    """The size of a difference in percent; "" where there is none."""
    return percent(Decimal(f"{group.spread * 100:.1f}")) if group.spread is not None else ""


def span_of(group: Group) -> list[Row]:
    """From the lowest to the highest, each with the way to its words; each value that is named where none is lower."""
    if group.farthest is None:
        named = [(value_in_words(claim), claim) for claim in group.compared]
    else:
        write = formatter(group.compared)
        named = [(write(number), claim) for number, claim in group.farthest]
    first: dict[str, Claim] = {}
    for text, claim in named:
        first.setdefault(text, claim)
    return [
        {"value": text, "words_url": words_url(claim), "as_printed": printed(claim)} for text, claim in first.items()
    ]


def disagreement_row(group: Group, facilities: Mapping[str, str]) -> Row:
    """A row of `projects/_disagreements.html`."""
    about = group.about
    return {
        "project": {"name": shown(about.project, "title"), "url": about.project.get_absolute_url()},
        "what": label_of(about),
        "facility": facilities.get(about.facility, about.facility),
        "url": evidence_url(about.project.slug, about.attribute),
        "claims": len(group.claims),
        "span": span_of(group),
        "is_range": group.farthest is not None,
        "part": part_of(group),
        "stands": value_in_words(group.stands) if group.stands else "",
        "words_url": words_url(group.stands) if group.stands else "",
        "as_printed": printed(group.stands) if group.stands else "",
    }


def evidence_url(slug: str, attribute: str) -> str:
    return reverse("projects:evidence", args=[slug, attribute])


def evidence_links(project: Project, claims: Iterable[Claim]) -> list[Row]:
    """Of a project's claims the attributes with their pages, and for each how far its claims differ."""
    groups = Group.all_of(sorted(claims, key=place, reverse=True))
    by_attribute = {code: [group for group in groups if group.about.attribute == code] for code in ATTRIBUTES}
    return [_link(project, code, found) for code, found in by_attribute.items() if found]


def _link(project: Project, attribute: str, groups: list[Group]) -> Row:
    open_ones = sorted((group for group in groups if group.differs), key=lambda group: -(group.spread or 0))
    count = sum(len(group.claims) for group in groups)
    return {
        "code": attribute,
        "name": capfirst(ATTRIBUTES[attribute].label),
        "url": evidence_url(project.slug, attribute),
        "count": ngettext("%(count)s claim", "%(count)s claims", count) % {"count": count},
        "difference": difference_of(open_ones[0]) if open_ones else "",
    }
