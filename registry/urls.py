"""The addresses of the site: pages of each app, the admin, the API and the health check."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from . import views
from .about import about
from .changes.atom import ChangesFeed
from .home import home
from .search.pages import search

urlpatterns = [
    path("", include("registry.following.urls")),
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("favicon.ico", views.favicon),
    path("health/", views.health, name="health"),
    path("language/", set_language, name="set_language"),
    path("api/", include("registry.api_pages")),
    path("api/v1/", include("registry.api")),
    path("", home, name="home"),
    path("about/", about, name="about"),
    path("changes.atom", ChangesFeed(), name="atom"),
    path("history/", include("registry.changes.urls")),
    path("search/", search, name="search"),
    path("", include("projects.urls")),
    path("investors/", include("investors.urls")),
    path("regions/", include("regions.urls")),
    path("sources/", include("sources.urls")),
]

handler400 = "registry.views.bad_request"
handler403 = "registry.views.permission_denied"
handler404 = "registry.views.page_not_found"
handler500 = "registry.views.server_error"
