"""The mail that tells people what changed in the views that they follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import User
from history.horizon import safe_horizon
from history.models import Change
from projects.seen_changes import as_seen

from ..changes.atom import DONE
from ..changes.records import page_of, title_of
from ..models import SavedView
from .changes import EVERYBODY, changes_of

# Projects that a mail names of one view; the page of the view has the rest.
NAMED = 30


@dataclass(frozen=True)
class Told:
    """What a mail tells of one view: projects, each once with what was done last, and how many more there are."""

    view: SavedView
    rows: list[dict[str, Any]]
    more: int


def send_digests() -> Iterator[User]:
    """Mail each person what changed since the last mail in the views that they follow; answers whom.

    What a mail told is noted once it is on its way: if that fails it is told again the next time, never left out.
    """
    horizon, _highest = safe_horizon()
    followed = SavedView.objects.filter(by_mail=True, user__is_active=True).exclude(user__email="")
    for user in User.objects.filter(saved_views__in=followed).distinct():
        views = [view for view in followed.filter(user=user) if not view.is_of_the_past]
        with override(user.language or settings.LANGUAGE_CODE):
            told = [one for view in views if (one := _told(view, horizon)).rows]
            if told:
                _mail(user, told).send()
                yield user
        SavedView.objects.filter(pk__in=[view.pk for view in views]).update(told_to=horizon)


def _told(view: SavedView, horizon: int) -> Told:
    changes = changes_of(view).filter(pk__gt=view.told_to, pk__lte=horizon)
    newest: dict[str, Change] = {}
    count = changes.order_by().values("slug").distinct().count()
    for change in changes.defer("before").iterator() if count else ():
        if newest.setdefault(change.slug, change) is change and len(newest) == NAMED:
            break
    rows = [
        {"title": title_of(change), "done": DONE[change.kind], "url": absolute(page_of("project", change.slug))}
        for change in as_seen(EVERYBODY, newest.values())
    ]
    return Told(view, rows, count - len(rows))


def _mail(user: User, told: list[Told]) -> EmailMessage:
    count = sum(len(one.rows) + one.more for one in told)
    subject = ngettext("%(n)s project changed", "%(n)s projects changed", count) % {"n": count}
    views = [{"told": one, "url": absolute(one.view.get_absolute_url())} for one in told]
    shown = {"views": views, "settings_url": absolute(reverse("following:list"))}
    body = render_to_string("following/digest.txt", shown)
    return EmailMessage(f"{_('Investment project registry')}: {subject}", body, to=[user.email])


def absolute(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
