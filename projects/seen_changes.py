"""What a reader may see of the history.

Those who work on the registry see all of it. Everybody else sees public records: a project only as it was while it was
published, from its publication (as if entered then) to its withdrawal, of which nothing but the fact is left. Who made
a change is told to nobody but colleagues.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, OuterRef, Q

from history.models import Change, ChangeQuerySet

from .models import Project, Publication, can_see_drafts

PROJECT = "project"
PUBLISHED = Publication.PUBLISHED.value

Reader = AbstractBaseUser | AnonymousUser


def sees_all(reader: Reader) -> bool:
    """Whether this reader sees the whole history, with names."""
    return bool(reader.has_perm("history.view_revision")) and can_see_drafts(reader)


def changes_for(reader: Reader) -> ChangeQuerySet:
    """The changes that this reader may see; what is shown of them, `as_seen` answers."""
    changes = Change.objects.all()
    if sees_all(reader):
        return changes
    is_public = Exists(Project.objects.public().filter(slug=OuterRef("slug")))
    was, became = Q(before__publication=PUBLISHED), Q(after__publication=PUBLISHED)
    return changes.alias(is_public=is_public).filter(
        ~Q(record_type=PROJECT) | (Q(is_public=True) & (was | became)) | (Q(is_public=False) & was & ~became)
    )


def as_seen(reader: Reader, changes: Iterable[Change]) -> list[Change]:
    """These changes, which `changes_for` chose, as this reader may see them: two queries at most, for all of them."""
    changes = list(changes)
    if sees_all(reader):
        return changes
    slugs = {change.slug for change in changes if change.record_type == PROJECT}
    slugs |= {slug for change in changes for slug in _related(change.before) | _related(change.after)}
    public = set(Project.objects.public().filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
    return [_as_public(change, public) if change.record_type == PROJECT else change for change in changes]


def _as_public(change: Change, public: set[str]) -> Change:
    """The change of a project as everybody sees it; nothing of the documents is left where it is not public now."""
    before, after = (_document(document, public) for document in (change.before, change.after))
    if change.slug not in public:
        before, after = {}, None
    seen = Change(
        pk=change.pk,
        revision=change.revision,
        record_type=change.record_type,
        slug=change.slug,
        before=before,
        after=after,
    )
    seen._state.adding = False
    return seen


def _document(document: dict[str, Any] | None, public: set[str]) -> dict[str, Any] | None:
    """A document without relations to projects that are not public; None where it was not public itself."""
    if document is None or document.get("publication") != PUBLISHED:
        return None
    rows = document.get("relations", [])
    return document | {"relations": [row for row in rows if row["project"]["slug"] in public]}


def _related(document: dict[str, Any] | None) -> set[str]:
    return {row["project"]["slug"] for row in (document or {}).get("relations", [])}
