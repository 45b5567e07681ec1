from copy import copy
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from history.horizon import safe_horizon
from projects.showing.project_list import ProjectListPage

from ..changes.showing import ShownChange
from ..models import SavedView
from .changes import shown
from .forms import ChangeForm, SavedViewForm

NEWEST = 20


@require_safe
def detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a saved view selects and what changed in it, for whoever has its address."""
    view = get_object_or_404(SavedView, uid=uid)
    page = _list_page(request, view.query)
    changes = [] if view.is_of_the_past or page.problems else shown(view, NEWEST)
    told = {"view": view, "page": page, "changes": [ShownChange.of(change) for change in changes]}
    return render(request, "following/detail.html", told)


@never_cache
@login_required
def views(request: HttpRequest) -> HttpResponse:
    """A person's saved views; a POST saves one more."""
    form = SavedViewForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        page = _list_page(request, form.cleaned_data["query"])
        if not page.problems:
            return _saved(request, form)
        for name, problems in page.problems.items():
            for problem in problems:
                form.add_error(None, f"{name}: {problem['message']}")
    query = form["query"].value() or request.GET.get("query", "")
    shown_form = form if request.method == "POST" else None
    told = {"form": shown_form, "query": query, "views": request.user.saved_views.all()}
    return render(request, "following/list.html", told, status=400 if shown_form else 200)


@never_cache
@login_required
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a saved view another name, and ask for mail or not."""
    view = get_object_or_404(SavedView, user=request.user, uid=uid)
    form = ChangeForm(request.POST or None, instance=view, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _saved(request, form)
    status = 400 if form.is_bound else 200
    return render(request, "following/edit.html", {"form": form, "view": view}, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget a saved view; nobody can follow it any more."""
    view = get_object_or_404(SavedView, user=request.user, uid=uid)
    view.delete()
    messages.success(request, _("The saved view “%(name)s” is removed.") % {"name": view.name})
    return redirect("following:list")


def _saved(request: HttpRequest, form: SavedViewForm) -> HttpResponse:
    if form.instance.by_mail and "by_mail" in form.changed_data:
        form.instance.told_to = safe_horizon()[0]
    view = form.save()
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return redirect(view)


def _list_page(request: HttpRequest, query: str) -> ProjectListPage:
    """The list as the selection's address shows it to this reader."""
    asking = copy(request)
    asking.GET, asking.path = QueryDict(query), reverse("projects:list")
    return ProjectListPage(asking)
