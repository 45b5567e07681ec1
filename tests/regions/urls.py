"""The addresses that places have, without the pages and the API behind them."""

from django.contrib import admin
from django.urls import include, path


def nothing(request, code):
    raise NotImplementedError


urlpatterns = [
    path("admin/", admin.site.urls),
    path("regions/", include(([path("<code>/", nothing, name="detail")], "regions"))),
    path("api/regions/", include(([path("<code>/", nothing, name="region-detail")], "api"))),
]
