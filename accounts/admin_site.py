from typing import Any

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class RegistryAdminSite(admin.AdminSite):
    """The admin, opened by the permission `accounts.enter_admin`; people log in on the site's own page."""

    site_header = _("Investment project registry")
    site_title = _("Investment project registry")
    index_title = _("Records")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.enter_admin")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to log in; refuse who is logged in without the right, since logging in again can't help."""
        index = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect(index)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or index)
