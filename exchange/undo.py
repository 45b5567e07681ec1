"""Undo: what a revision changed is written back by the services that wrote it, as one new revision.

What a record said before is in the kept documents. A cited row that comes back is a new row that says the same, so
that undo of undo leads to equal documents but for what names the rows and the order they stand in. Nothing is ever
purged: a new project is withdrawn, other new records stay.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError as FormError
from rest_framework.serializers import ListSerializer

from accounts.models import User
from history.diff import Entry, Path, apply, diff
from history.models import Change, Revision
from history.records import placed
from history.services import revision as writing
from lib.essence import as_text, essence
from lib.serializers import RecordSerializer, document
from projects.models import Project, Publication
from projects.serializers import ClaimSerializer
from projects.services import let_stand, withdraw_project
from regions.models import Region
from regions.serializers import RegionSerializer
from regions.services import region_document, save_region
from sources.models import Citation

from .records import RECORD_TYPES, RecordType

Said = dict[str, Any]
Places = dict[tuple[str, str, str], dict[str, int]]

SHOWN = 10  # later revisions that an error names
WITHDRAWAL = Project._meta.get_field("withdrawal").max_length


def _save_region(record: Region, values: dict[str, Any], **options: Any) -> Region:
    return save_region(region=record, values=values, **options)


REGIONS = RecordType("regions", Region, RegionSerializer, _save_region, region_document, key="code")
# By the name that a change has for them, in the order in which they build on each other.
KINDS = {kind.model._meta.model_name: kind for kind in (REGIONS, *RECORD_TYPES.values())}


@dataclass
class Undoing:
    """A change that is taken back: its record, locked and as it says now, for the user and the reason of the undo."""

    change: Change
    kind: RecordType
    record: Model
    user: User | None
    why: str
    merge: bool

    @cached_property
    def form(self) -> RecordSerializer:
        return self.kind.serializer(context={"document": True})

    @cached_property
    def places(self) -> Places:
        """Where words stand that were cited before the text of their source was stored: as today in the first place."""
        sources = {citation["source"] for kept in (self.change.before, self.change.after) for citation in _cited(kept)}
        placed = Citation.objects.filter(source__slug__in=sources, start__isnull=False).order_by("-start")
        rows = placed.values_list("source__slug", "locator", "exact", "start", "end")
        return {(slug, locator, exact): {"start": start, "end": end} for slug, locator, exact, start, end in rows}

    @property
    def lists(self) -> set[str]:
        """The members that are lists of rows."""
        return {name for name, field in self.form.fields.items() if isinstance(field, ListSerializer)}

    def said(self, kept: dict[str, Any] | None) -> Said:
        """What a document says; each row is one text, since what a source says is taken as a whole or not at all."""
        said = essence(self.form, _placed(kept or {}, self.places))
        return said | {name: [as_text(row) for row in said[name]] for name in self.lists & set(said)}

    def form_of(self, said: Said) -> Said:
        """The way back: what is said, in the record form, rows in the order they had before the change."""
        lists = self.lists & set(said)
        return said | {name: [json.loads(row) for row in self._in_former_order(name, said[name])] for name in lists}

    def _in_former_order(self, name: str, rows: list[str]) -> list[str]:
        # Of claims recorded at the same moment the last one stands.
        former = (as_text(essence(self.form.fields[name].child, row)) for row in self.change.before.get(name) or [])
        places = {row: place for place, row in enumerate(former)}
        return sorted(rows, key=lambda row: places.get(row, len(places)))


def may_undo(changes: Iterable[Change], user: Any) -> bool:
    """Whether this person may change records of all these types; what is published is asked for at the act itself."""
    return all(
        change.record_type in KINDS and user.has_perm(_permission(KINDS[change.record_type])) for change in changes
    )


def undo(*, revision: Revision, user: User | None, why: str = "", merge: bool = False) -> Revision:
    """Take back all that a revision changed, in one new revision, or nothing.

    Members that changed again since are in the way: then ValidationError names record and members as
    `project.some-slug.claims`. With `merge` only the same row or value is, and what changed beside it stays. New
    records that are no projects stay. Raises ValidationError too where nothing else is left to undo; PermissionDenied
    when `user` may not change records of each type, or publish what would be published.
    """
    changes = list(revision.changes.order_by("-pk"))
    if user is not None and not may_undo([one for one in changes if one.record_type in KINDS], user):
        raise PermissionDenied(_("You may not change all of these records."))
    reason = why or revision.why
    why = f"undo of {revision.pk}: {reason}" if reason else f"undo of {revision.pk}"
    with writing(user=user, why=why, undoes=revision) as recorder:
        records = _locked(changes)
        errors: dict[str, list[ValidationError]] = {}
        for change in changes:
            place = f"{change.record_type}.{change.slug}"
            try:
                if change.record_type not in KINDS or (record := records.get(place)) is None:
                    raise ValidationError(_("Records of this type can't be brought back."), code="no_undo")
                _take_back(Undoing(change, KINDS[change.record_type], record, user, why, merge))
            except FormError as error:
                errors |= dict(_flat(error.detail, place))
            except ValidationError as error:
                errors |= placed(error, place)
        if errors:
            raise ValidationError(errors)
    if recorder.kept is None:
        raise _nothing_left(changes)
    return recorder.kept


def _nothing_left(changes: list[Change]) -> ValidationError:
    new = [change for change in changes if change.before is None and change.record_type != "project"]
    message = _("It is new in this revision, and nothing is ever removed: correct it instead.")
    if new:
        return ValidationError({f"{one.record_type}.{one.slug}": ValidationError(message, code="new") for one in new})
    return ValidationError(_("Nothing is left to undo: the records say what they said before."), code="undone")


def _lacks_place(found: Any) -> bool:
    """Whether this is a citation that has words and no place."""
    return isinstance(found, dict) and bool(found.get("exact")) and found.get("start", 0) is None


def _cited(found: Any) -> Iterator[dict[str, Any]]:
    """The citations within a document that have words and no place."""
    if _lacks_place(found):
        yield found
    for inner in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from _cited(inner)


def _placed(found: Any, places: Places) -> Any:
    """The same with the places that a text which was stored since has given to words."""
    if isinstance(found, list):
        return [_placed(one, places) for one in found]
    if not isinstance(found, dict):
        return found
    place = places.get((found["source"], found["locator"], found["exact"]), {}) if _lacks_place(found) else {}
    return {name: _placed(value, places) for name, value in found.items()} | place


def _permission(kind: RecordType) -> str:
    return f"{kind.model._meta.app_label}.change_{kind.model._meta.model_name}"


def _locked(changes: list[Change]) -> dict[str, Model]:
    """The records of these changes by type and key, locked in the order in which other writers lock them."""
    records = {}
    for name, kind in reversed(KINDS.items()):
        keys = [change.slug for change in changes if change.record_type == name]
        if keys and kind is REGIONS:
            Region.objects.lock_tree()
        rows = kind.model._base_manager.select_for_update().filter(**{f"{kind.key}__in": keys}).order_by("pk")
        records |= {f"{name}.{getattr(row, kind.key)}": row for row in (rows if keys else ())}
    return records


def _take_back(undoing: Undoing) -> None:
    """Write what the record said before the change, as far as the change made another thing of it."""
    change = undoing.change
    before, after = undoing.said(change.before), undoing.said(change.after)
    now = undoing.said(undoing.kind.document(undoing.record))
    if change.before is None:
        _withdraw(undoing, since=diff(after, now))
        return
    back, since = diff(after, before), diff(after, now)
    is_restored = _restore(undoing)
    if not back and not is_restored and change.record_type != "project":
        raise ValidationError(_("The history does not keep what was changed here."), code="not_kept")
    members = {entry.path[0] for entry in back}
    if any(now.get(name) != before.get(name) for name in members):
        _refuse_what_meets(undoing, back, since)
        target = apply(back, now) if undoing.merge else before
        _write(undoing, {name: target[name] for name in members if name in target})
    if change.record_type == "project" and "claims" not in {entry.path[0] for entry in since}:
        _let_stand(undoing, has_claims="claims" in members)


def _restore(undoing: Undoing) -> bool:
    """Give back the members that no form writes, such as a source's text; whether there were any."""
    change = undoing.change
    changed = [name for name in undoing.kind.restored if change.before.get(name) != change.after.get(name)]
    now = undoing.kind.document(undoing.record) if changed else {}
    for name in changed:
        if now[name] not in (change.before[name], change.after[name]):
            raise _changed_since(change, {name})
        if now[name] != change.before[name]:
            undoing.kind.restored[name](undoing.record, change.before[name], user=undoing.user, why=undoing.why)
    return bool(changed)


def _refuse_what_meets(undoing: Undoing, back: list[Entry], since: list[Entry]) -> None:
    """Raise ValidationError for members that must go back and changed since; for a merge, in the very same place."""
    depth = None if undoing.merge else 1
    met = {str(later.path[0]) for later in since for entry in back if _meet(later.path[:depth], entry.path[:depth])}
    if met:
        raise _changed_since(undoing.change, met)


def _meet(one: Path, other: Path) -> bool:
    """Whether these places are the same, or one is within the other."""
    return all(here == there for here, there in zip(one, other, strict=False))


def _changed_since(change: Change, members: set[str]) -> ValidationError:
    later = Change.objects.of(change.record_type, change.slug).filter(revision_id__gt=change.revision_id)
    numbers = ", ".join(str(number) for number in later.values_list("revision_id", flat=True)[:SHOWN]) or "–"
    message = _("This changed again since: see the later revisions of the record, %(numbers)s.")
    return ValidationError(
        {name: ValidationError(message, code="changed_since", params={"numbers": numbers}) for name in members}
    )


def _withdraw(undoing: Undoing, since: list[Entry]) -> None:
    """Take back that a project was made; other new records stay, since others may rest on them by now."""
    project = undoing.record
    if not isinstance(project, Project) or project.publication == Publication.WITHDRAWN:
        return
    if since and not undoing.merge:
        raise _changed_since(undoing.change, {str(entry.path[0]) for entry in since})
    withdraw_project(project, user=undoing.user, why=undoing.why[:WITHDRAWAL])


def _write(undoing: Undoing, said: Said) -> None:
    form = undoing.kind.serializer(undoing.record, data=undoing.form_of(said), partial=True)
    form.is_valid(raise_exception=True)
    undoing.kind.save(undoing.record, form.validated_data, user=undoing.user, why=undoing.why)


def _let_stand(undoing: Undoing, *, has_claims: bool) -> None:
    """Of claims of equal weight the later recorded one stands: let the one that stood before not lose by that."""
    before, after = (_standing(document) for document in (undoing.change.before, undoing.change.after))
    if before == after and not has_claims:
        return
    let_stand(
        project=undoing.record,
        chosen=lambda claim: _as_said(document(ClaimSerializer, claim)) in before,
        user=undoing.user,
        why=undoing.why,
    )


def _standing(project: dict[str, Any]) -> set[str]:
    return {_as_said(row) for row in project.get("claims", []) if row["stands"]}


def _as_said(claim: dict[str, Any]) -> str:
    return as_text(essence(ClaimSerializer(context={"document": True}), claim))


def _flat(detail: Any, place: str) -> Iterator[tuple[str, list[ValidationError]]]:
    """The errors of a form by their dotted place."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, f"{place}.{name}")
    elif any(isinstance(one, dict) for one in detail):
        for number, inner in enumerate(detail):
            yield from _flat(inner, f"{place}.{number}")
    else:
        yield place, [ValidationError(str(one), code=str(one.code)) for one in detail]
