import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from .forms import PasswordResetForm, PersonForm, TokenForm
from .models import AuthToken, User
from .roles import ROLES


def keep_language(response: HttpResponse, user: User) -> None:
    """Let the pages that follow be in the language this person chose; without a choice nothing changes."""
    if user.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Answer a log-in that django-axes refuses after too many failures."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    page = render(request, "accounts/locked.html", {"minutes": seconds // 60}, status=429)
    page["Retry-After"] = str(seconds)
    return page


class LoginView(auth_views.LoginView):
    template_name = "accounts/login.html"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        keep_language(response, form.get_user())
        return response


@method_decorator(never_cache, name="dispatch")
class PasswordChangeView(SuccessMessageMixin, auth_views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:me")
    success_message = _("Your password is changed.")


class PasswordResetView(auth_views.PasswordResetView):
    form_class = PasswordResetForm
    template_name = "accounts/password_reset.html"
    subject_template_name = "accounts/password_reset_subject.txt"
    email_template_name = "accounts/password_reset_email.txt"
    success_url = reverse_lazy("accounts:password_reset_sent")


class PasswordResetSentView(auth_views.PasswordResetDoneView):
    template_name = "accounts/password_reset_sent.html"


class PasswordResetConfirmView(SuccessMessageMixin, auth_views.PasswordResetConfirmView):
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("accounts:login")
    success_message = _("Your password is set: log in with it.")


@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        user = form.save()
        messages.success(request, _("Saved."))
        response = redirect("accounts:me")
        keep_language(response, user)
        return response
    groups = request.user.groups.order_by("name").values_list("name", flat=True)
    return render(request, "accounts/me.html", {"form": form, "roles": [ROLES[n] for n in groups if n in ROLES]})


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """List a person's tokens and make one; its key is in this one answer and nowhere else."""
    form, key = TokenForm(request.POST or None, user=request.user), ""
    if form.is_valid():
        _token, key = form.make()
        form = TokenForm(user=request.user)
    context = {"form": form, "key": key, "tokens": request.user.auth_token_set.all()}
    return render(request, "accounts/tokens.html", context)


@never_cache
@login_required
def token_revoke(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    token = get_object_or_404(AuthToken, user=request.user, uid=uid)
    if request.method == "POST":
        token.delete()
        messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
        return redirect("accounts:tokens")
    return render(request, "accounts/token_revoke.html", {"token": token})
