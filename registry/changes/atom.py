from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.diff import Kind
from history.models import Change
from projects.seen_changes import as_seen, changes_for

from .records import title_of, type_of
from .showing import ShownChange

NEWEST = 100
LINES = 20  # of one change
DONE = {
    Kind.ADDED: gettext_lazy("entered"),
    Kind.CHANGED: gettext_lazy("changed"),
    Kind.REMOVED: gettext_lazy("taken out"),
}


class ChangesFeed(Feed):
    """The newest changes as everybody sees them, for feed readers: the same for all, so that it can be cached."""

    feed_type = Atom1Feed
    title = gettext_lazy("Changes in the investment project registry")
    subtitle = gettext_lazy("What was entered, changed and taken out, the newest first.")
    author_name = gettext_lazy("Investment project registry")

    def link(self) -> str:
        return reverse("history:list")

    def feed_url(self) -> str:
        return reverse("atom")

    def items(self) -> list[Change]:
        everybody = AnonymousUser()
        return as_seen(everybody, changes_for(everybody).order_by("-pk").with_revision()[:NEWEST])

    def item_title(self, change: Change) -> str:
        return f"{type_of(change.record_type)} {title_of(change)}: {DONE[change.kind]}"

    def item_description(self, change: Change) -> str:
        """Why, and what changed, as HTML."""
        lines = ShownChange.of(change).lines
        told = [(line.place, line.before or "–", line.after or "–") for line in lines[:LINES]]
        why = format_html("<p>{}</p>", change.revision.why) if change.revision.why else ""
        rows = format_html_join("", "<li>{}: {} → {}</li>", told)
        more = format_html("<p>{}</p>", _("There is more.")) if len(lines) > LINES else ""
        return format_html("{}<ul>{}</ul>{}", why, rows, more) if told else why or str(DONE[change.kind])

    def item_link(self, change: Change) -> str:
        return f"{reverse('history:revision', args=[change.revision_id])}#{change.record_type}-{change.slug}"

    def item_pubdate(self, change: Change) -> datetime:
        return change.revision.at

    item_updateddate = item_pubdate

    def item_categories(self, change: Change) -> list[str]:
        return [change.record_type]
