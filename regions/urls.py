"""The addresses under /regions/."""

from django.urls import path

import lib.paths  # noqa: F401 (the converter "code")

from . import views

app_name = "regions"

urlpatterns = [
    path("", views.region_list, name="list"),
    path("<code:code>/outlines.json", views.outlines, name="outlines"),
    path("<code:code>/", views.region_detail, name="detail"),
]
