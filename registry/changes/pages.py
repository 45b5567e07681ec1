from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from exchange.undo import undo
from history.models import Revision
from history.words import label

from .compare import Comparison
from .records import type_of
from .showing import RevisionList, RevisionPage


class UndoForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("why"), max_length=300, required=False)
    merge = forms.BooleanField(
        label=gettext_lazy("keep what was changed beside it since"),
        required=False,
        help_text=gettext_lazy("Without this, a later change of the same lists or texts stands in the way."),
    )


@require_safe
def revision_list(request: HttpRequest) -> HttpResponse:
    page = RevisionList(request)
    return render(request, "history/list.html", {"page": page}, status=page.status)


@require_safe
def revision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _revision(request, pk, UndoForm())


@require_http_methods(["POST"])
def revision_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a revision back and lead to the revision that does; what stands in the way is shown at the form."""
    form = UndoForm(request.POST)
    page = RevisionPage(get_object_or_404(Revision.objects.select_related("user"), pk=pk), request.user)
    if not page.changes:
        raise Http404
    if not form.is_valid():
        return _revision(request, pk, form, status=400)
    try:
        done = undo(revision=page.revision, user=request.user, **form.cleaned_data)
    except ValidationError as error:
        for text in _in_words(error):
            form.add_error(None, text)
        return _revision(request, pk, form, status=409)
    messages.success(request, _("Revision %(number)s is undone.") % {"number": pk})
    return redirect("history:revision", pk=done.pk)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    page = Comparison(request.GET, request.user)
    return render(request, "history/compare.html", {"page": page}, status=200 if page.is_valid else 400)


def _revision(request: HttpRequest, pk: int, form: UndoForm, *, status: int = 200) -> HttpResponse:
    revision = get_object_or_404(Revision.objects.select_related("user"), pk=pk)
    given = request.GET.get("after", "0")
    if not (given.isascii() and given.isdecimal() and len(given) < 19):
        raise Http404
    page = RevisionPage(revision, request.user, after=int(given))
    if not page.changes:
        raise Http404
    return render(request, "history/revision.html", {"page": page, "form": form}, status=status)


def _in_words(error: ValidationError) -> list[str]:
    """What stands in the way of an undo: "Project port, claims: ..."."""
    if not hasattr(error, "error_dict"):
        return error.messages
    texts = []
    for place, errors in error.error_dict.items():
        record_type, slug, *members = place.split(".", 2)
        about = f"{type_of(record_type)} {slug}" + "".join(f", {_members(path)}" for path in members)
        texts += [f"{about}: {text}" for one in errors for text in one.messages]
    return texts


def _members(path: str) -> str:
    return " › ".join(label(name) for name in path.split(".") if not name.isdecimal())
