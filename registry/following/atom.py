from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from history.models import Change

from ..changes.atom import NEWEST, ChangesFeed
from ..models import SavedView
from .changes import shown


class SavedViewFeed(ChangesFeed):
    """The newest changes of the projects of one saved view."""

    def get_object(self, request: HttpRequest, uid: UUID) -> SavedView:
        return get_object_or_404(SavedView, uid=uid)

    def title(self, view: SavedView) -> str:
        return view.name

    def link(self, view: SavedView) -> str:
        return view.get_absolute_url()

    def feed_url(self, view: SavedView) -> str:
        return reverse("following:atom", args=[view.uid])

    def items(self, view: SavedView) -> list[Change]:
        return shown(view, NEWEST)
