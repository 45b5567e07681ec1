"""The addresses that a list page links to, without what is behind them."""

from django.urls import include, path


def nothing(request):
    raise NotImplementedError


urlpatterns = [path("api/", include(([path("list/", nothing, name="list")], "api")))]
