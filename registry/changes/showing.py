"""What the pages of the history show."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from exchange.undo import may_undo
from history.diff import Kind
from history.models import Change, Revision
from history.words import Difference, contents, differences, moment
from projects.seen_changes import Reader, as_seen, changes_for, sees_all

from .filters import ColleagueRevisionFilter, RevisionFilter, people, record_types, visible_to
from .records import page_of, title_of, type_of

PAGE = 50
RECORDS_SHOWN = 5
CHANGES_SHOWN = 50


def who(revision: Revision, reader: Reader) -> Any:
    """Who made a revision, as this reader may know it."""
    if revision.user is None:
        return _("the registry")
    return str(revision.user) if sees_all(reader) else _("an editor")


def history_url(record: str) -> str:
    return f"{reverse('history:list')}?{urlencode({'record': record}, safe=':')}"


class RevisionList:
    """One page of the revisions that this reader may see, the newest first, narrowed by the parameters."""

    def __init__(self, request: HttpRequest) -> None:
        self.reader, self.query, self.path = request.user, request.GET, request.path
        self.filterset_class = ColleagueRevisionFilter if sees_all(self.reader) else RevisionFilter
        seen = Revision.objects.filter(visible_to(self.reader)).select_related("user")
        self.filterset = self.filterset_class(request.GET, seen, request=request)
        self.problems = self.filterset.errors_by_parameter()

    @property
    def status(self) -> int:
        return 400 if self.problems else 200

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "message": problem["message"],
                "suggestions": [{"name": near} for near in problem.get("suggestions", [])],
                "without_url": self.path,
            }
            for name, found in self.problems.items()
            for problem in found
        ]

    @cached_property
    def _found(self) -> list[Revision]:
        return list(self.filterset.rows().order_by("-pk")[: PAGE + 1])

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        revisions = self._found[:PAGE]
        records = self._records(revisions)
        return [
            {
                "revision": revision,
                "when": moment(revision.at),
                "who": who(revision, self.reader),
                "records": records[revision.pk],
                "more": records[revision.pk][0]["total"] - RECORDS_SHOWN,
            }
            for revision in revisions
        ]

    def _records(self, revisions: list[Revision]) -> dict[int, list[dict[str, Any]]]:
        """The first records that each of these revisions changed, and how many there are, in one query."""
        within = {"partition_by": [F("revision")]}
        rows = (
            changes_for(self.reader)
            .filter(revision__in=revisions)
            .annotate(place=Window(RowNumber(), order_by=F("pk").asc(), **within), total=Window(Count("pk"), **within))
            .filter(place__lte=RECORDS_SHOWN)
            .order_by("pk")
            .values("revision", "record_type", "slug", "total")
        )
        found = defaultdict(list)
        for row in rows:
            found[row["revision"]].append(row | {"type": type_of(row["record_type"])})
        return found

    @property
    def record(self) -> str:
        """The one record that the list is about, as `project:some-slug`; blank for all."""
        return self.query.get("record", "")

    @property
    def record_title(self) -> str:
        record_type, _colon, slug = self.record.partition(":")
        return f"{type_of(record_type)} {slug}"

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The filters that the form offers: choices, or none for a text to type."""
        offered = [("record_type", _("Record type"), record_types())]
        if self.filterset_class is ColleagueRevisionFilter:
            offered.append(("user", pgettext("person", "Who"), [(person.username, str(person)) for person in people()]))
        return [
            {"name": name, "label": label, "choices": choices, "value": self.query.get(name, "")}
            for name, label, choices in [*offered, ("batch", _("Batch"), None)]
        ]

    @property
    def older_url(self) -> str:
        return self._with(before=self._found[PAGE - 1].pk) if len(self._found) > PAGE else ""

    @property
    def newest_url(self) -> str:
        return self._with() if "before" in self.query else ""

    def _with(self, **more: Any) -> str:
        query = self.query.copy()
        query.pop("before", None)
        query.update({name: str(value) for name, value in more.items()})
        return f"{self.path}?{query.urlencode(safe=',:')}" if query else self.path


@dataclass(frozen=True)
class ShownChange:
    """One change of a revision; `lines` are what changed, or all that a new record says."""

    change: Change
    type: str
    title: str
    url: str
    history_url: str
    lines: list[Difference]

    @classmethod
    def of(cls, change: Change) -> "ShownChange":
        is_new = change.kind is Kind.ADDED
        lines = [] if change.after is None else contents(change.after) if is_new else differences(change)
        return cls(
            change,
            type_of(change.record_type),
            title_of(change),
            page_of(change.record_type, change.slug),
            history_url(f"{change.record_type}:{change.slug}"),
            lines,
        )


class RevisionPage:
    """A revision with the changes that this reader may see of it, some at once, from `after` (the id of a change)."""

    def __init__(self, revision: Revision, reader: Reader, *, after: int = 0) -> None:
        self.revision, self.reader, self.after = revision, reader, after
        self.when, self.who = moment(revision.at), who(revision, reader)
        seen = changes_for(reader).filter(revision=revision)
        self._changes = list(seen.after(after).with_revision()[: CHANGES_SHOWN + 1])

    @cached_property
    def changes(self) -> list[ShownChange]:
        return [ShownChange.of(change) for change in as_seen(self.reader, self._changes[:CHANGES_SHOWN])]

    @property
    def next_after(self) -> int | None:
        """Where the further changes of a large revision begin; None when these are all."""
        return self._changes[CHANGES_SHOWN - 1].pk if len(self._changes) > CHANGES_SHOWN else None

    @cached_property
    def undone_by(self) -> list[int]:
        return sorted(self.revision.undone_by.values_list("pk", flat=True))

    @cached_property
    def may_undo(self) -> bool:
        types = self.revision.changes.order_by().values_list("record_type", flat=True).distinct()
        return sees_all(self.reader) and may_undo([Change(record_type=name) for name in types], self.reader)
