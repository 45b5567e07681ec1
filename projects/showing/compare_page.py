"""Two to five projects side by side: a row an attribute, with each project's figure, its bound, sense and mark."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.suggest import close_matches
from lib.translations import shown

from ..models import Project
from ..reading import with_everything
from .columns import backers
from .links import Link
from .profile import STRIP, Profile

LEAST, MOST = 2, 5
KNOWN = ("slug", "as_of", "known_on")

Row = dict[str, Any]


class ComparePage:
    """The projects that `slug` names (by commas or repetition), such as the reader may see."""

    def __init__(self, request: HttpRequest) -> None:
        self.query = request.GET
        named = [part.strip() for text in self.query.getlist("slug") for part in text.split(",")]
        self.slugs = list(dict.fromkeys(slug for slug in named if slug))
        self.visible = Project.objects.visible_to(request.user)

    @property
    def status(self) -> int:
        return 400 if self.errors else 200

    @cached_property
    def profiles(self) -> list[Profile]:
        """In the order in which they are named; none where there are too many or too few."""
        if not LEAST <= len(self.slugs) <= MOST:
            return []
        asked = [slug for slug in self.slugs if "\0" not in slug]
        found = {one.slug: one for one in with_everything(self.visible.filter(slug__in=asked))}
        return [Profile(found[slug]) for slug in self.slugs if slug in found]

    @cached_property
    def errors(self) -> list[str]:
        """What is wrong with the address, each naming its parameter."""
        wrong = [
            _("“%(name)s” is no parameter of this page.") % {"name": name[:60]}
            for name in self.query
            if name not in KNOWN
        ]
        if not LEAST <= len(self.slugs) <= MOST:
            said = _("slug: name %(least)s to %(most)s projects, as slug=a,b; there are %(count)s.")
            return [*wrong, said % {"least": LEAST, "most": MOST, "count": len(self.slugs)}]
        found = {profile.project.slug for profile in self.profiles}
        return wrong + [self._unknown(slug) for slug in self.slugs if slug not in found]

    def _unknown(self, slug: str) -> str:
        said = _("slug: there is no project “%(slug)s”.") % {"slug": slug[:100]}
        near = close_matches(slug, self.visible.values_list("slug", flat=True), limit=1)
        return f"{said} {_('Is “%(slug)s” meant?') % {'slug': near[0]}}" if near else said

    @property
    def crumbs(self) -> list[Row]:
        return [{"name": _("Projects"), "url": reverse("projects:list")}]

    @property
    def projects(self) -> list[Link]:
        return [Link(shown(one.project, "title"), one.project.get_absolute_url()) for one in self.profiles]

    @property
    def rows(self) -> list[Row]:
        """Rows of label, cells (each as a row of `_facts.html`, with its project) and differs."""
        told = [_told(profile) for profile in self.profiles]
        labels = dict.fromkeys(label for facts in told for label in facts)
        return [self._row(label, [facts.get(label, {}) for facts in told]) for label in labels]

    def _row(self, label: str, cells: list[Row]) -> Row:
        titles = [profile.project.title for profile in self.profiles]
        return {
            "label": label,
            "cells": [cell | {"project": title} for cell, title in zip(cells, titles, strict=True)],
            "differs": len({_said(cell) for cell in cells}) > 1,
        }


def _told(profile: Profile) -> dict[str, Row]:
    """What a project's page tells of it, by label; a capacity says in a note what it is of."""
    facts: dict[str, Row] = {}
    for code, fact in zip(STRIP, profile.strip, strict=True):
        label, _sign, of = fact["label"].partition(" · ")
        facts[label] = {"figure": fact["figure"], "note": of} if code == "capacity" else {"figure": fact["figure"]}
    facts[_("Investors")] = {"links": backers(profile.project.participations.all())}
    for row in (*profile.facts, *profile.goods):
        facts.setdefault(row["label"], row)
    return facts


def _said(cell: Row) -> tuple[Any, ...]:
    """What a reader sees of a cell."""
    figure = cell.get("figure")
    seen = (figure.text, figure.modality, figure.missing) if figure else ()
    return (*seen, cell.get("text", ""), *_names(cell.get("links") or []), cell.get("note", ""))


def _names(links: Iterable[Link]) -> list[str]:
    return sorted(str(link.name) for link in links)
